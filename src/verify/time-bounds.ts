/**
 * When a record was published, as witnesses bound it.
 *
 * A cosignature says: at this time, this was the largest tree that the witness had seen of this log. So a cosigned tree
 * with the record was published by then, and a record that is not in a cosigned tree was published later. Each bound is
 * worth as much as the witnesses named with it: of what several say, the least certain is taken, which holds if any one
 * of them tells the truth.
 * @module
 */
import type { VerifiedCosignature } from '../core/note/open-checkpoint.ts';
import { formatInstant } from '../core/statement/instant.ts';
import type { Testimony, TimeBound } from './verdict.ts';

/** 9999-12-31T23:59:59Z: instants end here. */
const LAST_SECOND = 253_402_300_799;

/** Not published before: from the cosignatures of a tree without the record. */
export function lowerBound(cosignatures: readonly VerifiedCosignature[]): TimeBound | undefined {
  const by = testimonies(cosignatures, (a, b) => Math.max(a, b));
  return bound(by, by.map(({ at }) => at).sort()[0]);
}

/** Published by: from the cosignatures of a tree with the record. */
export function upperBound(cosignatures: readonly VerifiedCosignature[]): TimeBound | undefined {
  const by = testimonies(cosignatures, (a, b) => Math.min(a, b));
  return bound(
    by,
    by
      .map(({ at }) => at)
      .sort()
      .at(-1),
  );
}

/** What each witness says, once; of several times of one witness, all of which it vouches for, the one that says more. */
function testimonies(
  cosignatures: readonly VerifiedCosignature[],
  pick: (a: number, b: number) => number,
): Testimony[] {
  const seconds = new Map<string, number>();
  for (const { witness, timestampSeconds } of cosignatures) {
    // Time 0 is how a cosigner leaves the time open, and no instant lies past year 9999: neither bounds anything.
    if (timestampSeconds <= 0 || timestampSeconds > LAST_SECOND) continue;
    seconds.set(witness.name, pick(seconds.get(witness.name) ?? timestampSeconds, timestampSeconds));
  }
  return [...seconds].map(([witness, second]) => ({ witness, at: formatInstant(second * 1000) }));
}

function bound(by: readonly Testimony[], instant: string | undefined): TimeBound | undefined {
  return instant === undefined ? undefined : { instant, by };
}
