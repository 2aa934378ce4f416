/**
 * All that a ledger's index holds of the state of the rules, as one text: what the oracles write of theirs.
 * @module
 */
import { canonicalize } from 'json-canonicalize';
import { STATE, type StateKey } from '../../src/core/rules/state.ts';
import type { Ledger } from '../../src/log/ledger.ts';

const KEYS: readonly unknown[] = Object.values(STATE);
/** Keys that stand for themselves, such as `clock`, and folders of keys, such as `record/`. */
const SINGLE = KEYS.filter((key): key is StateKey => typeof key === 'string');
const FOLDERS = new Set(
  KEYS.filter((key): key is (...parts: unknown[]) => string => typeof key === 'function').map(
    (key) => `${key('', '', '').split('/')[0]}/`,
  ),
);
const PAGE = 500;

/** The RFC 8785 form of the entries, `[key, value]`, in the order of the keys. */
export async function stateText(ledger: Ledger): Promise<string> {
  const values = await ledger.state(SINGLE);
  const entries = SINGLE.map((key, i): [string, unknown] => [key, values[i]]).filter(
    ([, value]) => value !== undefined,
  );
  for (const folder of FOLDERS) {
    for (let after: string | undefined, isLast = false; !isLast; ) {
      const page = await ledger.stateUnder(folder, PAGE, after);
      entries.push(...page.map(({ key, value }): [string, unknown] => [key, value]));
      after = page.at(-1)?.key;
      isLast = page.length < PAGE;
    }
  }
  return canonicalize(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
