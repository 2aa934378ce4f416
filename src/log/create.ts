/**
 * Founding a ledger: the charter and, in the same batch, the `key` and `role` records that it announces.
 * @module
 */
import { AccountTree } from '../core/account/trie.ts';
import { InputError } from '../core/error.ts';
import { EMPTY_ROOT } from '../core/merkle/hash.ts';
import type { SignedStatement } from '../core/record/record.ts';
import { STATE } from '../core/rules/state.ts';
import { BatchState } from './batch-state.ts';
import { encodeHead, parseHead } from './head.ts';
import { Ledger } from './ledger.ts';
import type { LedgerParts } from './ledger-parts.ts';
import { Sequencer } from './sequence.ts';
import { createSignatureCheck } from './signatures.ts';

/**
 * Creates a ledger from its founding statements and publishes them. They are judged before anything is written. A founding
 * that crashed before its batch is done again from the beginning.
 * @throws InputError `already-initialised`, or what the rules refuse
 */
export async function createLedger(parts: LedgerParts, founding: readonly SignedStatement[]): Promise<Ledger> {
  const stored = await parts.heads.read();
  if (stored !== undefined && parseHead(stored.bytes).size > 0) {
    throw new InputError('already-initialised', 'the folder holds a ledger');
  }
  await rehearse(parts, founding);
  if (stored === undefined) {
    const head = { generation: 0, size: 0, root: EMPTY_ROOT, state: AccountTree.empty(parts.signer.name).root() };
    await parts.heads.compareAndSwap(undefined, encodeHead(head));
  }
  const ledger = await Ledger.open(parts, { founding: true });
  await Promise.all(founding.map((signed) => ledger.submit(signed).published));
  return ledger;
}

async function rehearse({ signer, verify, clock }: LedgerParts, founding: readonly SignedStatement[]): Promise<void> {
  const state = new BatchState({ load: async (keys) => keys.map(() => undefined), rootAt: async () => undefined });
  const sequencer = new Sequencer({
    state,
    accounts: AccountTree.empty(signer.name),
    size: 0,
    checkSignature: createSignatureCheck(verify),
    operator: undefined, // a founding asks for no credits
    maxBytes: Number.POSITIVE_INFINITY,
  });
  for (const signed of founding) {
    const judgement = await sequencer.judge(signed, undefined, clock.now());
    if (judgement.outcome === 'refused') throw new InputError(judgement.code, judgement.message);
  }
  await state.prefetch(founding[0] ?? fail('there are no founding statements'));
  const { ledger, left } = { ledger: state.get(STATE.ledger), left: state.get(STATE.founding) };
  if (ledger?.origin !== signer.name || left !== undefined) fail('the statements do not found this ledger to the end');
}

function fail(message: string): never {
  throw new InputError('founding', message);
}
