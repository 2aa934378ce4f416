/**
 * What a monitor tells: an alarm (something is wrong, or must be known to the institution at once), a doubt (nobody can tell
 * now), or a notice.
 * @module
 */
import { encodeHex } from '../../core/bytes/hex.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import type { ErrorCode } from '../../core/catalogue/catalogue.ts';

export type AlarmLevel = 'alarm' | 'doubt' | 'notice';

export interface Alarm {
  /** 12 hex digits: the same for the same cause, whenever it is seen. */
  readonly id: string;
  readonly level: AlarmLevel;
  /** Stable; the catalogue has a sentence for it. */
  readonly code: ErrorCode;
  /** What, where, in one line. May quote the ledger, which may be hostile. */
  readonly message: string;
  /** The record concerned. */
  readonly index?: number;
  /** Its statement digest. */
  readonly statement?: string;
  /** Stands until it is acknowledged, although its cause is not seen any more. */
  readonly isLasting: boolean;
}

/** An alarm about `subject`: its id follows from code and subject, so that it is known again. */
export function makeAlarm(
  level: AlarmLevel,
  code: ErrorCode,
  subject: string | number,
  message: string,
  more: Partial<Pick<Alarm, 'index' | 'statement' | 'isLasting'>> = {},
): Alarm {
  const id = encodeHex(sha256(encodeUtf8(`${code}\n${subject}`)).subarray(0, 6));
  return { id, level, code, message, isLasting: false, ...more };
}
