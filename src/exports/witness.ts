/**
 * `ledgerline/witness.js`: the decision of a witness, and witnesses inside the process.
 * @module
 */
export { type AddCheckpoint, type Approved, approve, NOTHING_SEEN, type WitnessMemory } from '../witness/decide.ts';
export {
  createLocalWitness,
  type LocalWitnessParts,
  NO_WITNESSES,
  type WitnessStore,
} from '../witness/local-witness.ts';
