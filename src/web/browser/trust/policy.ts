/**
 * Whom the reader of the explorer trusts: a policy that the reader loaded, kept in this browser; else the one that this server
 * hands out, which the words always say.
 * @module
 */
import { Transport } from '../../../client/transport.ts';
import { InputError } from '../../../core/error.ts';
import { parsePolicy } from '../../../core/note/policy.ts';
import type { TrustPolicy } from '../../../core/note/trust-policy.ts';

export interface ReadersTrust {
  /** Undefined where there is none that could be read. */
  readonly policy: TrustPolicy | undefined;
  readonly from: 'own' | 'server';
  readonly problem?: InputError;
}

const KEY = 'ledgerline.trust-policy';

let known: Promise<ReadersTrust> | undefined;

/** The policy of this page; asked for once. */
export function readersTrust(): Promise<ReadersTrust> {
  known ??= load();
  return known;
}

/** Keeps a policy for the pages of this server. @throws InputError `bad-policy` */
export function keepPolicy(text: string): void {
  parsePolicy(text);
  localStorage.setItem(KEY, text);
}

/** Goes back to the policy that the server hands out. */
export function forgetPolicy(): void {
  localStorage.removeItem(KEY);
}

async function load(): Promise<ReadersTrust> {
  const own = recall(KEY);
  const from = own === null ? 'server' : 'own';
  try {
    const bytes = own ?? (await new Transport({ url: location.origin }).get('/trust.policy')).bytes;
    return { policy: parsePolicy(bytes), from };
  } catch (problem) {
    if (problem instanceof InputError) return { policy: undefined, from, problem };
    throw problem;
  }
}

/** What this browser remembers; nothing where it keeps nothing. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
