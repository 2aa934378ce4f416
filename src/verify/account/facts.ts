/**
 * What an account statement says. Established only as far as the verdict goes.
 * @module
 */
import type { AccountLeaf } from '../../core/account/node.ts';
import { ZERO_SUMS } from '../../core/account/sums.ts';
import type { VerifiedCosignature } from '../../core/note/open-checkpoint.ts';
import { accountOf } from '../../core/rules/apply.ts';
import { parseInstant } from '../../core/statement/instant.ts';
import type { PlacedRecord } from '../evidence.ts';
import { lowerBound } from '../time-bounds.ts';
import type { Testimony } from '../verdict.ts';
import type { ClaimFacts, CreditFacts, CreditHistory, TransferFacts } from './credits.ts';
import { type AccountEvidence, recordsOf } from './evidence.ts';
import { isOfKind } from './lookup.ts';

/** The last record under the checkpoint: it commits to all accounts as they stood before it. */
export interface LastRecord {
  readonly index: number;
  readonly digest: string;
  readonly kind: string;
  readonly institution: string;
  /** Instant, as the operator states. */
  readonly recordedAt: string;
  /** True where it belongs to the account itself: then it is shown beside the sums, not in them. */
  readonly isOwn: boolean;
}

/** How old the statement is. */
export interface Freshness {
  /** Instant at which the checkpoint was the newest. */
  readonly at: string;
  /** The witnesses who say so; empty: the operator's word, which is the time of the last record. */
  readonly by: readonly Testimony[];
  /** Seconds from then to the reader's time, if that was given. */
  readonly ageSeconds: number | undefined;
}

/** Amounts are micro-credits, decimal strings. */
export interface AccountFacts {
  readonly origin: string;
  readonly account: string;
  /** Size of the tree that the checkpoint describes. */
  readonly treeSize: number;
  /** The statement covers records [0, coverage): all under the checkpoint but the last. */
  readonly coverage: number;
  readonly last: LastRecord;
  /** Records of the account within the coverage. */
  readonly count: number;
  readonly issued: string;
  readonly spent: string;
  readonly balance: string;
  readonly credits: readonly CreditFacts[];
  readonly claims: readonly ClaimFacts[];
  readonly transfers: readonly TransferFacts[];
  /** Statement digests of the awards that were recomputed. */
  readonly awards: readonly string[];
  /** What waits for somebody else. */
  readonly open: {
    /** Claims that are not settled. */
    readonly claims: readonly string[];
    /** Contributions that are neither decided nor withdrawn. */
    readonly contributions: readonly string[];
  };
  readonly freshness: Freshness;
}

/** The facts of an account that was checked. */
export function describeAccount(
  evidence: AccountEvidence,
  leaf: AccountLeaf | undefined,
  history: CreditHistory | undefined,
  freshness: Freshness,
): AccountFacts {
  const { origin, account, last } = evidence;
  const { count, issued, spent } = leaf ?? ZERO_SUMS;
  const { credits = [], claims = [], transfers = [], awards = [] } = history ?? {};
  const { index, digest, statement, recordedAt } = last;
  return {
    origin,
    account,
    treeSize: index + 1,
    coverage: index,
    last: {
      index,
      digest,
      kind: statement.kind,
      institution: statement.author,
      recordedAt,
      isOwn: accountOf(last) === account,
    },
    count,
    issued: String(issued),
    spent: String(spent),
    balance: String(issued - spent),
    credits,
    claims,
    transfers,
    awards: awards.map((award) => award.digest),
    open: {
      claims: claims.filter(({ settlement }) => settlement === undefined).map((claim) => claim.digest),
      contributions: undecided(recordsOf(evidence, account, { covered: false })),
    },
    freshness,
  };
}

/** How old a checkpoint is: by the least certain of its witnesses, or by the time of its last record. */
export function freshnessOf(
  cosignatures: readonly VerifiedCosignature[],
  recordedAt: string,
  nowUnixMs: number | undefined,
): Freshness {
  const bound = lowerBound(cosignatures);
  const at = bound?.instant ?? recordedAt;
  const ageSeconds =
    nowUnixMs === undefined ? undefined : Math.max(0, Math.floor((nowUnixMs - parseInstant(at)) / 1000));
  return { at, by: bound?.by ?? [], ageSeconds };
}

function undecided(own: readonly PlacedRecord[]): string[] {
  const open = new Set<string>();
  for (const record of own) {
    if (isOfKind(record, 'contribution')) open.add(record.digest);
    else if (isOfKind(record, 'contribution-decision')) open.delete(record.statement.body.contribution);
    else if (isOfKind(record, 'withdrawal')) open.delete(record.statement.body.subject);
  }
  return [...open];
}
