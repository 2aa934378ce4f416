/**
 * `sign` takes a draft of every kind: what the ledger holds can be written by hand.
 */
import { expect, test } from 'vitest';
import { parseDraft } from '../../../src/cli/commands/submit.ts';
import { Author, type Draft } from '../../../src/client/author.ts';
import { KIND_SCHEMAS } from '../../../src/core/generated/schemas.ts';
import { SUBJECTS } from '../../../src/core/generated/subjects.ts';
import { parseRecord } from '../../../src/core/record/record.ts';
import type { KindName } from '../../../src/core/statement/validate.ts';
import { Consortium } from '../../_util/consortium.ts';
import { creditLedger } from '../../_util/credit-history.ts';
import { sampleHistory } from '../../_util/history.ts';
import { inputError } from '../../_util/input-error.ts';
import { testKey } from '../../_util/keys.ts';

const statements = new Map(
  [
    ...sampleHistory(new Consortium()).map(({ statement }) => statement),
    ...creditLedger().records.map((bytes) => parseRecord(bytes).statement),
  ].map((statement) => [statement.kind as string, statement]),
);

test.each(Object.keys(KIND_SCHEMAS))('%s', (kind) => {
  const statement = statements.get(kind);
  if (statement === undefined) throw new Error(`no ${kind} in the histories`);
  const { body, subject, author: institution, ledger: origin, chain, signing } = statement;
  const isArtefact = 'artefact' in (SUBJECTS[kind] ?? {});
  const text = JSON.stringify({
    kind,
    body,
    meaning: signing.meaning,
    reason: signing.reason,
    ...(isArtefact ? { subject } : {}),
  });
  const author = new Author({ institution, origin, signer: testKey('drafts'), signerCommitment: signing.signer });
  const draft = { ...parseDraft(text, 'draft.json'), chain, signedAt: signing.signedAt };
  const { seen: _, ...unseen } = statement;
  expect(author.sign(draft as Draft<KindName>).statement).toEqual(unseen);
});

test.each([
  ['another member', '{"kind":"task","body":{},"extra":1}', 'usage'],
  ['another kind', '{"kind":"poem","body":{}}', 'usage'],
  ['no object', '[]', 'usage'],
  ['no JSON', '{', 'bad-json'],
  ['a body of another form', '{"kind":"award-final","body":{"award":"x"}}', 'schema-violation'],
] as const)('refuses %s', (_, text, code) => {
  expect(() => parseDraft(text, 'draft.json')).toThrow(inputError(code));
});
