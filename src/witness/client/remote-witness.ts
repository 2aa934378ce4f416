/**
 * One witness behind HTTP, as the ledger asks it (C2SP tlog-witness v1.0.0): add-checkpoint from the size that it cosigned last, which
 * a 409 tells. Real witnesses diverge, and any may lie: only a cosignature that verifies is an answer.
 *
 * A witness that refuses may know something. What counts of that is a note signed by our own key: one that shows more than we
 * have, or something else, stops the ledger (I11). A bare number is anybody's claim.
 * @module
 */
import { encodeBase64 } from '../../core/bytes/base64.ts';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { encodeHex } from '../../core/bytes/hex.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { decodeUtf8, encodeUtf8 } from '../../core/bytes/utf8.ts';
import type { VerifySignature } from '../../core/crypto/public-key.ts';
import { InputError } from '../../core/error.ts';
import { parseCheckpoint } from '../../core/note/checkpoint.ts';
import { parseNote } from '../../core/note/note.ts';
import { openNote } from '../../core/note/open.ts';
import type { PolicyWitness } from '../../core/note/trust-policy.ts';
import type { VerifierKey } from '../../core/note/vkey.ts';
import type { Clock, CosignRequest } from '../../log/ports.ts';
import { readCosignature, readStaleSize } from './answer.ts';

/** A bounded HTTP request; rejects with InputError `unreachable`, `outgoing-refused`, `unexpected-answer`. */
export type Ask = (request: {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: Uint8Array;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}) => Promise<{ readonly status: number; readonly bytes: Uint8Array }>;

export interface RemoteWitnessParts {
  readonly witness: PolicyWitness & { readonly url: string };
  /** The keys that may sign our checkpoints. */
  readonly logKeys: readonly VerifierKey[];
  readonly ask: Ask;
  readonly clock: Clock;
  readonly verify: VerifySignature;
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
}

/** Sixteen cosignature lines of ML-DSA-44 would fit; and a note with them. */
const MAX_ANSWER_BYTES = 65_536;
/** The size remembered, the size told, and once more if it was asked by somebody else meanwhile. */
const MAX_TRIES = 3;

export class RemoteWitness {
  readonly name: string;
  readonly #parts: RemoteWitnessParts;
  readonly #url: string;
  /** What it cosigned last, as far as we know. */
  #size = 0;

  constructor(parts: RemoteWitnessParts) {
    this.name = parts.witness.name;
    this.#parts = parts;
    this.#url = parts.witness.url.replace(/\/+$/, '');
  }

  /** The size that the witness cosigned last for us; 0 before the first time. */
  get size(): number {
    return this.#size;
  }

  /**
   * The witness's cosignature line. Calls must not overlap.
   * @throws InputError `fork-refused` where it shows a note of ours that is not of this history; else why there is none:
   *   `bad-witness-answer`, `witness-refused`, `unreachable`, `outgoing-refused`, `unexpected-answer`
   */
  async cosign(request: CosignRequest): Promise<string> {
    const { key } = this.#parts.witness;
    const { text } = parseNote(request.note);
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { status, bytes } = await this.#add(request, this.#size);
      if (status === 200) {
        const now = Math.floor(this.#parts.clock.now() / 1000);
        const line = readCosignature(bytes, { key, text, now, verify: this.#parts.verify });
        this.#size = request.size;
        return line;
      }
      const told = status === 409 ? readStaleSize(bytes) : undefined;
      if (told === undefined || told > request.size || told === this.#size) return this.#refuse(request, status, told);
      this.#size = told;
    }
    throw new InputError('witness-refused', `it names another size each time`);
  }

  async #add({ note, size, consistency }: CosignRequest, oldSize: number) {
    const proof = oldSize > 0 && oldSize < size ? await consistency(oldSize) : [];
    const lines = [`old ${oldSize}`, ...proof.map((hash) => encodeBase64(hash)), '', note];
    const { ask, timeoutMs } = this.#parts;
    const url = `${this.#url}/add-checkpoint`;
    return ask({ method: 'POST', url, body: encodeUtf8(lines.join('\n')), timeoutMs, maxBytes: MAX_ANSWER_BYTES });
  }

  /** It did not cosign: perhaps for a reason that concerns us. */
  async #refuse(request: CosignRequest, status: number, told: number | undefined): Promise<never> {
    // After an answer that was lost, or in another ledger's place, the size that we remember may be wrong.
    this.#size = 0;
    if (status === 409 || status === 422) await this.#assertNoFork(request);
    const claim = told === undefined ? '' : `, and says that it cosigned size ${told}`;
    throw new InputError('witness-refused', `it answers with status ${status}${claim}`);
  }

  /** Looks at what the witness cosigned last, where it shows that. @throws InputError `fork-refused` */
  async #assertNoFork({ note: ours, size, rootAt }: CosignRequest): Promise<void> {
    const { origin } = parseCheckpoint(parseNote(ours).text);
    const shown = await this.#readShown(origin);
    if (shown === undefined) return;
    const { checkpoint, note } = shown;
    const known = checkpoint.size <= size ? await rootAt(checkpoint.size) : undefined;
    if (known !== undefined && equalBytes(known, checkpoint.root)) return;
    throw new InputError(
      'fork-refused',
      `the witness ${this.name} shows a checkpoint of size ${checkpoint.size}, signed by this ledger's key, that is not of this history (size ${size}): ${JSON.stringify(note)}`,
    );
  }

  /** The witness's note of our log, if it is signed by a key of ours. */
  async #readShown(origin: string) {
    const { ask, timeoutMs, logKeys, verify } = this.#parts;
    const url = `${this.#url}/${encodeHex(sha256(encodeUtf8(origin)))}/checkpoint`;
    try {
      const { status, bytes } = await ask({ method: 'GET', url, timeoutMs, maxBytes: MAX_ANSWER_BYTES });
      if (status !== 200) return undefined;
      const note = parseNote(bytes);
      const checkpoint = parseCheckpoint(note.text, { allowExtensions: true });
      if (checkpoint.origin !== origin) return undefined;
      openNote(note, logKeys, verify);
      return { checkpoint, note: decodeUtf8(bytes, 'note') };
    } catch (error) {
      if (error instanceof InputError) return undefined; // what nobody of us signed proves nothing
      throw error;
    }
  }
}
