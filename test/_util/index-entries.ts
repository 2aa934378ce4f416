/**
 * All of an index, digested or not.
 * @module
 */
import type { IndexStore, IndexValue } from '../../src/log/ports.ts';

export async function allEntries(index: IndexStore): Promise<{ readonly key: string; readonly value: IndexValue }[]> {
  return [...(await index.range({ start: '', end: '~' })), ...(await index.range({ start: '~', end: '\u{10ffff}' }))];
}
