/**
 * The quota of each institution: statements that it demonstrably signed for this ledger, in a minute. An author is only a
 * name until the signature is checked, and what stands in the log anybody can send again. So these alone count, and no
 * stranger can use up the quota of a member:
 *
 * - records made of its statements;
 * - its statements that a rule refused although a live key of its had signed them, each once.
 *
 * Not counted are statements with a wrong signature or a revoked key, those already recorded, those signed for another ledger,
 * charters, which bring their keys along, and whatever the ledger had no room for. They count when they are judged: how far an institution can go beyond its quota is bounded by
 * what may wait.
 * @module
 */
import { InputError } from '../core/error.ts';
import type { SignedStatement } from '../core/record/record.ts';
import type { Ticket } from '../log/queue.ts';
import { Quota } from './quota.ts';
import { RetryLater } from './retry-later.ts';

export class InstitutionQuota {
  readonly #quota: Quota | undefined;

  /** @param limit statements in a minute; 0 for any number */
  constructor(limit: number) {
    this.#quota = limit === 0 ? undefined : new Quota({ limit });
  }

  /** @throws InputError `rate-limited` where `author` has used its quota up */
  assertLeft(author: string): void {
    const window = this.#quota?.exhausted(author);
    if (window === undefined) return;
    const limit = this.#quota?.limit;
    throw new RetryLater(
      'rate-limited',
      `${author} submitted ${limit} statements in this minute`,
      window.leftMs / 1000,
    );
  }

  /** Counts the statement once it is judged, if it counts. @param refusedBefore why the same statement was refused before */
  follow({ statement }: SignedStatement, ticket: Ticket, refusedBefore: InputError | undefined): void {
    const quota = this.#quota;
    const { author, kind } = statement;
    if (quota === undefined || kind === 'charter') return;
    ticket.placed.then(
      ({ created }) => {
        if (created) quota.count(author);
      },
      async (error: unknown) => {
        const isRefusedForWhatItSays = error instanceof InputError && !UNCOUNTED.includes(error.code);
        if (refusedBefore !== undefined || !isRefusedForWhatItSays) return;
        const checked = await ticket.checked.catch(() => undefined);
        if (checked?.valid === true) quota.count(author);
      },
    );
  }
}

const UNCOUNTED: readonly string[] = ['key-revoked', 'other-ledger', 'stopped'];
