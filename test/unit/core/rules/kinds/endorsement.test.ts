import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, endorsementBody, taskBody } from '../../../../_util/bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, PHARMA } from '../_bench.ts';

const bench = Bench.founded();
const subject = bench.record('task', PHARMA, taskBody());

describe('an endorsement', () => {
  it('is recorded in the account of its subject', () => {
    const here = bench.fork();
    const { digest } = here.record('endorsement', HOSPITAL, endorsementBody(subject.digest, PHARMA, 'review'));
    expect(here.get(STATE.record(digest))).toMatchObject({ account: PHARMA, author: HOSPITAL });
    expect(here.get(STATE.endorsed(subject.digest, HOSPITAL, 'review'))).toBe(here.ledger.size - 1);
  });

  it('may be given by several institutions', () => {
    const here = bench.fork();
    here.approve(HOSPITAL, subject);
    here.approve(INSTITUTE, subject);
    expect(here.get(STATE.endorsed(subject.digest, INSTITUTE, 'approval'))).toBe(here.ledger.size - 1);
  });

  it('subject-unknown: is of a statement that is recorded', () => {
    const body = endorsementBody(digestOf('nothing'), PHARMA);
    expect(bench.refusal('endorsement', HOSPITAL, body)).toBe('subject-unknown');
  });

  it('subject-account: names the account that its subject belongs to', () => {
    for (const account of [HOSPITAL, 'system', `keys/${PHARMA}`]) {
      const body = endorsementBody(subject.digest, account);
      expect(bench.refusal('endorsement', HOSPITAL, body)).toBe('subject-account');
    }
  });

  it('endorses-own: is of the statement of another', () => {
    expect(bench.refusal('endorsement', PHARMA, endorsementBody(subject.digest, PHARMA))).toBe('endorses-own');
  });

  it('meaning: is signed with the meaning that it states', () => {
    const body = endorsementBody(subject.digest, PHARMA, 'approval');
    expect(bench.refusal('endorsement', HOSPITAL, body, { signing: { meaning: 'review' } })).toBe('meaning');
    expect(bench.refusal('endorsement', HOSPITAL, body, { signing: { meaning: 'author' } })).toBe('meaning');
  });

  it('already-endorsed: comes once from an institution in one meaning; who reviewed may approve later', () => {
    const here = bench.fork();
    const body = (meaning: 'approval' | 'review') => endorsementBody(subject.digest, PHARMA, meaning);
    here.record('endorsement', HOSPITAL, body('review'));
    expect(here.refusal('endorsement', HOSPITAL, body('review'))).toBe('already-endorsed');
    here.approve(HOSPITAL, subject);
    expect(here.refusal('endorsement', HOSPITAL, body('approval'))).toBe('already-endorsed');
  });
});
