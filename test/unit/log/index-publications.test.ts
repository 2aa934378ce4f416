/**
 * An index that knows other publications than the log: of a copy of the ledger that published sooner, say.
 */

import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/error.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { taskBody } from '../../_util/bodies.ts';
import { Consortium } from '../../_util/consortium.ts';
import { copyStore, engineParts, foundEngine } from '../../_util/engine.ts';
import { allEntries } from '../../_util/index-entries.ts';
import { PLAIN_FOUNDERS } from '../../_util/random-history.ts';

installNodePrimitives();

/** Parts whose witnesses never answer: what is committed stays unpublished. */
function unpublishing(parts: LedgerParts): LedgerParts {
  const cosign = async (): Promise<never> => {
    throw new InputError('quorum-missing', 'no witness answers');
  };
  return { ...parts, witnesses: { cosign } };
}

describe('I10: the index of a copy that published otherwise', () => {
  it('is built anew: every receipt is proven under the checkpoint that this log published', async () => {
    const consortium = new Consortium({ founders: PLAIN_FOUNDERS });
    const { ledger, parts } = await foundEngine(consortium);
    await ledger.close();
    const record = async (task: string, stored: LedgerParts): Promise<void> => {
      const opened = await Ledger.open(unpublishing(stored));
      await opened.submit(consortium.statement('task', 'hangang-pharma', taskBody({ task }))).placed;
      await opened.close();
    };
    await record('first', parts);

    const sooner = engineParts(consortium, { store: await copyStore(parts.store) });
    await (await Ledger.open(sooner)).close();
    await record('second', parts);
    const later = await Ledger.open(parts);
    await later.close();
    const { size } = later.head;
    const receipts = await Promise.all(Array.from({ length: size }, (_, i) => later.bundle(i)));

    const store = await copyStore(parts.store);
    await store.index.clear();
    await store.index.write(await allEntries(sooner.store.index));
    const mixed = await Ledger.open(engineParts(consortium, { store }));
    await mixed.close();
    expect(await Promise.all(Array.from({ length: size }, (_, i) => mixed.bundle(i)))).toEqual(receipts);
  });
});
