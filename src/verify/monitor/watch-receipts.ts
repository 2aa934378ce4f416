/**
 * What an institution holds against what the log shows: its receipts, and what it sent and never saw again.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { type Alarm, makeAlarm } from './alarm.ts';
import type { OwnStatement } from './own-list.ts';

/** A receipt that the institution keeps, its record proven to stand in the tree of its checkpoint. */
export interface HeldReceipt {
  readonly digest: string;
  readonly index: number;
  /** Size and root of its checkpoint, which the log signed. */
  readonly size: number;
  readonly root: Uint8Array;
  /** Where it lies, for messages. */
  readonly path: string;
}

/** The log as it was followed. */
export interface FollowedLog {
  readonly size: number;
  /** The index of a record in the name of the institution, by digest. */
  indexOf(digest: string): number | undefined;
  rootAt(size: number): Promise<Uint8Array | undefined>;
}

/**
 * What to tell of a receipt, whose record stands in the tree of its checkpoint: the log must still begin with that tree, and so hold
 * the record in its place.
 */
export async function alarmsOfReceipt(receipt: HeldReceipt, log: FollowedLog): Promise<Alarm[]> {
  const { digest, index, size, root, path } = receipt;
  const place = { index, statement: digest };
  if (size > log.size) {
    const message = `${path}: its checkpoint has ${size} records, the ledger shows ${log.size}`;
    return [makeAlarm('doubt', 'view-behind', 'receipts', message, place)];
  }
  const now = await log.rootAt(size);
  if (now !== undefined && equalBytes(now, root)) return [];
  const message = `${path}: the log has another tree of ${size} records than the receipt of record ${index} says`;
  return [makeAlarm('alarm', 'receipt-broken', digest, message, { ...place, isLasting: true })];
}

/** What to tell of a statement that was sent: recorded, refused, or left out. */
export function alarmsOfSent(
  statement: OwnStatement,
  log: FollowedLog,
  nowUnixMs: number,
  waitSeconds: number,
): Alarm[] {
  const { digest, sentAtUnixMs, isRefused } = statement;
  if (sentAtUnixMs === undefined || isRefused || log.indexOf(digest) !== undefined) return [];
  const seconds = Math.floor((nowUnixMs - sentAtUnixMs) / 1000);
  if (seconds < waitSeconds) return [];
  const sentAt = new Date(sentAtUnixMs).toISOString();
  const message = `statement ${digest}, sent at ${sentAt}, is not among ${log.size} records`;
  return [makeAlarm('alarm', 'left-out', digest, message, { statement: digest })];
}
