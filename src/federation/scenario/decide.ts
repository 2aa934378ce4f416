/**
 * The aggregator's part: it measures the update files against each other and the last global step, and the policy's limits say
 * what to accept. Anybody who has the files can measure again (`ledgerline round recheck`).
 * @module
 */
import { InvariantError } from '../../core/error.ts';
import { type Cause, causesOf } from '../../core/rules/limits.ts';
import { type Measured, measureUpdate } from '../../core/tensor/measurement.ts';
import { measureFiles } from '../../node/updates/measure-files.ts';
import type { Lineage, Revealed, RoundParts } from './round-parts.ts';
import { LIMITS } from './setup.ts';

/** A contribution and what became of it. */
export interface Decided {
  readonly revealed: Revealed;
  /** Why it was rejected; undefined where it was accepted. */
  readonly cause: Cause | undefined;
}

/** Measures and decides on all. `revealed` stands in the order of the commitments. */
export async function decideAll(
  { client, aggregator }: RoundParts,
  revealed: readonly Revealed[],
  lineage: Lineage,
): Promise<readonly Decided[]> {
  const measurements = await measureAll(revealed, lineage);
  const decided: Decided[] = [];
  for (const [position, each] of revealed.entries()) {
    const measured = measurements[position] ?? fail();
    const nearest = revealed.findIndex(({ digest }) => digest === measured.nearest?.contribution);
    const [cause] = causesOf(measured, LIMITS, nearest >= 0 && nearest < position);
    const subject = { contribution: each.digest, institution: each.member.id };
    const outcome = cause === undefined ? { outcome: 'accepted' as const } : { outcome: 'rejected' as const, cause };
    await aggregator.submit(client, 'contribution-decision', { ...subject, ...outcome, measured });
    decided.push({ revealed: each, cause });
  }
  return decided;
}

async function measureAll(revealed: readonly Revealed[], { step }: Lineage): Promise<Measured[]> {
  const paths = [...revealed.map(({ artefact }) => artefact.path), ...(step === undefined ? [] : [step.artefact.path])];
  const { gram, nonFinite } = await measureFiles(paths.map((path) => ({ path, form: 'delta' })));
  const updates = revealed.map(({ digest }, i) => ({
    contribution: digest,
    precedence: i,
    nonFinite: nonFinite[i] ?? 0,
  }));
  const { cosineMaxPpm } = LIMITS;
  const options = { cosineMaxPpm, ...(step === undefined ? {} : { step: revealed.length }) };
  return revealed.map((_, i) => measureUpdate(gram, updates, i, options));
}

/** The updates that go into the model. */
export function acceptedOf(decided: readonly Decided[]): Revealed[] {
  const accepted = decided.filter(({ cause }) => cause === undefined).map(({ revealed }) => revealed);
  return accepted.length > 0 ? accepted : fail();
}

function fail(): never {
  throw new InvariantError('the aggregator has nothing to aggregate');
}
