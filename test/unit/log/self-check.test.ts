/**
 * The second derivation takes amounts from the bytes, not from the first derivation.
 */
import { describe, expect, it } from 'vitest';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { STATE } from '../../../src/core/rules/state.ts';
import { BatchState } from '../../../src/log/batch-state.ts';
import { LedgerIndex } from '../../../src/log/ledger-index.ts';
import { recoverLedger } from '../../../src/log/recover-ledger.ts';
import { checkStagedBatch } from '../../../src/log/self-check.ts';
import { type Sequenced, Sequencer } from '../../../src/log/sequence.ts';
import { encodeStaged } from '../../../src/log/staging.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { foundCreditEngine, record } from '../../_util/credit-engine.ts';
import { inputError } from '../../_util/input-error.ts';

installNodePrimitives();

/** The unit of an award-final as the sequencer makes it, and the end of the log before it. */
async function sequencedUnit() {
  const { ledger, parts, clock, scenario } = await foundCreditEngine();
  await record(ledger, clock, scenario.toAward());
  await ledger.close();
  const { end } = await recoverLedger(parts);
  const index = new LedgerIndex(parts.index);
  const state = new BatchState({ load: (keys) => index.state(keys), rootAt: async () => undefined });
  const sequencer = new Sequencer({
    state,
    accounts: end.accounts,
    size: end.head.size,
    checkSignature: async () => true,
    operator: parts.operator,
    maxBytes: 2 ** 20,
  });
  const { signed, at }: { signed: SignedStatement; at: number } = scenario.awardFinal();
  expect(await sequencer.judge(signed, undefined, at)).toMatchObject({ outcome: 'placed' });
  expect(state.get(STATE.drain)).toBeUndefined();
  return { end, origin: parts.signer.name, placed: sequencer.placed };
}

describe('I6: the self-check of a unit', () => {
  it('accepts what the records say, and nothing that the first derivation made up', async () => {
    const { end, origin, placed } = await sequencedUnit();
    expect(placed).toHaveLength(3);
    const check = (sequenced: readonly Sequenced[], issuedOfLast: bigint): void => {
      const records = sequenced.map((each) => each.record);
      const { edge } = end.edge.append(records);
      const last = sequenced.at(-1) as Sequenced;
      const { account, spentDelta } = last.change;
      const entry = {
        account,
        index: last.index,
        leafHash: last.record.leafHash,
        issuedDelta: issuedOfLast,
        spentDelta,
      };
      const head = {
        generation: end.head.generation + 1,
        size: edge.size,
        root: edge.range().root(),
        state: last.before.append(entry).tree.root(),
      };
      const staged = encodeStaged({ oldSize: end.head.size, records: records.map(({ bytes }) => bytes) });
      checkStagedBatch(staged, { origin, range: end.edge.range(), state: end.head.state, sequenced, head });
    };
    const { issuedDelta } = (placed.at(-1) as Sequenced).change;
    check(placed, issuedDelta);
    const wrong = placed.map((each, i) =>
      i < placed.length - 1 ? each : { ...each, change: { ...each.change, issuedDelta: issuedDelta + 1n } },
    );
    expect(() => check(wrong, issuedDelta + 1n)).toThrow(inputError('self-check'));
  });
});
