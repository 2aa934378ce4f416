/**
 * A replayed ledger as the explorer reads it: what the engine would say, and of a damaged one whatever can still be read.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeHex } from '../../../src/core/bytes/hex.ts';
import { parseRecord } from '../../../src/core/record/record.ts';
import { STATE } from '../../../src/core/rules/state.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { auditAndReplay } from '../../../src/verify/audit/audit.ts';
import { createReplayedSource } from '../../../src/web/replayed-source.ts';
import type { ExplorerSource } from '../../../src/web/source.ts';
import { verifySignature } from '../../_util/audit.ts';
import { creditLedger } from '../../_util/credit-history.ts';
import { PHARMA } from '../../_util/credit-scenario.ts';
import { inputError } from '../../_util/input-error.ts';
import type { NaiveLedger } from '../../_util/naive-ledger.ts';
import { mapFiles, naiveFiles } from '../../_util/stored-ledger.ts';
import { flipRecord } from '../../http/_pages.ts';

installNodePrimitives();

let naive: NaiveLedger;
let files: Map<string, Uint8Array>;
let source: ExplorerSource;

beforeAll(async () => {
  naive = creditLedger();
  naive.publish();
  files = naiveFiles(naive);
  source = await sourceOf(files);
});

async function sourceOf(stored: Map<string, Uint8Array>): Promise<ExplorerSource> {
  const read = mapFiles(stored, true);
  const policy = `log ${naive.logKey.vkey}\nquorum none\n`;
  return createReplayedSource(await auditAndReplay(read, policy, { verifySignature }), read);
}

describe('a replayed source', () => {
  it('knows origin, sizes and the newest checkpoint, and has no damage and no status', async () => {
    const { origin, sizes, published, damage, status } = source;
    expect({ origin, sizes, damage, status }).toEqual({
      origin: naive.origin,
      sizes: { committed: naive.size, published: naive.size },
      damage: undefined,
      status: undefined,
    });
    expect(published?.size).toBe(naive.size);
    const note = await source.publication(published?.ordinal ?? 99);
    expect(new TextDecoder().decode(note)).toBe(published?.note);
    expect(await source.publication((published?.ordinal ?? 0) + 1)).toBeUndefined();
  });

  it('hands out every record, and none after the last', async () => {
    for (let i = 0; i < naive.size; i++) {
      const record = parseRecord((await source.record(i)) ?? new Uint8Array());
      const [stored] = await source.state([STATE.record(record.digest)]);
      expect(stored?.index).toBe(i);
    }
    expect(await source.record(naive.size)).toBeUndefined();
  });

  it('pages the state, ascending', async () => {
    const first = await source.stateUnder('institution/', 2);
    const rest = await source.stateUnder('institution/', 100, first[1]?.key);
    const all = await source.stateUnder('institution/', 100);
    expect([...first, ...rest]).toEqual(all);
    expect(all.map(({ key }) => key)).toEqual(all.map(({ key }) => key).sort());
    expect(all.every(({ key }) => key.startsWith('institution/'))).toBe(true);
    expect(await source.stateUnder('zzz/', 5)).toEqual([]);
  });

  it('knows the records of an account', async () => {
    const { count, indexes } = await source.account(PHARMA, 0, 1000);
    expect(count).toBe(indexes.length);
    expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
    expect((await source.account(PHARMA, 1, 2)).indexes).toEqual(indexes.slice(1, 2));
    expect(await source.account('nobody', 0, 5)).toEqual({ count: 0, indexes: [] });
  });
});

describe('of a damaged ledger', () => {
  it('the record with the changed byte is named and withheld, and its neighbours are read', async () => {
    const damaged = await sourceOf(flipRecord(files, 20));
    expect(damaged.damage).toMatchObject([{ code: 'record-altered', index: 20 }]);
    await expect(damaged.record(20)).rejects.toThrow(inputError('integrity'));
    for (const index of [0, 19, 21, naive.size - 1])
      expect(encodeHex((await damaged.record(index)) ?? new Uint8Array())).toBe(
        encodeHex((await source.record(index)) ?? new Uint8Array()),
      );
    expect(damaged.published?.size).toBe(naive.size);
    const last = parseRecord((await damaged.record(naive.size - 1)) ?? new Uint8Array());
    const [place] = await damaged.state([STATE.record(last.digest)]);
    expect(place).toMatchObject({ index: naive.size - 1, author: last.statement.author });
  });

  it('what stands before a changed length is read, what stands behind it is not taken for something else', async () => {
    const damaged = await sourceOf(flipRecord(files, 20, true));
    expect(damaged.damage?.length).toBeGreaterThan(0);
    expect((await damaged.record(19))?.length).toBeGreaterThan(0);
    await expect(damaged.record(20)).rejects.toThrow(inputError('integrity'));
  });

  it('a missing file hides its records and nothing else', async () => {
    const stored = new Map([...files].filter(([path]) => !path.startsWith('tile/entries/')));
    const damaged = await sourceOf(stored);
    await expect(damaged.record(0)).rejects.toThrow(inputError('integrity'));
    expect(damaged.damage?.[0]?.path).toMatch(/^tile\/entries\//);
  });
});
