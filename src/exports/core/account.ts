/**
 * `ledgerline/core/account.js`: the account tree: append, prove, check that an account is complete.
 * @module
 */
export { checkEntries } from '../../core/account/entries.ts';
export { accountKey, assertAccountId } from '../../core/account/key.ts';
export {
  type AccountLeaf,
  type AccountNode,
  type AccountSummary,
  EMPTY_ACCOUNT_ROOT,
} from '../../core/account/node.ts';
export { type AccountPath, type CheckedAccount, checkAccountPath, type PathSibling } from '../../core/account/path.ts';
export { type AccountPathJson, formatAccountPath, parseAccountPath } from '../../core/account/path-json.ts';
export { proveAccount, walkAccount } from '../../core/account/prove.ts';
export type { AccountEntry, AccountLog, SubLeaf } from '../../core/account/sub-log.ts';
export type { AccountSums } from '../../core/account/sums.ts';
export { rootAfterAppend } from '../../core/account/transition.ts';
export { type AccountAppend, AccountTree, type AppendedTree } from '../../core/account/trie.ts';
