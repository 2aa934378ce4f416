/**
 * Stable codes to HTTP statuses: the one table. A code that is not named has the status of its family.
 * @module
 */
import { type ErrorCode, isRuleCode } from '../core/catalogue/catalogue.ts';
import { FORMAT_CODES } from '../core/catalogue/format.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  // The request.
  'bad-request': 400,
  'bad-msgpack': 400,
  'batch-size': 400,
  'reading-token': 401,
  'not-found': 404,
  'not-published': 404,
  'no-reports': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  'rate-limited': 429,
  'media-type': 415,
  // Who may write.
  'author-unknown': 403,
  'author-inactive': 403,
  'bad-signature': 403,
  'key-unknown': 403,
  'key-not-authors': 403,
  'key-revoked': 403,
  'not-own-key': 403,
  'operator-writes': 403,
  'role-missing': 403,
  'not-invited': 403,
  'not-aggregator': 403,
  'endorses-own': 403,
  'not-evaluator': 403,
  'not-own': 403,
  'not-beneficiary': 403,
  party: 403,
  // What the log already holds, or no longer holds open.
  duplicate: 409,
  chain: 409,
  'name-taken': 409,
  'key-not-new': 409,
  'digest-reused': 409,
  'already-contributed': 409,
  'already-endorsed': 409,
  'already-committed': 409,
  'already-decided': 409,
  'already-reported': 409,
  'already-awarded': 409,
  'already-disputed': 409,
  'already-settled': 409,
  'award-not-open': 409,
  'dispute-not-open': 409,
  'credit-spent': 409,
  superseded: 409,
  'round-still-open': 409,
  'round-not-open': 409,
  // What a witness is asked (C2SP tlog-witness).
  'witness-unknown-log': 404,
  'unverified-note': 403,
  'bad-note-signature': 403,
  'witness-stale': 409,
  'bad-consistency-proof': 422,
  'rules-broken': 422,
  // More than this server gives: asking again would not help.
  'report-limit': 422,
  // The service.
  busy: 503,
  stopped: 503,
  closing: 503,
  'disk-low': 503,
  'too-many-streams': 503,
  'not-followed': 503,
  'still-following': 503,
};

/** The status of a code: 400 for malformed bytes, 422 for what a rule refuses, 500 for what is not the caller's doing. */
export function statusOf(code: ErrorCode): number {
  const own = STATUS[code];
  if (own !== undefined) return own;
  if (Object.hasOwn(FORMAT_CODES, code)) return 400;
  return isRuleCode(code) ? 422 : 500;
}
