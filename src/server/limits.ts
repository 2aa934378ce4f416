/**
 * Bounds of what the server takes in and keeps open. The sizes are part of the contract (openapi.json); the others may be
 * set by whoever runs the server.
 * @module
 */

/** Largest body of a single submission, bytes: a payload of 32 KiB in base64, its signature, and room. */
export const MAX_SINGLE_BYTES: number = 128 * 1024;
/** Largest body of a batch, bytes: 256 payloads of 32 KiB in base64. */
export const MAX_BATCH_BYTES: number = 12 * 1024 * 1024;
/** Statements in a batch. */
export const MAX_BATCH_ITEMS = 256;
/** Items on one page of a list. */
export const MAX_PAGE_ITEMS = 256;
export const DEFAULT_PAGE_ITEMS = 100;

/**
 * What may be set. Where it says "a quarter for one address", this machine itself and trusted proxies are not one address:
 * for them the total holds alone.
 */
export interface ServerLimits {
  /** Requests in a minute from one address; 0 for any number. This machine itself is not counted. */
  readonly requestsPerMinute: number;
  /** Statements in a minute that one institution signed; 0 for any number. This machine itself is not counted. */
  readonly statementsPerMinute: number;
  /** Requests under way at once, those that wait for receipts among them; a quarter for one address. */
  readonly requests: number;
  /** Bytes of the bodies of requests under way; a quarter, but at least one batch, for one address. At least one batch. */
  readonly bodyBytes: number;
  /** Bytes of answers that their readers have not taken yet; a quarter for one address. */
  readonly answerBytes: number;
  /** Statements accepted and not yet published; a quarter for one address. */
  readonly pendingStatements: number;
  /** Event streams open at once; a quarter for one address. */
  readonly eventStreams: number;
  /** Account statements and bundles that are made, or wait for that, at once; a quarter for one address. */
  readonly builds: number;
  /** Bytes of account statements and bundles kept for whoever asks again. */
  readonly cacheBytes: number;
  /** How long a submission waits for its receipt before it is answered 202, milliseconds. */
  readonly receiptWaitMs: number;
  /** Pause between two signs of life on an event stream, milliseconds. */
  readonly heartbeatMs: number;
}

/** A federation of fifty members never meets these. */
export const DEFAULT_LIMITS: ServerLimits = {
  requestsPerMinute: 30_000,
  statementsPerMinute: 6000,
  requests: 4096,
  bodyBytes: 64 * 2 ** 20,
  answerBytes: 256 * 2 ** 20,
  pendingStatements: 8192,
  eventStreams: 100,
  builds: 64,
  cacheBytes: 32 * 2 ** 20,
  receiptWaitMs: 30_000,
  heartbeatMs: 15_000,
};

/** Answered however much is in hand: those who watch the server must see that. */
export const ALWAYS_ANSWERED: readonly string[] = ['/livez', '/readyz', '/metrics'];
/** Not counted by address either: a supervisor that is refused would end the process. */
export const NEVER_COUNTED = '/livez';

/** Reports of the explorer that are made, one at a time, or wait; a quarter for one address. */
export const REPORTS_IN_LINE = 8;
/** Account statements and bundles that are made at the same time. */
export const BUILDS_AT_ONCE = 4;
