/**
 * Records that were judged once, judged again in their order: what they change, as the sequencer would have said.
 * @module
 */
import type { AccountTree } from '../core/account/trie.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import { InputError } from '../core/error.ts';
import type { LedgerRecord } from '../core/record/record.ts';
import { apply } from '../core/rules/apply.ts';
import type { StateChange } from '../core/rules/state.ts';
import type { BatchState } from './batch-state.ts';
import type { Sequenced } from './sequence.ts';

export class RecordReplay {
  readonly #state: BatchState;
  readonly #placed: Sequenced[] = [];
  readonly #first: number;
  #accounts: AccountTree;

  /** @param first the index of the first record; `state` and `before` are those that the records before it leave */
  constructor(state: BatchState, before: AccountTree, first: number) {
    this.#state = state;
    this.#accounts = before;
    this.#first = first;
  }

  /** The account tree after all records so far. */
  get accounts(): AccountTree {
    return this.#accounts;
  }

  /** The records so far, in order. */
  get placed(): readonly Sequenced[] {
    return this.#placed;
  }

  /** The next record. @throws InputError `integrity` where a rule refuses it or it carries another account root */
  async add(record: LedgerRecord): Promise<void> {
    const index = this.#first + this.#placed.length;
    const before = this.#accounts;
    await this.#state.prefetch(record);
    const outcome = apply(this.#state, record, index);
    if (!outcome.accepted || !equalBytes(record.state, before.root())) {
      const why = outcome.accepted ? 'another account root' : `${outcome.code}: ${outcome.message}`;
      throw new InputError('integrity', `record ${index} does not replay: ${why}`);
    }
    const { change } = outcome;
    const { account, issuedDelta, spentDelta, changes } = change;
    const accountSequence = before.account(account)?.count ?? 0;
    const { tree, written } = before.append({
      account,
      index,
      leafHash: record.leafHash,
      issuedDelta,
      spentDelta,
    });
    this.#placed.push({ index, record, change, accountSequence, before, written });
    this.#state.apply(changes as readonly StateChange[]);
    this.#accounts = tree;
  }
}
