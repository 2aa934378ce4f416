import { describe, expect, it } from 'vitest';
import { IndexGate } from '../../../src/log/index-gate.ts';
import { LedgerIndex } from '../../../src/log/ledger-index.ts';
import { createMemoryStore } from '../../../src/storage/memory/memory-store.ts';

/** An index whose reading ends when it is told to. */
function slowIndex() {
  let end: (error?: Error) => void = () => {};
  const reading = new Promise<void>((resolve, reject) => {
    end = (error) => (error === undefined ? resolve() : reject(error));
  });
  const { index } = createMemoryStore();
  const store = new Proxy(index, {
    get: (target, name) => (name === 'verify' ? () => reading : Reflect.get(target, name).bind(target)),
  });
  return { index: new LedgerIndex(store), end };
}

describe('the gate of the index', () => {
  it('lets readers wait a moment, then tells them to come back, until the index was read', async () => {
    const { index, end } = slowIndex();
    const gate = new IndexGate(index, 5);
    const opening = gate.open(new AbortController().signal);
    await expect(gate.pass()).rejects.toMatchObject({ code: 'starting' });
    expect(gate.isOpen).toBe(false);
    end();
    await opening;
    expect(gate.isOpen).toBe(true);
    expect(await gate.pass()).toBe(index);
  });

  it('lets a reader pass who waited for the end of the reading', async () => {
    const { index, end } = slowIndex();
    const gate = new IndexGate(index, 60_000);
    const passed = gate.pass();
    end();
    expect(await passed).toBe(index);
  });

  it('stays closed where the index is damaged', async () => {
    const { index, end } = slowIndex();
    const gate = new IndexGate(index, 60_000);
    const opening = gate.open(new AbortController().signal);
    const passed = gate.pass();
    end(new Error('damaged'));
    await expect(opening).rejects.toThrow('damaged');
    await expect(passed).rejects.toThrow('damaged');
    expect(gate.isOpen).toBe(false);
  });
});
