/**
 * Exit codes (design section 7). Scripts branch on them, so they never change their meaning.
 * @module
 */
import { type ErrorCode, isErrorCode } from '../core/catalogue/catalogue.ts';
import { RULE_CODES } from '../core/catalogue/rules.ts';

export const EXIT = {
  /** Verified, or done. */
  done: 0,
  unexpected: 1,
  usage: 2,
  failed: 3,
  cannotTell: 4,
  notFound: 5,
  notPermitted: 6,
  unreachable: 7,
  /** Conflict, or refused by a rule. */
  refused: 8,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_CODE: Partial<Record<ErrorCode, ExitCode>> = {
  'already-initialised': EXIT.refused,
  'bad-policy': EXIT.usage,
  'checkpoint-inconsistent': EXIT.failed,
  'folder-locked': EXIT.refused,
  'folder-not-empty': EXIT.refused,
  'fork-refused': EXIT.failed,
  'head-corrupt': EXIT.failed,
  integrity: EXIT.failed,
  'key-file-permissions': EXIT.notPermitted,
  'key-file-exists': EXIT.refused,
  'not-found': EXIT.notFound,
  'not-initialised': EXIT.notFound,
  'not-permitted': EXIT.notPermitted,
  'file-not-found': EXIT.notFound,
  usage: EXIT.usage,
  unreachable: EXIT.unreachable,
  busy: EXIT.unreachable,
  stopped: EXIT.unreachable,
};

/** The exit code for an error with a stable code. Input that cannot be read is a mistake in usage. */
export function exitCodeOf(code: string): ExitCode {
  if (!isErrorCode(code)) return EXIT.unexpected;
  if (Object.hasOwn(RULE_CODES, code)) return EXIT.refused;
  return BY_CODE[code] ?? EXIT.usage;
}
