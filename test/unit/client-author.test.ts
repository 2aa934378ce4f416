import { describe, expect, it } from 'vitest';
import { Author } from '../../src/client/author.ts';
import { formatEnvelope, parseEnvelope } from '../../src/core/record/record.ts';
import { bodySubject, CHAIN_START } from '../../src/core/statement/statement.ts';
import { contributionBody, digestOf, endorsementBody, taskBody } from '../_util/bodies.ts';
import { Consortium } from '../_util/consortium.ts';
import { inputError } from '../_util/input-error.ts';
import { testKey } from '../_util/keys.ts';
import { NaiveLedger } from '../_util/naive-ledger.ts';

const INSTITUTE = 'daejeon-institute';
const consortium = new Consortium();
const author = new Author({
  institution: INSTITUTE,
  origin: consortium.origin,
  signer: testKey(`${INSTITUTE} 1`),
  signerCommitment: digestOf('person'),
});
const common = { chain: { sequence: 0, previous: CHAIN_START }, signedAt: '2026-11-23T18:00:00+09:00' };

describe('an author', () => {
  it('signs what the rules accept', () => {
    const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
    ledger.appendAll(consortium.founding());
    const signed = author.sign({ ...common, kind: 'task', body: taskBody() });
    expect(ledger.judge(signed)).toMatchObject({ accepted: true });
    expect(parseEnvelope(JSON.parse(JSON.stringify(formatEnvelope(signed))))).toEqual(signed);
  });

  it('names the body as the subject, or the artefact that it is given', () => {
    const body = taskBody();
    expect(author.draft({ ...common, kind: 'task', body }).subject).toEqual(bodySubject('task', body));
    const contribution = contributionBody(digestOf('round'), 'update');
    const subject = { name: 'update', sha256: digestOf('file') };
    expect(author.draft({ ...common, kind: 'contribution', body: contribution, subject }).subject).toEqual(subject);
    expect(() => author.draft({ ...common, kind: 'contribution', body: contribution })).toThrow(
      inputError('bad-subject'),
    );
  });

  it('signs with the meaning, the reason and the view of the log that it is given', () => {
    const seen = { size: 3, root: digestOf('root') };
    const body = endorsementBody(digestOf('subject'), 'system');
    const reason = { code: 'planned' };
    const { statement } = author.sign({ ...common, kind: 'endorsement', body, meaning: 'approval', reason, seen });
    expect(statement).toMatchObject({ author: INSTITUTE, ledger: consortium.origin, seen });
    expect(statement.signing).toEqual({
      signer: digestOf('person'),
      meaning: 'approval',
      signedAt: common.signedAt,
      reason,
    });
    expect(author.sign({ ...common, kind: 'task', body: taskBody() }).statement.signing.meaning).toBe('author');
  });

  it('signs nothing that is malformed', () => {
    const draft = { ...common, kind: 'task', body: taskBody() } as const;
    expect(() => author.sign({ ...draft, signedAt: '2026-11-23' })).toThrow(inputError('schema-violation'));
    expect(() => author.sign({ ...draft, signedAt: '2026-02-30T18:00:00Z' })).toThrow(inputError('bad-time'));
    expect(() => author.sign({ ...draft, body: taskBody({ weight: 0 }) })).toThrow(inputError('schema-violation'));
  });
});
