import { describe, expect, it } from 'vitest';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { STATE } from '../../../src/core/rules/state.ts';
import { EarlyCheck } from '../../../src/log/early-check.ts';
import { LedgerIndex } from '../../../src/log/ledger-index.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { taskBody } from '../../_util/bodies.ts';
import { foundEngine } from '../../_util/engine.ts';
import { testKey } from '../../_util/keys.ts';
import { smallConsortium } from '../../_util/stored-ledger.ts';

installNodePrimitives();

const STEWARD = 'daejeon-institute';

/** A check over a founded ledger's index that counts how often the index is read. */
async function bench() {
  const consortium = smallConsortium();
  const { ledger, parts } = await foundEngine(consortium);
  let reads = 0;
  const store = new Proxy(parts.index, {
    get: (target, name) => {
      if (name === 'get') reads++;
      return Reflect.get(target, name).bind(target);
    },
  });
  const checked: string[] = [];
  const early = new EarlyCheck(new LedgerIndex(store), async (_, spki) => checked.push(spki) > 0);
  const task = (name: string): SignedStatement => consortium.statement('task', STEWARD, taskBody({ task: name }));
  return { ledger, consortium, early, checked, task, reads: () => reads };
}

describe('the early check', () => {
  it('reads the keys of an author once', async () => {
    const { ledger, early, checked, task, reads } = await bench();
    for (const name of ['a', 'b', 'c']) expect(await early.check(task(name))).toMatchObject({ valid: true });
    expect(reads()).toBe(1);
    expect(checked).toHaveLength(3);
    await ledger.close();
  });

  it('reads them again once a batch has changed an institution, and for no other batch', async () => {
    const { ledger, consortium, early, task, reads } = await bench();
    await early.check(task('before'));
    early.committed([STATE.record('00'), STATE.clock]);
    await early.check(task('still'));
    expect(reads()).toBe(1);

    const next = testKey(`${STEWARD} next`);
    const own = consortium.statement('task', STEWARD, taskBody({ task: 'new-key' }), { key: next, stray: true });
    expect(await early.check(own)).toBeUndefined();
    early.committed([STATE.institution(STEWARD)]);
    await early.check(task('after'));
    expect(reads()).toBe(2);
    await ledger.close();
  });
});
