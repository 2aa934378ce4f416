/**
 * A client of one ledger: submitting statements, fetching what proves them. It believes the server nothing that it can
 * check at once: receipts are about the statement submitted, and every checkpoint fits the last one that it saw.
 * @module
 */
import { assertAccountId } from '../core/account/key.ts';
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { isRuleCode } from '../core/catalogue/catalogue.ts';
import { InputError, InvariantError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import { formatNote, parseNote } from '../core/note/note.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../core/note/trust-policy.ts';
import { formatEnvelope, type SignedStatement } from '../core/record/record.ts';
import { parseAccountStatement } from '../verify/account/statement.ts';
import { parseLaterEvidence } from '../verify/later.ts';
import { type BatchAnswer, checkAnswer, type StandingAnswer } from './answers.ts';
import { type CheckpointMemory, rememberCheckpoint } from './checkpoint-memory.ts';
import { readReceipt } from './receipt.ts';
import { StateReading } from './state-reading.ts';
import { jsonOf, problemOf, Transport, type TransportOptions } from './transport.ts';

export interface LedgerClientOptions extends TransportOptions {
  /** Opens every checkpoint: signed by a log of the policy, or refused. */
  readonly policy?: TrustPolicy;
  /** Compares every checkpoint with the last one seen. Needs a policy. */
  readonly memory?: CheckpointMemory;
  /** Told of every statement before it is sent, and of one that was refused; durable when it returns. */
  readonly journal?: SubmissionJournal;
}

/** What a client writes down about its submissions, so that nobody can deny or invent one. */
export interface SubmissionJournal {
  sent(signed: SignedStatement): Promise<void>;
  refused(signed: SignedStatement): Promise<void>;
}

/** What a submission came to. */
export interface Submitted {
  /** False when the statement is known to have been recorded before. */
  readonly created: boolean;
  readonly digest: string;
  readonly index: number;
  /** The proof bundle. */
  readonly bundle: Uint8Array;
}

/** What became of one statement of a batch. */
export type BatchItem =
  | { readonly digest: string; readonly created: boolean; readonly index: number }
  /** In the hands of the ledger when the wait ended: ask for its bundle. */
  | { readonly digest: string; readonly pending: true }
  | { readonly digest: string; readonly error: InputError };

const STATEMENTS = '/api/v1/statements';
const RETRY_MS = 250;
/** How long a submission waits for its receipt before it gives up, milliseconds. */
const RECEIPT_MS = 120_000;

export class LedgerClient extends StateReading {
  readonly url: string;
  readonly #transport: Transport;
  readonly #policy: TrustPolicy | undefined;
  readonly #memory: CheckpointMemory | undefined;
  readonly #journal: SubmissionJournal | undefined;
  /** The last check against the memory: they run one after the other. */
  #remembering: Promise<unknown> = Promise.resolve();

  constructor(options: LedgerClientOptions) {
    super();
    this.#transport = new Transport(options);
    this.url = this.#transport.url;
    this.#policy = options.policy;
    this.#memory = options.memory;
    this.#journal = options.journal;
    if (this.#memory !== undefined && this.#policy === undefined)
      throw new InvariantError(
        'a memory of checkpoints needs a trust policy: unsigned notes are not worth remembering',
      );
  }

  /**
   * Submits a statement and waits until a published checkpoint covers it. Submitting again is safe: one record, one receipt.
   * @throws InputError with the code of the refusal; `unreachable`; `checkpoint-inconsistent`
   */
  async submit(signed: SignedStatement): Promise<Submitted> {
    const { digest } = signed;
    const bundleOf = async (): Promise<{ readonly status: number; readonly bundle: Uint8Array }> => {
      const { status, bytes } = await this.#transport.post(STATEMENTS, formatEnvelope(signed));
      return { status, bundle: status === 202 ? await this.#awaitBundle(digest) : bytes };
    };
    const { status, bundle } = await this.#journaled(signed, bundleOf);
    const { index, checkpoint } = readReceipt(bundle, digest);
    await this.#see(checkpoint);
    return { created: status !== 200, digest, index, bundle };
  }

  /**
   * Hands a statement in without waiting for its receipt. That promises nothing: ask `standing` what became of it.
   * @throws InputError with the code of a refusal that is known at once; `unreachable`
   */
  async handIn(signed: SignedStatement): Promise<void> {
    await this.#journaled(signed, () =>
      this.#transport.post(STATEMENTS, formatEnvelope(signed), { prefer: 'respond-async' }),
    );
  }

  /**
   * Submits up to 256 statements at once; each is answered by itself, in order.
   * @throws InputError `batch-size`, `unreachable`, `checkpoint-inconsistent`
   */
  async submitBatch(statements: readonly SignedStatement[]): Promise<BatchItem[]> {
    for (const signed of statements) await this.#journal?.sent(signed);
    const { bytes } = await this.#transport.post(STATEMENTS, statements.map(formatEnvelope));
    const { items, checkpoint } = checkAnswer('batch', jsonOf(bytes, 'batch'));
    if (items.length !== statements.length)
      throw new InputError('unexpected-answer', `${statements.length} statements, but ${items.length} answers`);
    if (checkpoint !== undefined) await this.#see(checkpoint);
    return statements.map(({ digest }, i) => batchItem(digest, items[i]));
  }

  /** The proof bundle of a record, by statement digest or index. @throws InputError `not-found`, `not-published` */
  async bundle(id: string | number): Promise<Uint8Array> {
    const { bytes } = await this.#transport.get(`/api/v1/bundles/${id}`);
    await this.#see(readReceipt(bytes, id).checkpoint);
    return bytes;
  }

  /**
   * The statement of an account at the published checkpoint of `size`, or at the newest. It is compared with the last
   * checkpoint seen; whether it proves anything, `verifyAccountStatement` says.
   * @throws InputError `not-found`, `account-id`, `unexpected-answer`, `checkpoint-inconsistent`
   */
  async accountStatement(account: string, size?: number): Promise<Uint8Array> {
    const at = size === undefined ? '' : `/${size}`;
    const { bytes } = await this.#transport.get(`/api/v1/accounts/${assertAccountId(account)}/statement${at}`);
    const statement = parseAccountStatement(bytes);
    if (statement.account !== account)
      throw new InputError('unexpected-answer', `asked for ${account}, the statement is of ${statement.account}`);
    await this.#see(formatNote(statement.note));
    return bytes;
  }

  /** Where a statement stands, by its digest. @throws InputError `not-found` */
  async standing(digest: string): Promise<StandingAnswer> {
    return checkAnswer('standing', await this.readJson(`${STATEMENTS}/${digest}`));
  }

  /** The index of a recorded statement, by its digest; an index is its own. @throws InputError `not-found`, `not-published` */
  async statement(id: string): Promise<{ readonly index: number }> {
    if (/^[0-9]{1,16}$/.test(id)) return { index: Number(id) };
    const { index } = await this.standing(id);
    if (index === undefined) throw new InputError('not-published', `statement ${id} is not recorded yet`);
    return { index };
  }

  /** Bytes of a published record. */
  async record(index: number): Promise<Uint8Array> {
    return (await this.#transport.get(`/api/v1/records/${index}`)).bytes;
  }

  /** The newest published checkpoint, opened where a policy is given. */
  async checkpoint(): Promise<{ readonly note: string; readonly opened: OpenedCheckpoint | undefined }> {
    const { bytes } = await this.#transport.get('/checkpoint');
    const note = decodeUtf8(bytes, 'checkpoint');
    return { note, opened: await this.#see(note) };
  }

  /** Consistency proof between two published sizes, base64 hashes. */
  async consistency(from: number, to: number): Promise<readonly string[]> {
    const answer = checkAnswer('consistency', await this.readJson(`/api/v1/proofs/consistency/${from}/${to}`));
    return answer.hashes;
  }

  /** Evidence that the tree of `size` stands still (schemas/later-evidence). */
  async later(size: number): Promise<Uint8Array> {
    const { bytes } = await this.#transport.get(`/api/v1/later/${size}`);
    const evidence = parseLaterEvidence(bytes);
    if (evidence.size !== size)
      throw new InputError('unexpected-answer', `asked for evidence about size ${size}, got ${evidence.size}`);
    await this.#see(formatNote(evidence.note));
    return bytes;
  }

  /** A file of the static read path (`tile/…`, `checkpoints/…`), or undefined where there is none. */
  async file(path: string): Promise<Uint8Array | undefined> {
    try {
      return (await this.#transport.get(`/${path}`)).bytes;
    } catch (error) {
      if (error instanceof InputError && isAbsence(error)) return undefined;
      throw error;
    }
  }

  protected override async readJson(path: string): Promise<Json> {
    return jsonOf((await this.#transport.get(path)).bytes, path);
  }

  /** Opens a checkpoint, and compares it with the last one seen: of the answers under way, one after the other. */
  async #see(note: string): Promise<OpenedCheckpoint | undefined> {
    const [policy, memory] = [this.#policy, this.#memory];
    if (policy === undefined) return undefined;
    if (memory === undefined) return openCheckpoint(parseNote(note), policy);
    const seen = this.#remembering.then(() =>
      rememberCheckpoint(note, policy, memory, (from, to) => this.consistency(from, to)),
    );
    this.#remembering = seen.catch(() => {});
    return seen;
  }

  /** A statement counts as sent from before anybody can have it, and as refused when a rule says so. */
  async #journaled<T>(signed: SignedStatement, send: () => Promise<T>): Promise<T> {
    await this.#journal?.sent(signed);
    try {
      return await send();
    } catch (error) {
      if (error instanceof InputError && isRuleCode(error.code)) await this.#journal?.refused(signed);
      throw error;
    }
  }

  async #awaitBundle(digest: string): Promise<Uint8Array> {
    for (const deadline = Date.now() + RECEIPT_MS; ; ) {
      const { status, problem } = await this.standing(digest).catch(lost);
      if (status === 'refused') throw problemOf(problem, 'the statement was refused');
      if (status === 'published') return (await this.#transport.get(`/api/v1/bundles/${digest}`)).bytes;
      if (Date.now() > deadline) throw new InputError('not-published', `no receipt for ${digest} yet; it is ${status}`);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** A statement that was accepted and is unknown now: the ledger stopped before it was placed. */
function lost(error: unknown): never {
  if (!(error instanceof InputError) || error.code !== 'not-found') throw error;
  throw new InputError('stopped', 'the ledger no longer knows the statement that it had accepted', { cause: error });
}

function isAbsence({ code }: InputError): boolean {
  return code === 'not-found' || code === 'not-published';
}

function batchItem(digest: string, item: BatchAnswer['items'][number] | undefined): BatchItem {
  const { status, id, index, problem } = item ?? { status: 0 };
  if (id !== undefined && id !== digest)
    throw new InputError('unexpected-answer', `the answer about ${digest} is about ${id}`);
  if (status === 202) return { digest, pending: true };
  if (index !== undefined && (status === 200 || status === 201)) return { digest, created: status === 201, index };
  return { digest, error: problemOf(problem, `answered with status ${status}`) };
}
