/**
 * The static read path of a log, at an address: what `tlog-tiles` and our `checkpoints/` lay down. A mirror, a plain web server and
 * a ledger all answer it. Every answer is bounded by what its path can hold.
 * @module
 */
import { InputError } from '../core/error.ts';
import { MAX_ENTRY_BYTES } from '../core/tile/entry-bundle.ts';
import type { LedgerFiles } from '../verify/audit/ledger-files.ts';
import { openFolderFiles } from './audit/folder-files.ts';
import type { Outgoing, OutgoingAnswer } from './outgoing.ts';

/** For one file; the largest has 16 MiB. */
const TIMEOUT_MS = 60_000;
const MAX_NOTE_BYTES = MAX_ENTRY_BYTES;
const MAX_TILE_BYTES = 256 * 32;
/** 256 entries, or notes, each after two bytes of length. */
const MAX_BUNDLE_BYTES = 256 * (MAX_ENTRY_BYTES + 2);

export interface StaticPlaceOptions {
  readonly outgoing: Outgoing;
  readonly readingToken?: string;
  /** Default 60,000. */
  readonly timeoutMs?: number;
}

/** Opens a folder, or the read path at an address. @throws InputError `folder-missing`, `unreadable-file` */
export async function openPlace(place: string, options: StaticPlaceOptions): Promise<Pick<LedgerFiles, 'read'>> {
  return isAddress(place) ? filesAt(place, options) : openFolderFiles(place);
}

export function isAddress(place: string): boolean {
  return /^https?:\/\//.test(place);
}

/** The files at `base`, an address with or without a final slash. Rejects as `Outgoing`, and with `unexpected-answer`, `reading-token`, `busy`. */
export function filesAt(
  base: string,
  { outgoing, readingToken, timeoutMs = TIMEOUT_MS }: StaticPlaceOptions,
): Pick<LedgerFiles, 'read'> {
  const prefix = base.replace(/\/+$/, '');
  const headers = readingToken === undefined ? {} : { authorization: `Bearer ${readingToken}` };
  return {
    read: async (path) => {
      const url = `${prefix}/${path}`;
      return bytesOf(url, await outgoing({ method: 'GET', url, headers, timeoutMs, maxBytes: maxBytesOf(path) }));
    },
  };
}

function bytesOf(url: string, { status, bytes }: OutgoingAnswer): Uint8Array | undefined {
  if (status === 200) return bytes;
  if (status === 404 || status === 410) return undefined;
  if (status === 401) throw new InputError('reading-token', `${url}: a reading token is required`);
  if (status === 429 || status === 503) throw new InputError('busy', `${url}: answered ${status}`);
  throw new InputError('unexpected-answer', `${url}: answered ${status}`);
}

function maxBytesOf(path: string): number {
  if (path === 'checkpoint') return MAX_NOTE_BYTES;
  return path.startsWith('tile/') && !path.startsWith('tile/entries/') ? MAX_TILE_BYTES : MAX_BUNDLE_BYTES;
}
