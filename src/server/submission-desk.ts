/**
 * The desk that takes statements in: from an envelope to a ticket, from the ticket to what the submitter is told, and for a
 * while the memory of what became of statements that nobody waited for.
 * @module
 */
import type { ErrorCode } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import { parseEnvelope } from '../core/record/record.ts';
import type { Ledger } from '../log/ledger.ts';
import { LruCache } from '../log/lru-cache.ts';
import type { Placement, Ticket } from '../log/queue.ts';

/** Refusals remembered, for whoever asks later. */
const REMEMBERED_REFUSALS = 4096;

/** What became of a submission, for counting. */
export type SubmissionOutcome = 'created' | 'known' | 'refused' | 'stopped';

/** A statement in the hands of the ledger. */
export interface Taken {
  readonly digest: string;
  /** Settles with the receipt's publication. `created` for one submission only, of several at once. */
  readonly published: Promise<Placement>;
}

export class SubmissionDesk {
  readonly #ledger: Ledger;
  readonly #count: (outcome: SubmissionOutcome, code?: ErrorCode) => void;
  /** How many submissions of a digest are in hand. */
  readonly #inHand = new Map<string, number>();
  readonly #tickets = new WeakSet<Ticket>();
  readonly #refusals = new LruCache<InputError>(REMEMBERED_REFUSALS);

  constructor(ledger: Ledger, count: (outcome: SubmissionOutcome, code?: ErrorCode) => void) {
    this.#ledger = ledger;
    this.#count = count;
  }

  /**
   * Hands a statement to the ledger. What is malformed or finds no room is refused here and now.
   * @throws InputError those of `parseEnvelope`, `busy`, `stopped`
   */
  take(envelope: Json): Taken {
    try {
      const ticket = this.#ledger.submit(parseEnvelope(envelope));
      // One ticket serves all who submit the same bytes at once; the first of them created the record.
      const isFirst = !this.#tickets.has(ticket);
      this.#tickets.add(ticket);
      const published = ticket.published.then(({ index, created }) => ({ index, created: created && isFirst }));
      this.#follow(ticket.digest, published);
      return { digest: ticket.digest, published };
    } catch (error) {
      this.#countError(error);
      throw error;
    }
  }

  /** Where a statement stands that is not in the log: accepted, refused a while ago, or unknown. */
  standing(digest: string): 'accepted' | InputError | undefined {
    return this.#inHand.has(digest) ? 'accepted' : this.#refusals.get(digest);
  }

  #follow(digest: string, published: Promise<Placement>): void {
    this.#inHand.set(digest, (this.#inHand.get(digest) ?? 0) + 1);
    const forget = (): void => {
      const left = (this.#inHand.get(digest) ?? 1) - 1;
      if (left > 0) this.#inHand.set(digest, left);
      else this.#inHand.delete(digest);
    };
    published.then(
      ({ created }) => {
        forget();
        this.#count(created ? 'created' : 'known');
      },
      (error: unknown) => {
        forget();
        this.#countError(error);
        // Whether a statement was recorded that the ledger stopped over is not known.
        if (error instanceof InputError && error.code !== 'stopped') this.#refusals.set(digest, error);
      },
    );
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
