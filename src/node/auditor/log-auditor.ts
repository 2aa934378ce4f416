/**
 * An auditor of one log: replays each new record before its checkpoint may be cosigned (design section 4). What it replayed it
 * keeps, so that it starts again from its own copy. Once a record breaks a rule, the log is never cosigned again until an
 * operator has looked and removed the file that says why (`witness/log-state.ts`).
 *
 * A source that lies, is slow or is cut off proves nothing against the log: the request is answered `not-followed`, and may
 * come again. Only records that the log's own signed checkpoint holds are held against it.
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises';
import { InputError } from '../../core/error.ts';
import type { AuditFinding } from '../../verify/audit/findings.ts';
import { type Followed, Follower } from '../../verify/follow/follower.ts';
import type { SignatureBackend } from '../../verify/signatures.ts';
import type { LogState, LogStates, Stopped } from '../../witness/log-state.ts';
import { EntryCopy } from './entry-copy.ts';

export interface LogAuditorParts {
  readonly origin: string;
  /** The static read path of the log. */
  readonly source: (path: string) => Promise<Uint8Array | undefined>;
  /** Where the copy is kept. */
  readonly folder: string;
  readonly states: Pick<LogStates, 'stopped' | 'stop'>;
  readonly verifySignature: SignatureBackend;
  /** How long a request waits for the replay. */
  readonly waitMs: number;
  readonly now: () => number;
  readonly report: (level: 'info' | 'warn' | 'error', what: object, message: string) => void;
}

/** Calls of `examine` must not overlap: a witness asks for one log in turn. */
export class LogAuditor {
  readonly #parts: LogAuditorParts;
  #replayed: { readonly copy: EntryCopy; readonly follower: Follower } | undefined;
  /** The replay that goes on, also after the request that began it was answered. Never rejects. */
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: LogAuditorParts) {
    this.#parts = parts;
  }

  /**
   * Settles once all records of the checkpoint have been replayed and keep the rules. Requires a checkpoint consistent with
   * `memory`, what was cosigned last.
   * @throws InputError `rules-broken`, `still-following`, `not-followed`
   */
  async examine(checkpoint: Followed, memory: LogState): Promise<void> {
    const { origin, states, waitMs } = this.#parts;
    const stopped = await states.stopped(origin);
    if (stopped !== undefined) throw rulesBroken(stopped);
    const late = new AbortController();
    const timeout = wait(waitMs, 'late' as const, { signal: late.signal }).catch(() => 'late' as const);
    try {
      if (this.#running !== undefined && (await Promise.race([this.#running, timeout])) === 'late')
        throw this.#stillFollowing(checkpoint);
      const replay = this.#follow(checkpoint, memory);
      this.#running = replay.then(nothing, nothing).finally(() => {
        this.#running = undefined;
      });
      if ((await Promise.race([replay, timeout])) === 'late') throw this.#stillFollowing(checkpoint);
    } finally {
      late.abort();
    }
  }

  /** Replays again what was cosigned, in the background: so the first request after a start need not wait for it. */
  start(memory: LogState): void {
    if (memory.size === 0) return;
    this.#running = this.#follow({ origin: this.#parts.origin, ...memory }, memory)
      .then(nothing, nothing)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Ends what goes on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  #stillFollowing({ size }: Followed): InputError {
    const done = this.#replayed?.follower.size ?? 0;
    return new InputError('still-following', `${done} of ${size} records are replayed`);
  }

  async #follow(checkpoint: Followed, memory: LogState): Promise<void> {
    const { origin, report } = this.#parts;
    const before = this.#replayed?.follower.size ?? 0;
    try {
      const { follower } = await this.#restore(memory);
      await follower.follow(checkpoint);
      await this.#judge(follower.problems, checkpoint);
      if (checkpoint.size > before) report('info', { origin, size: checkpoint.size, before }, 'replayed');
    } catch (error) {
      if (!(error instanceof InputError) || error.code === 'rules-broken') throw error;
      report('warn', { origin, code: error.code, size: checkpoint.size }, error.message);
      throw new InputError('not-followed', `${error.code}: ${error.message}`, { cause: error });
    }
  }

  /** The follower, at first with what was cosigned replayed from the copy. A copy that does not lead there is fetched again. */
  async #restore(memory: LogState): Promise<{ readonly follower: Follower }> {
    if (this.#replayed !== undefined) return this.#replayed;
    const { origin, folder, verifySignature, report } = this.#parts;
    const copy = await EntryCopy.open(folder, memory);
    if (copy.size < memory.size) report('warn', { origin, size: memory.size }, 'the copy is damaged: fetched again');
    const follower = new Follower({
      files: { read: (path) => this.#read(copy, path) },
      verifySignature,
      onPage: (page) => copy.put(page),
    });
    this.#replayed = { copy, follower };
    return this.#replayed;
  }

  async #read(copy: EntryCopy, path: string): Promise<Uint8Array | undefined> {
    if (this.#isClosed) throw new InputError('closing', 'the auditor is shutting down');
    return (await copy.read(path)) ?? this.#parts.source(path);
  }

  /** @throws InputError `rules-broken` after it has been written down that the log is not cosigned any more */
  async #judge([problem]: readonly AuditFinding[], { size }: Followed): Promise<void> {
    if (problem === undefined) return;
    const { origin, states, now, report } = this.#parts;
    const place = problem.index === undefined ? '' : `record ${problem.index}: `;
    // Some findings say themselves which record they are about.
    const what = problem.message.startsWith(place) ? problem.message.slice(place.length) : problem.message;
    const message = `${place}${problem.code}: ${what}`;
    const stopped = { code: problem.code, message, size, at: new Date(now()).toISOString() };
    await states.stop(origin, stopped);
    report('error', { origin, ...problem, size }, 'a rule is broken: this log is not cosigned any more');
    throw rulesBroken(stopped);
  }
}

function rulesBroken({ message }: Stopped): InputError {
  return new InputError('rules-broken', message);
}

function nothing(): void {}
