/**
 * All of start-up: the tree, then what is derived from it, then the publications. What comes out is a ledger's end that is
 * proven to be what the head commits to, and consistent with everything that was published.
 * @module
 */
import { InputError } from '../core/error.ts';
import { STATE } from '../core/rules/state.ts';
import { ClockGuard } from './clock-guard.ts';
import type { LogEnd } from './committer.ts';
import { parseHead } from './head.ts';
import { LedgerIndex } from './ledger-index.ts';
import type { LedgerParts } from './ledger-parts.ts';
import { signersInForce } from './log-keys.ts';
import type { Signer, StoredHead } from './ports.ts';
import { type Published, recoverPublications } from './publisher.ts';
import { TreeReader } from './reader.ts';
import { recoverIndex, recoverTree, staleObjects } from './recovery.ts';

/** A ledger at rest. */
export interface Recovered {
  readonly index: LedgerIndex;
  /** The head record, as a compare-and-swap must name it. */
  readonly stored: StoredHead;
  readonly end: LogEnd;
  readonly published: Published | undefined;
  readonly clock: ClockGuard;
}

/** Damage of the index, which is derived data: it is rebuilt once, and what is wrong then is wrong with the log. */
const INDEX_DAMAGE: ReadonlySet<string> = new Set(['index-corrupt', 'account-log', 'account-node']);

/**
 * @param options.founding an empty ledger is opened only in order to be founded
 * @throws InputError `not-initialised`, `head-corrupt`, `integrity`, `fork-refused`, `clock-ahead`, `clock-behind`,
 *   `checkpoints-corrupt`, `log-key-not-in-charter`
 */
export async function recoverLedger(parts: LedgerParts, { founding = false } = {}): Promise<Recovered> {
  const stored = await parts.heads.read();
  if (stored === undefined) throw new InputError('not-initialised', 'the ledger has no head record');
  const head = parseHead(stored.bytes);
  // A founding that crashed before its batch: whoever served this would take anybody's charter.
  if (head.size === 0 && !founding)
    throw new InputError('not-initialised', 'the founding of this ledger was not finished; found it again');
  const edge = await recoverTree(parts.objects, head);
  const index = new LedgerIndex(parts.index);
  const reader = new TreeReader(parts.objects, () => edge);
  const derive = async () => {
    const accounts = await recoverIndex(index, reader, head, parts.signer.name);
    const published = await recoverPublications({ ...parts, index, reader, origin: parts.signer.name }, head);
    const [last] = await index.state([STATE.clock]);
    await assertDrained(index);
    return { accounts, published, last };
  };
  const { accounts, published, last } = await deriveAgain(index, derive);
  await assertOwnKeys(index, [parts.signer, ...(parts.successors ?? [])]);
  const clock = new ClockGuard(parts.clock, last, parts.options?.confirmClock === true);
  await parts.objects.remove(await staleObjects(parts.objects, [head.size, published?.size ?? 0]));
  return { index, stored, end: { head, edge, accounts }, published, clock };
}

/** What `derive` makes of the index; where the index is damaged, of one that is rebuilt. */
export async function deriveAgain<T>(index: LedgerIndex, derive: () => Promise<T>): Promise<T> {
  try {
    return await derive();
  } catch (error) {
    if (!(error instanceof InputError) || !INDEX_DAMAGE.has(error.code)) throw error;
    await index.clear();
    return derive();
  }
}

/** What any other key signed would be no checkpoint of this log: a damaged key file may well hold a key. */
async function assertOwnKeys(index: LedgerIndex, signers: readonly Signer[]): Promise<void> {
  const [charter] = await index.state([STATE.ledger]);
  if (charter !== undefined) signersInForce(charter, signers);
}

/** A source and its credits are committed together: a log that ends between them was not written by a ledger. */
async function assertDrained(index: LedgerIndex): Promise<void> {
  const [drain] = await index.state([STATE.drain]);
  if (drain === undefined) return;
  throw new InputError('integrity', `the log ends before the last ${drain.lines.length} credits of ${drain.source}`);
}
