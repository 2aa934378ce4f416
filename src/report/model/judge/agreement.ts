/**
 * Whether a report says of records and accounts what its proofs say of them. Wherever the document names a record (an object with
 * `index` and `id`), every member that a proof knows too must be the same.
 * @module
 */
import { InputError } from '../../../core/error.ts';
import type { CreditContent, ReportDocument } from '../../../core/generated/documents.ts';
import type { AccountFacts } from '../../../verify/account/facts.ts';
import type { Facts } from '../../../verify/verdict.ts';
import { attachmentsOf } from '../attachments.ts';
import type { JudgedProof } from './proofs.ts';

/** @throws InputError `report-differs` where they disagree, with the first difference */
export function assertAgreement(document: ReportDocument, proofs: readonly JudgedProof[]): void {
  const records = proofs.flatMap(({ record }) => record ?? []);
  const accounts = proofs.flatMap(({ account }) => account ?? []);
  for (const { index, origin, treeSize } of records)
    assertTree(document, { what: `record ${index}`, origin, treeSize });
  for (const { account, origin, treeSize } of accounts) assertTree(document, { what: account, origin, treeSize });
  for (const { name, source } of attachmentsOf(document)) {
    const proof = proofs.find((each) => each.name === name);
    const shown = source.type === 'bundle' ? proof?.record?.index : proof?.account?.account;
    const wanted = source.type === 'bundle' ? source.index : source.type === 'account' ? source.institution : shown;
    if (shown !== undefined && shown !== wanted) throw differs(`${name} proves`, wanted, shown);
  }
  const byIndex = new Map(records.map((facts) => [facts.index, facts]));
  walk(document.content, (named) => {
    const facts = typeof named['index'] === 'number' ? byIndex.get(named['index']) : undefined;
    if (facts !== undefined && typeof named['id'] === 'string') assertRecord(named, facts);
  });
  const { content } = document;
  if (content.form === 'credit') assertBalance(content, accounts);
  const evidence = proofs.find(({ isEvidence }) => isEvidence === true);
  if (content.form === 'incident' && evidence !== undefined && evidence.verdict !== content.verdict)
    throw differs('verdict of the evidence', content.verdict, evidence.verdict);
}

function assertBalance({ institution, account }: CreditContent, accounts: readonly AccountFacts[]): void {
  const proven = accounts.find((each) => each.account === institution);
  if (proven === undefined) return;
  for (const name of ['issued', 'spent', 'balance'] as const) {
    if (proven[name] !== account[name]) throw differs(`account ${institution}: ${name}`, account[name], proven[name]);
  }
}

function assertTree(
  { ledger, checkpoint }: ReportDocument,
  { what, origin, treeSize }: { readonly what: string; readonly origin: string; readonly treeSize: number },
): void {
  if (origin !== ledger) throw differs(`${what}: ledger`, ledger, origin);
  if (treeSize !== checkpoint.size) throw differs(`${what}: size of the tree`, checkpoint.size, treeSize);
}

type Named = Readonly<Record<string, unknown>>;

/** Members of a named record, and the fact that each must equal. */
const MEMBERS = {
  id: ({ digest }: Facts) => digest,
  kind: ({ kind }: Facts) => kind,
  author: ({ institution }: Facts) => institution,
  recordedAt: ({ recordedAt }: Facts) => recordedAt,
  signedAt: ({ signedAt }: Facts) => signedAt,
  meaning: ({ meaning }: Facts) => meaning,
  keyId: ({ keyId }: Facts) => keyId,
} as const;

function assertRecord(named: Named, facts: Facts): void {
  for (const [name, factOf] of Object.entries(MEMBERS)) {
    const said = named[name];
    if (said !== undefined && said !== factOf(facts))
      throw differs(`record ${facts.index}: ${name}`, said, factOf(facts));
  }
}

/** Every object in a document. Its depth is that of the schema. */
function walk(value: unknown, visit: (named: Named) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (typeof value === 'object' && value !== null) {
    visit(value as Named);
    for (const item of Object.values(value)) walk(item, visit);
  }
}

function differs(what: string, said: unknown, proven: unknown): InputError {
  return new InputError('report-differs', `${what}: the report says ${String(said)}, its proof ${String(proven)}`);
}
