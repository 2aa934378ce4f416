/**
 * What a ledger runs on, how it can be set, and how it tells how it stands.
 * @module
 */
import { InputError } from '../core/error.ts';
import type { Confirmation } from './confirmation.ts';
import type {
  CheckpointStore,
  Clock,
  HeadStore,
  IndexStore,
  ObjectStore,
  OperatorSigner,
  Signer,
  WitnessGroup,
  WitnessReport,
} from './ports.ts';
import type { QueueLimits } from './queue.ts';
import type { VerifyAsync } from './signatures.ts';

/** Everything that a ledger runs on. */
export interface LedgerParts {
  readonly objects: ObjectStore;
  readonly heads: HeadStore;
  readonly checkpoints: CheckpointStore;
  readonly index: IndexStore;
  readonly signer: Signer;
  /** Further keys of the log, under the same name: each signs beside `signer` while the charter, as amended, lists it. */
  readonly successors?: readonly Signer[];
  /**
   * A key of the operator institution. Without one, and while its key is not live, the ledger refuses what credits must
   * follow (`operator-key`) and lists no refusals; everything else goes on.
   */
  readonly operator?: OperatorSigner;
  readonly witnesses: WitnessGroup;
  readonly clock: Clock;
  readonly verify: VerifyAsync;
  readonly options?: LedgerOptions;
}

export interface LedgerOptions {
  /** Start although the clock is more than 24 hours ahead of the last record. */
  readonly confirmClock?: boolean;
  /** Shortest time between two publications, milliseconds; 1000 with remote witnesses. Default 0. */
  readonly publishIntervalMs?: number;
  /** Pause before witnesses that were too few, or a signer that did not answer, are asked again, milliseconds. Default 1000. */
  readonly retryMs?: number;
  /** What may wait to be placed. Default 4096 records and 64 MiB. */
  readonly queue?: QueueLimits;
  /** What one batch may hold. Default 256 records, which is also the most that staging can frame, and 8 MiB of payload. */
  readonly batch?: QueueLimits;
  /** How long refusals are collected before they are recorded as one list, milliseconds; at least 1000. Default 60,000. */
  readonly refusalsIntervalMs?: number;
}

/** How the ledger stands. */
export interface LedgerStatus {
  readonly origin: string;
  readonly committed: number;
  readonly published: number;
  readonly waiting: number;
  /** Why writing ended, where it did. */
  readonly failure?: { readonly code: string; readonly message: string };
  /** True while, after a start, too few witnesses have confirmed that they know nothing newer: nothing is committed. */
  readonly unconfirmed?: true;
  /** Why the newest records are not published, while they are not. */
  readonly unpublished?: { readonly code: string; readonly message: string };
  /** How each witness does. */
  readonly witnesses: readonly WitnessReport[];
}

/** What keeps a ledger from its work. */
export function describeTrouble(state: {
  readonly failure: unknown;
  readonly confirmation: Pick<Confirmation, 'isGiven'>;
  readonly trouble: InputError | undefined;
}): Pick<LedgerStatus, 'failure' | 'unconfirmed' | 'unpublished'> {
  const { failure, confirmation, trouble } = state;
  const unpublished = trouble === undefined ? {} : { unpublished: describeFailure(trouble) };
  if (failure !== undefined) return { failure: describeFailure(failure), ...unpublished };
  return {
    ...(!confirmation.isGiven ? { unconfirmed: true } : {}),
    ...unpublished,
  };
}

/** What failed, by its code and in words. */
export function describeFailure(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof InputError) return { code: error.code, message: error.message };
  return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}
