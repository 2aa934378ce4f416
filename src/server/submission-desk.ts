/**
 * The desk that takes statements in: from an envelope to a ticket, from the ticket to what the submitter is told, and for a
 * while the memory of what became of statements that nobody waited for.
 * @module
 */
import type { ErrorCode } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import { parseEnvelope, type SignedStatement } from '../core/record/record.ts';
import type { Ledger } from '../log/ledger.ts';
import { LruCache } from '../log/lru-cache.ts';
import type { Placement, Ticket } from '../log/queue.ts';
import type { Holder } from './address.ts';
import { Allotment } from './allotment.ts';
import { InstitutionQuota } from './institution-quota.ts';
import type { ServerLimits } from './limits.ts';
import { RetryLater } from './retry-later.ts';

/** Refusals remembered, for whoever asks later. */
const REMEMBERED_REFUSALS = 4096;
/** The longest that anybody is told to wait, seconds. */
const MAX_RETRY_SECONDS = 60;

/** How long a statement is put off that something hinders, seconds: people must do something about it. */
const HINDERED_SECONDS = 30;

/** Gives the code of what keeps statements from being taken in just now, if anything does. */
export type Hindrance = () => ErrorCode | undefined;

/** What became of a submission, for counting. */
export type SubmissionOutcome = 'created' | 'known' | 'refused' | 'stopped';

/** A statement in the hands of the ledger. */
export interface Taken {
  readonly digest: string;
  /** Settles with the receipt's publication. `created` for one submission only, of several at once. */
  readonly published: Promise<Placement>;
}

/** Statements accepted and not yet published. */
export interface Backlog {
  readonly statements: number;
  /** How long the oldest of them has waited, seconds. 0 where none waits. */
  readonly oldestSeconds: number;
}

export class SubmissionDesk {
  readonly #ledger: Ledger;
  readonly #count: (outcome: SubmissionOutcome, code?: ErrorCode) => void;
  /** Why nothing new is taken in just now, though the ledger would. */
  readonly hindrance: Hindrance;
  /** By digest: how many submissions are in hand and since when, the oldest first. */
  readonly #inHand = new Map<string, { submissions: number; readonly since: number }>();
  readonly #places: Allotment;
  readonly #quota: InstitutionQuota;
  readonly #tickets = new WeakSet<Ticket>();
  readonly #refusals = new LruCache<InputError>(REMEMBERED_REFUSALS);

  constructor(
    ledger: Ledger,
    { pendingStatements, statementsPerMinute }: ServerLimits,
    count: (outcome: SubmissionOutcome, code?: ErrorCode) => void,
    hindrance: Hindrance,
  ) {
    this.hindrance = hindrance;
    this.#ledger = ledger;
    this.#places = new Allotment(pendingStatements);
    this.#quota = new InstitutionQuota(statementsPerMinute);
    this.#count = count;
  }

  get backlog(): Backlog {
    const [oldest] = this.#inHand.values();
    const oldestSeconds = oldest === undefined ? 0 : (performance.now() - oldest.since) / 1000;
    return { statements: this.#inHand.size, oldestSeconds };
  }

  /** When to come back: what waits now will have gone after about as long as the oldest of it has waited. */
  retrySeconds(): number {
    return Math.min(MAX_RETRY_SECONDS, this.backlog.oldestSeconds);
  }

  /**
   * Hands a statement to the ledger. What is malformed or finds no room is refused here and now.
   * @param isRecorded as `areRecorded` says: then it gets its receipt, whatever hinders
   * @throws InputError those of `parseEnvelope`, `rate-limited`, `busy`, `stopped`, or what hinders
   */
  take(envelope: Json, holder: Holder, isRecorded = false): Taken {
    try {
      const signed = parseEnvelope(envelope);
      if (holder !== undefined) this.#quota.assertLeft(signed.statement.author);
      const ticket = this.#submit(signed, holder, isRecorded);
      // One ticket serves all who submit the same bytes at once; the first of them created the record.
      const isFirst = !this.#tickets.has(ticket);
      this.#tickets.add(ticket);
      if (isFirst) this.#holdPlace(ticket, holder);
      if (isFirst && holder !== undefined) this.#quota.follow(signed, ticket, this.#refusals.get(ticket.digest));
      const published = ticket.published.then(({ index, created }) => ({ index, created: created && isFirst }));
      this.#follow(ticket.digest, published);
      return { digest: ticket.digest, published };
    } catch (error) {
      this.#countError(error);
      throw error;
    }
  }

  /**
   * While something hinders: which of the statements are in the log. They cost no room, and whoever lost the answer is owed
   * it. Otherwise the ledger itself will tell, and nothing is looked up.
   */
  async areRecorded(envelopes: readonly Json[]): Promise<readonly boolean[]> {
    if (this.hindrance() === undefined) return [];
    return Promise.all(envelopes.map((envelope) => this.#isRecorded(envelope)));
  }

  async #isRecorded(envelope: Json): Promise<boolean> {
    try {
      return (await this.#ledger.find(parseEnvelope(envelope).digest)) !== undefined;
    } catch (error) {
      if (error instanceof InputError) return false; // which `take` will say
      throw error;
    }
  }

  /** Where a statement stands that is not in the log: accepted, refused a while ago, or unknown. */
  standing(digest: string): 'accepted' | InputError | undefined {
    return this.#inHand.has(digest) ? 'accepted' : this.#refusals.get(digest);
  }

  /** @throws InputError `busy`, or what hinders */
  #assertTaking(holder: Holder, isRecorded: boolean): void {
    const hindrance = this.hindrance();
    if (hindrance !== undefined && !isRecorded)
      throw new RetryLater(hindrance, 'nothing new is taken in just now', HINDERED_SECONDS);
    if (this.#places.room(holder) < 1)
      throw new RetryLater('busy', `${this.#places.held} statements wait already`, this.retrySeconds());
  }

  /** @throws InputError `stopped`, `busy`, or what hinders */
  #submit(signed: SignedStatement, holder: Holder, isRecorded: boolean): Ticket {
    // One that is in hand already takes no more room than it has.
    if (!this.#inHand.has(signed.digest)) this.#assertTaking(holder, isRecorded);
    try {
      return this.#ledger.submit(signed);
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== 'busy') throw error;
      throw new RetryLater('busy', error.message, this.retrySeconds());
    }
  }

  #holdPlace({ published }: Ticket, holder: Holder): void {
    this.#places.take(holder);
    const leave = (): void => this.#places.giveBack(holder);
    published.then(leave, leave);
  }

  #follow(digest: string, published: Promise<Placement>): void {
    const known = this.#inHand.get(digest);
    if (known === undefined) this.#inHand.set(digest, { submissions: 1, since: performance.now() });
    else known.submissions++;
    published.then(
      ({ created }) => {
        this.#forget(digest);
        this.#count(created ? 'created' : 'known');
      },
      (error: unknown) => {
        this.#forget(digest);
        this.#countError(error);
        // Whether a statement was recorded that the ledger stopped over is not known.
        if (error instanceof InputError && error.code !== 'stopped') this.#refusals.set(digest, error);
      },
    );
  }

  #forget(digest: string): void {
    const known = this.#inHand.get(digest);
    if (known !== undefined && --known.submissions === 0) this.#inHand.delete(digest);
  }

  #countError(error: unknown): void {
    const code = error instanceof InputError ? error.code : 'unexpected';
    this.#count(code === 'stopped' ? 'stopped' : 'refused', code);
  }
}

/** What `promise` gives within the time, else undefined. Rejects as it does. */
export async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([promise, patience]);
  } finally {
    clearTimeout(timer);
  }
}
