/**
 * A witness of many logs: each asked in turn, each with a memory of its own. A cosignature leaves only once the memory that it
 * rests on is durable, so that no two requests, and no two lives of the process, sign two histories of one log.
 * @module
 */
import { equalBytes } from '../core/bytes/bytes.ts';
import type { VerifySignature } from '../core/crypto/public-key.ts';
import { InputError } from '../core/error.ts';
import { signCosignature } from '../core/note/cosignature.ts';
import { formatNote, formatSignatureLine } from '../core/note/note.ts';
import type { NoteSigner } from '../core/note/sign.ts';
import type { VerifierKey } from '../core/note/vkey.ts';
import type { Clock } from '../log/ports.ts';
import { Turns } from '../log/turns.ts';
import { parseAddCheckpoint } from './add-checkpoint.ts';
import { decide, openSubmission, type Submission } from './decide.ts';
import type { LogState, LogStates } from './log-state.ts';
import { hashOrigin } from './origin-hash.ts';

/** A log that is witnessed. */
export interface WitnessedLog {
  readonly origin: string;
  /** The keys that may sign its checkpoints. By custom they bear its name. */
  readonly keys: readonly VerifierKey[];
}

/** What else must hold before a checkpoint is cosigned: an auditor's part. Throws where it does not. */
export type Examine = (submission: Submission, memory: LogState) => Promise<void>;

/** Told of a checkpoint that contradicts the one cosigned: same log, same size, another root, both signed by the log. */
export type OnFork = (origin: string, note: string) => Promise<void>;

export interface WitnessParts {
  readonly signer: NoteSigner;
  readonly logs: readonly WitnessedLog[];
  readonly states: LogStates;
  readonly clock: Pick<Clock, 'now'>;
  readonly verify?: VerifySignature;
  readonly examine?: Examine;
  readonly onFork?: OnFork;
}

/** How a log stands with a witness. */
export interface LogStanding {
  readonly origin: string;
  /** The size cosigned last, 0 before the first; absent where that is not known. */
  readonly size?: number;
  /** Why nothing is cosigned. */
  readonly code?: string;
  readonly message?: string;
}

/** Requests that may wait for their turn on one log: its operator sends one at a time. */
const MAX_WAITING = 64;

interface Line extends WitnessedLog {
  readonly turns: Turns;
  waiting: number;
}

export class Witness {
  readonly #parts: WitnessParts;
  readonly #byOrigin: ReadonlyMap<string, Line>;
  readonly #byHash: ReadonlyMap<string, Line>;

  constructor(parts: WitnessParts) {
    this.#parts = parts;
    const lines = parts.logs.map((log) => ({ ...log, turns: new Turns(1), waiting: 0 }));
    this.#byOrigin = new Map(lines.map((line) => [line.origin, line]));
    this.#byHash = new Map(lines.map((line) => [hashOrigin(line.origin), line]));
  }

  /** The name under which it cosigns. */
  get name(): string {
    return this.#parts.signer.name;
  }

  /**
   * Answers a request with the witness's own signature line.
   * @throws InputError the codes of `parseAddCheckpoint`, `openSubmission` and `decide`; `busy`; `bad-witness-memory`; what
   *   `examine` throws
   */
  async addCheckpoint(body: Uint8Array): Promise<string> {
    const { verify } = this.#parts;
    const submission = openSubmission(
      parseAddCheckpoint(body),
      (origin) => this.#byOrigin.get(origin)?.keys ?? [],
      verify,
    );
    const { origin } = submission.checkpoint;
    return this.#inTurn(this.#byOrigin.get(origin), () => this.#cosign(submission));
  }

  /** The checkpoint cosigned last, by the hex SHA-256 of its log's origin; undefined where there is none. @throws InputError `bad-witness-memory` */
  async checkpoint(originHash: string): Promise<string | undefined> {
    const line = this.#byHash.get(originHash);
    return line === undefined ? undefined : (await this.#parts.states.load(line.origin)).note;
  }

  /** How all logs stand. */
  standings(): Promise<LogStanding[]> {
    return Promise.all(this.#parts.logs.map(({ origin }) => this.#standing(origin)));
  }

  async #standing(origin: string): Promise<LogStanding> {
    const { states } = this.#parts;
    try {
      const { size } = await states.load(origin);
      const stopped = await states.stopped(origin);
      return { origin, size, ...(stopped === undefined ? {} : { code: stopped.code, message: stopped.message }) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { origin, code: error.code, message: error.message };
    }
  }

  /** The whole of check and persist happens in one turn. */
  async #cosign(submission: Submission): Promise<string> {
    const { states, signer, clock, examine } = this.#parts;
    const { checkpoint, text, logSignatures } = submission;
    const { origin, size, root } = checkpoint;
    const memory = await states.load(origin);
    await this.#decide(submission, memory);
    await examine?.(submission, memory);
    const cosignature = signCosignature(text, Math.floor(clock.now() / 1000), signer);
    const note = formatNote({ text, signatures: [...logSignatures, cosignature] });
    await states.store(origin, { size, root, note });
    return formatSignatureLine(cosignature);
  }

  /** Refuses what `decide` refuses. Of a fork that two notes prove, the second is kept: the client may never show it again. */
  async #decide(submission: Submission, memory: LogState): Promise<void> {
    try {
      decide(submission, memory);
    } catch (error) {
      const { checkpoint, oldSize, text, logSignatures } = submission;
      const isSameSize = oldSize === memory.size && checkpoint.size === memory.size;
      if (isSameSize && !equalBytes(checkpoint.root, memory.root))
        await this.#parts.onFork?.(checkpoint.origin, formatNote({ text, signatures: logSignatures }));
      throw error;
    }
  }

  async #inTurn<T>(line: Line | undefined, task: () => Promise<T>): Promise<T> {
    if (line === undefined || line.waiting >= MAX_WAITING)
      throw new InputError('busy', `${line?.waiting} requests wait for their turn on this log`);
    line.waiting++;
    try {
      return await line.turns.run(task);
    } finally {
      line.waiting--;
    }
  }
}
