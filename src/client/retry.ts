/**
 * Coming back when a server says so: a submission that found no room is sent again, the same bytes, after the time that the
 * answer names and a little more, so that those who were sent away together do not come back together.
 * @module
 */
import type { ErrorCode } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';

/** How long a client waits altogether, and with what. */
export interface Patience {
  /** For all waits together, milliseconds; 0 for none. */
  readonly totalMs: number;
  /** From [0, 1). */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export const PATIENCE: Patience = {
  totalMs: 30_000,
  random: Math.random,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** A refusal that names the time after which to come back. */
export class ComeBack extends InputError {
  readonly seconds: number;

  constructor(code: ErrorCode, message: string, seconds: number) {
    super(code, message);
    this.seconds = seconds;
  }
}

/** What passes by itself. A full disk and a stopped ledger do not: somebody must see to them. */
const PASSING: ReadonlySet<string> = new Set(['busy', 'rate-limited'] satisfies ErrorCode[]);
/** Beyond what the server asks for, as a part of it. */
const JITTER = 0.5;
const MAX_SECONDS = 86_400;

/** The seconds of a `Retry-After`; undefined for a date, which servers of ours do not send, and for anything else. */
export function secondsOf(header: string | null): number | undefined {
  if (header === null || !/^(?:0|[1-9][0-9]{0,5})$/.test(header)) return undefined;
  return Math.min(Number(header), MAX_SECONDS);
}

/** Calls `send` until it does not say to come back, or the wait would be longer than what is left of the patience. */
export async function patiently<T>(send: () => Promise<T>, { totalMs, random, sleep }: Patience): Promise<T> {
  for (let leftMs = totalMs; ; ) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof ComeBack) || !PASSING.has(error.code)) throw error;
      // At least a second: a server that says 0 for ever must not be asked without a pause.
      const waitMs = Math.max(1, error.seconds) * 1000 * (1 + JITTER * random());
      if (waitMs > leftMs) throw error;
      leftMs -= waitMs;
      await sleep(waitMs);
    }
  }
}
