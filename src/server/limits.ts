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

/** What may be set. */
export interface ServerLimits {
  /** How long a submission waits for its receipt before it is answered 202, milliseconds. */
  readonly receiptWaitMs: number;
  /** Event streams open at once. */
  readonly eventStreams: number;
  /** Pause between two signs of life on an event stream, milliseconds. */
  readonly heartbeatMs: number;
}

export const DEFAULT_LIMITS: ServerLimits = { receiptWaitMs: 30_000, eventStreams: 100, heartbeatMs: 15_000 };
