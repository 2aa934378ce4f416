import { describe, expect, it } from 'vitest';
import { Turns } from '../../../src/log/turns.ts';

/** A task that waits to be finished. */
function pending() {
  let resolve: (value: number) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<number>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}

describe('turns', () => {
  it('run so many at once, and the others in their order', async () => {
    const turns = new Turns(2);
    const tasks = Array.from({ length: 5 }, pending);
    const begun: number[] = [];
    const results = tasks.map(({ promise }, i) =>
      turns.run(() => {
        begun.push(i);
        return promise;
      }),
    );
    const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
    await settle();
    expect(begun).toEqual([0, 1]);
    tasks[1]?.resolve(1);
    await settle();
    expect(begun).toEqual([0, 1, 2]);
    tasks[0]?.resolve(0);
    tasks[2]?.reject(new Error('no'));
    await expect(results[2]).rejects.toThrow('no');
    await settle();
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    tasks[3]?.resolve(3);
    tasks[4]?.resolve(4);
    expect(await Promise.all([results[0], results[1], results[3], results[4]])).toEqual([0, 1, 3, 4]);
  });

  it('are free again when all are done', async () => {
    const turns = new Turns(1);
    for (let round = 0; round < 3; round++) {
      expect(await Promise.all([1, 2, 3].map((value) => turns.run(async () => value)))).toEqual([1, 2, 3]);
    }
  });
});
