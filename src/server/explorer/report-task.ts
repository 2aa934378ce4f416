/**
 * What the thread that makes a report is given, and what it answers.
 * @module
 */
import type { ReportOrder } from '../../web/pages/reports/order.ts';

export interface ReportTask {
  /** Folder of the running ledger. */
  readonly folder: string;
  /** The published note: the report ends there, although the ledger goes on. */
  readonly note: string;
  /** The trust policy, as it is attached. */
  readonly policy: string;
  readonly order: ReportOrder;
  /** Version of this program. */
  readonly version: string;
  /** The single-file verifier of this build. */
  readonly verifier: Uint8Array;
}

export type ReportAnswer =
  | { readonly bytes: Uint8Array }
  /** An `InputError`. */
  | { readonly code: string; readonly message: string };
