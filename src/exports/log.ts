/**
 * `ledgerline/log.js`: the ledger engine over ports, and the ports that a driver implements.
 * @module
 */
export { createLedger } from '../log/create.ts';
export { Ledger } from '../log/ledger.ts';
export type { LedgerOptions, LedgerParts, LedgerStatus } from '../log/ledger-parts.ts';
export type {
  CheckpointStore,
  Clock,
  CosignRequest,
  HeadStore,
  IndexChange,
  IndexRange,
  IndexStore,
  IndexValue,
  ObjectPath,
  ObjectStore,
  ObjectToPut,
  OperatorSigner,
  Signer,
  StoredHead,
  WitnessGroup,
} from '../log/ports.ts';
export type { Placement, Ticket } from '../log/queue.ts';
