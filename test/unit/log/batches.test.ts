/**
 * Many statements at once, pipelined by their authors, across the edge of a tile.
 */
import { describe, expect, it } from 'vitest';
import { formatTilePath } from '../../../src/core/tile/path.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { taskBody } from '../../_util/bodies.ts';
import { Consortium } from '../../_util/consortium.ts';
import { foundEngine, reopen } from '../../_util/engine.ts';
import { PLAIN_FOUNDERS } from '../../_util/random-history.ts';

installNodePrimitives();

const paths = async (list: AsyncIterable<string>): Promise<string[]> => {
  const found: string[] = [];
  for await (const path of list) found.push(path);
  return found;
};

describe('600 statements at once', () => {
  it('are recorded in the order of submission, in batches that staging can frame, and leave no stale partial tile', async () => {
    const consortium = new Consortium({ founders: PLAIN_FOUNDERS });
    const { ledger, parts } = await foundEngine(consortium);
    const first = ledger.head.size;
    const authors = ['hangang-pharma', 'namsan-hospital', 'daejeon-institute'];
    const statements = Array.from({ length: 600 }, (_, i) =>
      consortium.statement('task', authors[i % 3] ?? '', taskBody({ task: `task-${i}` })),
    );
    const placements = await Promise.all(statements.map((signed) => ledger.submit(signed).published));
    expect(placements.map(({ index }) => index)).toEqual(statements.map((_, i) => first + i));
    expect(ledger.status.failure).toBeUndefined();
    const { size } = ledger.head;
    await ledger.close();

    const partials = async () => (await paths(parts.objects.list('tile/'))).filter((path) => path.includes('.p/'));
    const before = await partials();
    expect(before).toHaveLength(3);
    // What a crash may leave: a partial tile of the tile that was filled since.
    const stale = formatTilePath({ level: 0, index: Math.floor(size / 256) - 1, width: 200 });
    await parts.objects.put([{ path: stale, bytes: new Uint8Array(200 * 32) }]);
    const again = await reopen(parts);
    expect(await partials()).toEqual(before);
    await again.close();
  });

  it('I2: a thousand submissions of one statement give one record and one receipt', async () => {
    const consortium = new Consortium({ founders: PLAIN_FOUNDERS });
    const { ledger } = await foundEngine(consortium);
    const signed = consortium.statement('task', 'hangang-pharma', taskBody());
    const { size } = ledger.head;
    const placements = await Promise.all(Array.from({ length: 1000 }, () => ledger.submit(signed).published));
    expect(new Set(placements.map(({ index }) => index))).toEqual(new Set([size]));
    expect(ledger.head.size).toBe(size + 1);
    await ledger.close();
  });
});
