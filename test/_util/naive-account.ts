/**
 * The oracle of account statements, straight from docs/reference/account-tree.md, "Account statements": go over all records
 * again and again, and take every one that a rule of the page asks for, until none is new. Shares no code with src/verify.
 * @module
 */
import { canonicalize } from 'json-canonicalize';
import type { LedgerRecord } from '../../src/core/record/record.ts';
import { accountOf } from '../../src/core/rules/apply.ts';
import { naiveMultiproof } from './multiproof-oracle.ts';
import type { NaiveLedger } from './naive-ledger.ts';
import { mth } from './naive-merkle.ts';

type Placed = LedgerRecord & { readonly index: number };
type Fields = { readonly [name: string]: unknown };

/** Indexes of the records that the statement of `account` shows. */
export function naiveShown(ledger: NaiveLedger, account: string): number[] {
  const all: Placed[] = ledger.records.map((_, index) => ({ ...ledger.record(index), index }));
  const kindOf = (digest: unknown): string | undefined => all.find((r) => r.digest === digest)?.statement.kind;
  const named = new Set<unknown>();
  const rounds = new Set<unknown>();
  const shown = new Set<number>();
  const body = ({ statement }: Placed): Fields => statement.body as unknown as Fields;
  /** Digests about which decisions, disputes and resolutions are looked for, and of which endorsements are. */
  const about = new Set<unknown>();
  const endorsed = new Set<unknown>();

  const isAsked = (record: Placed): boolean => {
    const { kind } = record.statement;
    const { subject, round, contribution, award, dispute } = body(record);
    const isSystem = kind === 'charter' || kind === 'amendment';
    if (isSystem || (kind === 'endorsement' && kindOf(subject) === 'amendment')) return true;
    if (record.index === all.length - 1 || accountOf(record) === account) return true;
    const authors = all.filter(({ index }) => shown.has(index)).map(({ statement }) => `keys/${statement.author}`);
    if (authors.includes(accountOf(record)) || named.has(record.digest)) return true;
    const inRound = ['contribution-commit', 'contribution', 'aggregation', 'round-close', 'utility-report'];
    if (inRound.includes(kind)) return rounds.has(round);
    if (kind === 'endorsement') return endorsed.has(subject);
    if (kind === 'contribution-decision') return about.has(contribution);
    if (kind === 'dispute') return about.has(award) && upheld(record) !== undefined;
    return kind === 'resolution' && body(record)['finding'] === 'upheld' && about.has(dispute);
  };
  const upheld = (dispute: Placed): Placed | undefined =>
    all.find((r) => {
      const { statement } = r;
      return (
        statement.kind === 'resolution' && body(r)['dispute'] === dispute.digest && body(r)['finding'] === 'upheld'
      );
    });

  const follow = (record: Placed): void => {
    const { statement, digest } = record;
    const fields = body(record);
    if (statement.kind === 'credit' && accountOf(record) === account) named.add(fields['source']);
    const isEvidence = named.has(digest);
    if (statement.kind === 'award-final' && isEvidence) named.add(fields['award']);
    if (statement.kind === 'award' && isEvidence) {
      const { policy, replaces } = fields;
      // A replaced award is of the same window: its policy and rounds are those of the one that replaces it.
      named.add(policy);
      endorsed.add(policy);
      for (const round of statement.body.rounds) {
        named.add(round);
        rounds.add(round);
      }
      if (replaces !== undefined) {
        named.add(replaces);
        about.add(replaces);
      }
    }
    if (statement.kind === 'round-open' && rounds.has(digest)) named.add(statement.body.credit?.plan);
    if (statement.kind === 'contribution' && rounds.has(fields['round'])) about.add(digest);
    const isSealed = statement.kind === 'utility-report' && statement.body.form === 'sealed';
    if (isSealed && rounds.has(fields['round'])) endorsed.add(digest);
    if (statement.kind === 'dispute' && about.has(fields['award'])) about.add(digest);
    const isUpheld = statement.kind === 'resolution' && fields['finding'] === 'upheld';
    if (isUpheld && about.has(fields['dispute'])) endorsed.add(digest);
  };

  const found = (): number => shown.size + named.size + rounds.size + about.size + endorsed.size;
  for (let before = -1; before < found(); ) {
    before = found();
    for (const record of all) {
      if (!shown.has(record.index) && !isAsked(record)) continue;
      shown.add(record.index);
      follow(record);
    }
  }
  return [...shown].sort((a, b) => a - b);
}

/** The statement of `account` at the newest publication, which must cover all records. */
export function naiveStatement(ledger: NaiveLedger, account: string): Uint8Array {
  const publication = ledger.publications.at(-1);
  if (publication?.size !== ledger.size) throw new Error('the newest publication does not cover all records');
  const indexes = naiveShown(ledger, account);
  const authors = indexes.map((index) => `keys/${ledger.record(index).statement.author}`);
  const hashes = naiveMultiproof(indexes, ledger.size, (start, end) => mth(ledger.records.slice(start, end)));
  const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64');
  return Buffer.from(
    canonicalize({
      format: 'ledgerline/account@v1',
      account,
      checkpoint: publication.note,
      records: indexes.map((index) => ({ index, record: text(ledger.records[index]) })),
      proof: text(Buffer.concat(hashes)),
      paths: [...new Set([account, ...authors])]
        .sort()
        .map((each) => ({ account: each, path: ledger.accountPath(each, ledger.size - 1) })),
    }),
  );
}
