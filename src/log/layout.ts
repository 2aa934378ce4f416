/**
 * Keys of the index (I10: all derived from entries, tiles and published checkpoints). Those that begin with `~` are undigested
 * (`ports.ts`): whoever asks for one of them knows that it must be there. What every start reads begins with `0/` and `a/`, so
 * that it stands together.
 * @module
 */
import type { AccountLog } from '../core/account/sub-log.ts';
import { encodeHex } from '../core/bytes/hex.ts';
import { InputError } from '../core/error.ts';
import type { IndexValue } from './ports.ts';

/** Digits of 2^53 - 1: padded so that key order is numeric order. */
const padded = (n: number): string => String(n).padStart(16, '0');

export const INDEX = {
  /** How far the index reaches: `{size, root}`. Written with every batch. */
  applied: '0/.applied',
  /** How many publications it knows. */
  publications: '0/.publications',
  /** `s/record/...`, and `0/clock`: names of their own are few. */
  state: (key: string): string => `${key.includes('/') ? 's' : '0'}/${key}`,
  /** Every version of the account tree, by content address: a hash of which another node or a record speaks. */
  node: (hash: Uint8Array): string => `~n/${encodeHex(hash)}`,
  account: (id: string): string => `a/${id}`,
  /** Index of the record number `sequence` of an account, which has as many as its log says. */
  accountRecord: (id: string, sequence: number): string => `~r/${id}/${padded(sequence)}`,
  /** Records that change the charter. */
  governance: (index: number): string => `g/${padded(index)}`,
  /** Records by the statement that they refer to, where evidence is found from there. */
  reference: (digest: string, index: number): string => `f/${digest}/${padded(index)}`,
  /** A publication by the size of its checkpoint. */
  publication: (size: number): string => `p/${padded(size)}`,
} as const;

/** The first key after all that start with `prefix`. Requires a last character below U+FFFF. */
export function endOf(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

/** A published note: which, of what size, and its SHA-256. */
export type IndexedNote = {
  readonly ordinal: number;
  readonly size: number;
  readonly digest: Uint8Array;
};

/** A published checkpoint as the index knows it. */
export type Publication = IndexedNote & {
  /** The last publication, up to and with this one, that carries a cosignature. */
  readonly cosigned: IndexedNote | null;
};

export function storeAccountLog(log: AccountLog): IndexValue {
  return { ...log, issued: log.issued.toString(), spent: log.spent.toString() };
}

/** @throws InputError `index-corrupt` */
export function loadAccountLog(value: IndexValue): AccountLog {
  const log = Object(value) as Omit<AccountLog, 'issued' | 'spent'> & Partial<Record<'issued' | 'spent', IndexValue>>;
  const { account, issued, spent } = log;
  if (typeof account !== 'string' || !isAmount(issued) || !isAmount(spent))
    throw new InputError('index-corrupt', 'an account of the index is not one');
  return { ...log, issued: BigInt(issued), spent: BigInt(spent) };
}

function isAmount(value: IndexValue | undefined): value is string {
  return typeof value === 'string' && /^[0-9]{1,39}$/.test(value);
}
