/**
 * `ledgerline/core/rules.js`: the rule book: `apply` judges a record from a view of the state, the same for everybody.
 * @module
 */
export {
  accountOf,
  apply,
  type ChangeSet,
  type Judged,
  type Needs,
  neededReads,
  type Outcome,
} from '../../core/rules/apply.ts';
export { KIND_NAMES } from '../../core/rules/book.ts';
export { holdsRole, isKeyLive } from '../../core/rules/institution.ts';
export { STATE, type StateChange, type StateKey, type View } from '../../core/rules/state.ts';
export { SUPPORTED_RULES } from '../../core/rules/versions.ts';
