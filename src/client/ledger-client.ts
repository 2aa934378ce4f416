/**
 * A client of one ledger: submitting statements, fetching what proves them.
 * @module
 */
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { formatNote } from '../core/note/note.ts';
import type { OpenedCheckpoint } from '../core/note/open-checkpoint.ts';
import { parseTlogProof } from '../core/note/proof.ts';
import type { TrustPolicy } from '../core/note/trust-policy.ts';
import { formatEnvelope, type SignedStatement } from '../core/record/record.ts';
import type { ContributionState, InstitutionState, LedgerState, ModelState, RoundState } from '../core/rules/state.ts';
import type { Statement } from '../core/statement/statement.ts';
import { type CheckpointMemory, rememberCheckpoint } from './checkpoint-memory.ts';
import { jsonOf, Transport, type TransportOptions } from './transport.ts';

export interface LedgerClientOptions extends TransportOptions {
  /** With both, every checkpoint and receipt is compared with the last one seen. */
  readonly policy?: TrustPolicy;
  readonly memory?: CheckpointMemory;
}

/** What a submission came to. */
export interface Submitted {
  /** False when the statement was recorded before. */
  readonly created: boolean;
  readonly digest: string;
  readonly index: number;
  /** The proof bundle. */
  readonly bundle: Uint8Array;
}

/** An institution with the head of its chain: `chain` is what its next statement must carry. */
export type InstitutionAnswer = InstitutionState & { readonly id: string; readonly chain: Statement['chain'] };

export type RoundAnswer = Omit<RoundState, 'contributions' | 'aggregation'> & {
  readonly id: string;
  readonly index: number;
  readonly contributions: readonly (ContributionState & { readonly id: string; readonly index: number })[];
};

const RETRY_MS = 250;
/** How long a submission waits for its receipt before it gives up, milliseconds. */
const RECEIPT_MS = 120_000;

export class LedgerClient {
  readonly url: string;
  readonly #transport: Transport;
  readonly #policy: TrustPolicy | undefined;
  readonly #memory: CheckpointMemory | undefined;

  constructor(options: LedgerClientOptions) {
    this.url = options.url;
    this.#transport = new Transport(options);
    this.#policy = options.policy;
    this.#memory = options.memory;
  }

  /**
   * Submits a statement and waits until a published checkpoint covers it. Submitting again is safe: one record, one receipt.
   * @throws InputError with the code of the refusal; `unreachable`; `checkpoint-inconsistent`
   */
  async submit(signed: SignedStatement): Promise<Submitted> {
    const { digest } = signed;
    const answer = await this.#transport.post('/api/v1/statements', formatEnvelope(signed));
    const bundle = answer.status === 202 ? await this.#awaitBundle(digest) : answer.bytes;
    const { index, note } = parseTlogProof(proofOf(bundle));
    await this.#remember(formatNote(note));
    return { created: answer.status !== 200, digest, index, bundle };
  }

  /** The proof bundle of a record, by statement digest or index. @throws InputError `not-found`, `not-published` */
  async bundle(id: string | number): Promise<Uint8Array> {
    return (await this.#transport.get(`/api/v1/bundles/${id}`)).bytes;
  }

  /** Where a statement stands, by its digest; an index stands where it says. */
  async statement(id: string): Promise<{ readonly index: number }> {
    if (/^\d{1,16}$/.test(id)) return { index: Number(id) };
    const { index } = await this.#json<{ readonly index?: number }>(`/api/v1/statements/${id}`);
    if (index === undefined) throw new InputError('not-published', `statement ${id} is not recorded yet`);
    return { index };
  }

  /** Bytes of a published record. */
  async record(index: number): Promise<Uint8Array> {
    return (await this.#transport.get(`/api/v1/records/${index}`)).bytes;
  }

  /** The newest published checkpoint, opened and remembered where a policy is given. */
  async checkpoint(): Promise<{ readonly note: string; readonly opened: OpenedCheckpoint | undefined }> {
    const { bytes } = await this.#transport.get('/checkpoint');
    const note = decodeUtf8(bytes, 'checkpoint');
    return { note, opened: await this.#remember(note) };
  }

  /** Consistency proof between two published sizes, base64 hashes. */
  async consistency(from: number, to: number): Promise<readonly string[]> {
    const { hashes } = await this.#json<{ hashes: readonly string[] }>(`/api/v1/proofs/consistency/${from}/${to}`);
    return hashes;
  }

  /** Evidence that the tree of `size` stands still (schemas/later-evidence). */
  async later(size: number): Promise<Uint8Array> {
    return (await this.#transport.get(`/api/v1/later/${size}`)).bytes;
  }

  /** The charter as amended, and how far the log reaches. */
  ledger(): Promise<LedgerState & { readonly committed: number; readonly published: number }> {
    return this.#json('/api/v1/ledger');
  }

  institution(id: string): Promise<InstitutionAnswer> {
    return this.#json(`/api/v1/institutions/${id}`);
  }

  /** A round by its name or by the digest of its `round-open`. */
  round(id: string): Promise<RoundAnswer> {
    return this.#json(`/api/v1/rounds/${id}`);
  }

  model(id: string): Promise<ModelState & { readonly model: string }> {
    return this.#json(`/api/v1/models/${id}`);
  }

  /** A file of the static read path (`tile/…`, `checkpoints/…`), or undefined where there is none. */
  async file(path: string): Promise<Uint8Array | undefined> {
    try {
      return (await this.#transport.get(`/${path}`)).bytes;
    } catch (error) {
      if (error instanceof InputError && (error.code === 'not-found' || error.code === 'not-published'))
        return undefined;
      throw error;
    }
  }

  /** The answer is the server's word about its state: typed for convenience, proven only by records. */
  async #json<T>(path: string): Promise<T> {
    return jsonOf((await this.#transport.get(path)).bytes, path) as T;
  }

  async #remember(note: string): Promise<OpenedCheckpoint | undefined> {
    if (this.#policy === undefined || this.#memory === undefined) return undefined;
    return rememberCheckpoint(note, this.#policy, this.#memory, (from, to) => this.consistency(from, to));
  }

  async #awaitBundle(digest: string): Promise<Uint8Array> {
    for (const deadline = Date.now() + RECEIPT_MS; ; ) {
      try {
        return await this.bundle(digest);
      } catch (error) {
        const pending = error instanceof InputError && (error.code === 'not-found' || error.code === 'not-published');
        if (!pending || Date.now() > deadline) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function proofOf(bundle: Uint8Array): string {
  const { proof } = jsonOf(bundle, 'receipt') as { readonly proof?: unknown };
  if (typeof proof === 'string') return proof;
  throw new InputError('unexpected-answer', 'the receipt carries no proof');
}
