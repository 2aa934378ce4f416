/**
 * The owner's check of I5: the records shown for an account are all of its records, in order, and nothing else
 * (docs/reference/account-tree.md, "What each check proves").
 * @module
 */
import { equalBytes } from '../bytes/bytes.ts';
import { InputError } from '../error.ts';
import type { AccountLeaf } from './node.ts';
import { type AccountEntry, type AccountLog, growAccount, subRootOf } from './sub-log.ts';

/**
 * The account's log after `entries`, if they are what `leaf` commits to; appended to `before`, the log that an earlier
 * check returned, if there is one. `leaf` is what `checkAccountPath` returned: undefined for an account without records.
 * The caller takes index, leaf hash and deltas from the records themselves.
 * @throws InputError `account-entries` when a record is missing, added, moved or changed; as `nextSubLeaf`
 */
export function checkEntries(
  account: string,
  leaf: AccountLeaf | undefined,
  entries: Iterable<AccountEntry>,
  before?: AccountLog,
): AccountLog | undefined {
  let log = before;
  for (const entry of entries) log = growAccount(account, log, entry).log;
  if (isStateOf(leaf, log)) return log;
  const [shown, committed] = [log?.count ?? 0, leaf?.count ?? 0];
  throw new InputError(
    'account-entries',
    `account ${account}: the ${shown} records shown are not the ${committed} that the tree commits to`,
  );
}

/** True when `leaf` is what the tree holds for an account that stands at `log`, the account's name aside. */
function isStateOf(leaf: AccountLeaf | undefined, log: AccountLog | undefined): boolean {
  if (leaf === undefined || log === undefined) return leaf === log;
  return (
    leaf.count === log.count &&
    leaf.issued === log.issued &&
    leaf.spent === log.spent &&
    leaf.lastIndex === log.lastIndex &&
    equalBytes(leaf.subRoot, subRootOf(log))
  );
}
