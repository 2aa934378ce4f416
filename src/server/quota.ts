/**
 * Quotas: how often each of many may do something within a window of time, which begins when it first does. Bounded memory:
 * where there are too many names, the one whose window began first is forgotten.
 * @module
 */

/** Where one name stands in its window. */
export interface Window {
  /** How often already. */
  readonly used: number;
  /** How long the window still lasts, milliseconds. */
  readonly leftMs: number;
}

export interface QuotaOptions {
  readonly limit: number;
  /** Length of a window, milliseconds. Default one minute. */
  readonly windowMs?: number;
  /** Names remembered at once. Default 10,000. */
  readonly maxNames?: number;
  /** A clock that never goes back, milliseconds. */
  readonly now?: () => number;
}

export class Quota {
  readonly limit: number;
  readonly windowMs: number;
  readonly #maxNames: number;
  readonly #now: () => number;
  /** In the order in which the windows began, and so end. */
  readonly #windows = new Map<string, { used: number; readonly endsAt: number }>();

  constructor({ limit, windowMs = 60_000, maxNames = 10_000, now = () => performance.now() }: QuotaOptions) {
    this.limit = limit;
    this.windowMs = windowMs;
    this.#maxNames = maxNames;
    this.#now = now;
  }

  /** Counts one more for `name`. */
  count(name: string): Window {
    this.#forgetPast();
    const known = this.#windows.get(name);
    const window = known ?? { used: 0, endsAt: this.#now() + this.windowMs };
    window.used++;
    if (known === undefined) this.#open(name, window);
    return { used: window.used, leftMs: window.endsAt - this.#now() };
  }

  /** Takes one count of `name` back, if its window still lasts. */
  giveBack(name: string): void {
    const window = this.#windows.get(name);
    if (window !== undefined && window.used > 0) window.used--;
  }

  /** The window of a `name` that has used its quota up; undefined while it has not. */
  exhausted(name: string): Window | undefined {
    this.#forgetPast();
    const window = this.#windows.get(name);
    if (window === undefined || window.used < this.limit) return undefined;
    return { used: window.used, leftMs: window.endsAt - this.#now() };
  }

  #open(name: string, window: { used: number; readonly endsAt: number }): void {
    this.#windows.set(name, window);
    if (this.#windows.size > this.#maxNames) this.#forgetOldest();
  }

  #forgetPast(): void {
    for (const [name, { endsAt }] of this.#windows) {
      if (endsAt > this.#now()) return;
      this.#windows.delete(name);
    }
  }

  #forgetOldest(): void {
    const [oldest] = this.#windows.keys();
    if (oldest !== undefined) this.#windows.delete(oldest);
  }
}
