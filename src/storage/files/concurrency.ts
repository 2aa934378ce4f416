/**
 * Bounded concurrency for the files of one call.
 * @module
 */
import { InputError } from '../../core/error.ts';

/** Node has four threads for file calls; twice as many tasks keep them busy, and more only hold descriptors open. */
const MAX_CONCURRENT = 8;

/**
 * Runs `task` for every item, a few at a time, and returns when all that were begun have settled: nothing goes on in the
 * background after an error. Then throws the first error of the file system, else the first refusal.
 */
export async function forEachConcurrently<T>(items: Iterable<T>, task: (item: T) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const errors: unknown[] = [];
  const work = async () => {
    for (let next = waiting.next(); next.done !== true && errors.length === 0; next = waiting.next()) {
      try {
        await task(next.value);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENT }, work));
  if (errors.length > 0) throw errors.find((error) => !(error instanceof InputError)) ?? errors[0];
}
