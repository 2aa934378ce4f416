/**
 * A soak, bounded by count: as many submissions as a busy federation makes in hours, of few keys. What memory holds after a
 * collection does not grow with the log. `LEDGERLINE_SOAK_SUBMISSIONS` sets how many; 30,000 if unset.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DEPTH, positive } from '../_depth.ts';
import { reportFault } from '../_table.ts';
import { type Served, serveLedger } from './_served.ts';

const SUBMISSIONS = positive('LEDGERLINE_SOAK_SUBMISSIONS', 30_000 * DEPTH);
const BATCH = 200;
/**
 * What memory may grow by for each record, bytes. The cache of tiles takes 32 of them until it is full, at 8 MiB; the rest is
 * noise of the collector. One statement that is kept takes more than a thousand.
 */
const MAX_SLOPE_BYTES = 256;

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are in use after everything that can go is gone. */
async function memoryInUse(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Submits so many statements: mostly in batches, one in a hundred alone, some twice, and reads in between. */
async function submit(served: Served, count: number): Promise<void> {
  const { authors, ledger, url } = served;
  for (let done = 0; done < count; done += BATCH) {
    const author = authors[(done / BATCH) % authors.length] ?? '';
    const statements = Array.from({ length: BATCH }, () => served.next(author));
    const [first, second, ...rest] = statements;
    if (first === undefined || second === undefined) return;
    const alone = [await served.post(first), await served.post(second), await served.post(first)];
    expect(alone.map(({ status }) => status)).toEqual([201, 201, 200]);
    expect((await served.post(rest)).status).toBe(200);
    const last = ledger.head.size - 1;
    const paths = [`/api/v1/bundles/${last}`, `/api/v1/records/${last - 1}`, '/checkpoint', '/api/v1/tasks?limit=20'];
    for (const path of paths) expect(await (await fetch(url + path)).arrayBuffer()).toBeDefined();
  }
}

describe('memory', () => {
  it(`is flat over ${SUBMISSIONS} submissions`, async ({ task }) => {
    // What caches may hold is bounded by itself; they are full long before the first quarter.
    await using served = await serveLedger(5, { cacheBytes: 2 ** 20 });
    const { size } = served.ledger.head;
    const inUse: number[] = [];
    for (let quarter = 0; quarter < 4; quarter++) {
      await submit(served, SUBMISSIONS / 4);
      served.told.notes.clear(); // this test's own
      inUse.push(await memoryInUse());
    }
    const submitted = served.ledger.head.size - size;
    expect(submitted).toBeGreaterThanOrEqual(SUBMISSIONS);
    const [first = 0, , , last = 0] = inUse;
    const slope = (last - first) / (submitted * 0.75);
    console.info(
      `soak: in use at the quarters ${inUse.map((bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`).join(', ')}`,
    );
    console.info(`soak: ${slope.toFixed(1)} bytes a record from the first quarter to the last`);
    expect(slope).toBeLessThan(MAX_SLOPE_BYTES);
    reportFault(task, { fault: 'soak: memory after each quarter', tries: submitted, detected: 0, lost: 0 });
  });
});
