/**
 * Something that there is a bounded amount of, held for a while: connections, requests under way, bytes of bodies, event
 * streams. Bounded in total, and for each address, so that nobody takes all of it.
 * @module
 */
import type { Holder } from './address.ts';

/** What of a total one address may hold. */
const SHARE = 4;

/** A quarter of `total`: what one address may hold of it. */
export function shareOf(total: number): number {
  return Math.ceil(total / SHARE);
}

export class Allotment {
  readonly #total: number;
  readonly #each: number;
  readonly #held = new Map<string, number>();
  #sum = 0;

  /** Requires 0 <= each. */
  constructor(total: number, each: number = shareOf(total)) {
    this.#total = total;
    this.#each = each;
  }

  /** What is held now. */
  get held(): number {
    return this.#sum;
  }

  /** How much `holder` could take now. */
  room(holder: Holder): number {
    const left = this.#total - this.#sum;
    return holder === undefined ? left : Math.min(left, this.#each - (this.#held.get(holder) ?? 0));
  }

  /** Takes all of `amount` for `holder`, or nothing of it. */
  take(holder: Holder, amount = 1): boolean {
    if (amount > this.room(holder)) return false;
    this.#change(holder, amount);
    return true;
  }

  /** Requires that `holder` took so much. */
  giveBack(holder: Holder, amount = 1): void {
    this.#change(holder, -amount);
  }

  #change(holder: Holder, amount: number): void {
    this.#sum += amount;
    if (holder === undefined) return;
    const held = (this.#held.get(holder) ?? 0) + amount;
    if (held > 0) this.#held.set(holder, held);
    else this.#held.delete(holder);
  }
}
