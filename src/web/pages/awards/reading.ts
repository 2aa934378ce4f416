/**
 * The state of the rules that an award was computed from, as it was then: what a resolution excluded later still counted.
 * @module
 */
import type { Json } from '../../../core/json/json.ts';
import { awardReads } from '../../../core/rules/award-inputs.ts';
import { STATE, type StateKey, type View } from '../../../core/rules/state.ts';
import type { ExplorerSource } from '../../source.ts';

/** Keys asked for at once. */
const BATCH = 512;

/**
 * What the award of this window reads, and nothing else.
 * @param end index of the award
 */
export async function viewAt(source: ExplorerSource, model: string, window: number, end: number): Promise<View> {
  const known = new Map<string, Json | undefined>();
  const view: View = {
    get: <T extends Json>(key: StateKey<T>) => known.get(key) as T | undefined,
    rootAt: () => undefined,
  };
  for (;;) {
    const wanted = awardReads(view, model, window).filter((key) => !known.has(key));
    if (wanted.length === 0) break;
    for (let i = 0; i < wanted.length; i += BATCH) {
      const batch = wanted.slice(i, i + BATCH);
      const values = await source.state(batch);
      for (const [j, key] of batch.entries()) known.set(key, values[j]);
    }
  }
  await includeAgain(source, known, end);
  return view;
}

/** Takes back what resolutions excluded after `end`. */
async function includeAgain(source: ExplorerSource, known: Map<string, Json | undefined>, end: number): Promise<void> {
  const excluded = [...known].flatMap(([key, value]) => {
    const by = excludedBy(value);
    return by === undefined ? [] : [{ key, by }];
  });
  const records = await source.state(excluded.map(({ by }) => STATE.record(by)));
  for (const [i, { key }] of excluded.entries()) {
    const value = known.get(key);
    if ((records[i]?.index ?? 0) < end || !isObject(value)) continue;
    const { excluded: _, ...rest } = value;
    known.set(key, rest);
  }
}

function excludedBy(value: Json | undefined): string | undefined {
  const by = isObject(value) ? value['excluded'] : undefined;
  return typeof by === 'string' ? by : undefined;
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
