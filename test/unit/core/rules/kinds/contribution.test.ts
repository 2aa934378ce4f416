import { describe, expect, it } from 'vitest';
import type { ContributionBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import {
  aggregationBody,
  contributionBody,
  digestOf,
  roleBody,
  roundCompletedBody,
  roundOpenBody,
  tensors,
} from '../../../../_util/bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, openRound, PHARMA } from '../_bench.ts';

const { bench: base, round } = openRound(Bench.founded());
const refusal = (label: string, body: Partial<ContributionBody> = {}, bench = base, author = PHARMA) =>
  bench.refusal('contribution', author, contributionBody(round, label, body));
const fileOf = (label: string) => digestOf(`file of ${tensors(label).tensorSet}`);

/** The round, aggregated from its two contributions. */
function aggregated(): { bench: Bench; aggregation: string } {
  const bench = base.fork();
  const sent = [PHARMA, HOSPITAL].map((id) => bench.record('contribution', id, contributionBody(round, `of ${id}`)));
  for (const signed of sent) bench.accept(signed);
  const parts = sent.map(({ digest }) => ({ contribution: digest, weight: 3 }));
  const aggregation = bench.record('aggregation', INSTITUTE, aggregationBody(round, parts, 'model 1'));
  return { bench, aggregation: aggregation.digest };
}

describe('a contribution', () => {
  it('is recorded in the account of its author, with the weight of its band, and is undecided', () => {
    const bench = base.fork();
    const { digest } = bench.record('contribution', PHARMA, contributionBody(round, 'update', { band: 'large' }));
    expect(bench.get(STATE.contribution(digest))).toEqual({
      round,
      institution: PHARMA,
      weight: 9,
      status: 'submitted',
      precedence: bench.ledger.size - 1,
    });
    expect(bench.get(STATE.contributed(round, PHARMA))).toBe(digest);
    expect(bench.get(STATE.round(round))).toMatchObject({ contributed: [PHARMA], undecided: 1, accepted: 0 });
    expect(bench.get(STATE.record(digest))?.account).toBe(PHARMA);
    expect(bench.get(STATE.artefact(tensors('update').tensorSet))).toBe(digest);
    expect(bench.get(STATE.artefact(fileOf('update')))).toBe(digest);
  });

  it('round-unknown: belongs to a round', () => {
    const { bench } = aggregated();
    expect(bench.refusal('contribution', PHARMA, contributionBody(digestOf('x'), 'update'))).toBe('round-unknown');
  });

  it('round-not-open: comes before the aggregation', () => {
    const { bench, aggregation } = aggregated();
    expect(refusal('late', {}, bench, HOSPITAL)).toBe('round-not-open');
    bench.record('round-close', INSTITUTE, roundCompletedBody(round, aggregation, 2));
    expect(refusal('late', {}, bench, HOSPITAL)).toBe('round-not-open');
  });

  it('deadline-passed: comes up to and with contributeBy', () => {
    const bench = base.fork();
    const { contributeBy } = roundOpenBody();
    expect(refusal('update', {}, bench.waitUntil(contributeBy))).toBeUndefined();
    expect(refusal('update', {}, bench.waitUntil(contributeBy, 1))).toBe('deadline-passed');
  });

  it('not-invited: comes from those invited', () => {
    const bench = base.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(INSTITUTE, 'contributor'));
    expect(refusal('update', {}, bench, INSTITUTE)).toBe('not-invited');
  });

  it('role-missing: comes from those who still hold the role', () => {
    const bench = base.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(HOSPITAL, 'contributor', { change: 'end' }));
    expect(refusal('update', {}, bench, HOSPITAL)).toBe('role-missing');
  });

  it('parent-mismatch: trains from the parent of the round', () => {
    expect(refusal('update', { parent: tensors('other').tensorSet })).toBe('parent-mismatch');
  });

  it('already-contributed: comes once from an institution', () => {
    const bench = base.fork();
    bench.record('contribution', PHARMA, contributionBody(round, 'update'));
    expect(refusal('another', {}, bench)).toBe('already-contributed');
    expect(refusal('another', {}, bench, HOSPITAL)).toBeUndefined();
  });

  it('zero-update: changes something', () => {
    const update = { ...tensors('x'), tensorSet: digestOf('zero update') };
    expect(refusal('x', { update })).toBe('zero-update');
  });

  it('previous-step: is not the global step of the round before', () => {
    const { bench, aggregation } = aggregated();
    bench.record('round-close', INSTITUTE, roundCompletedBody(round, aggregation, 2));
    const parent = tensors('model 1').tensorSet;
    const second = bench.record('round-open', INSTITUTE, roundOpenBody({ round: 'round-2', number: 2, parent }));
    const update = { ...tensors('x'), tensorSet: digestOf('model 1 step') };
    expect(bench.refusal('contribution', HOSPITAL, contributionBody(second.digest, 'x', { parent, update }))).toBe(
      'previous-step',
    );
    expect(bench.get(STATE.round(second.digest))?.previousStep).toBe(digestOf('model 1 step'));
  });

  it('digest-reused: is new in the whole log, by its tensors and by its file', () => {
    const bench = base.fork();
    bench.record('contribution', PHARMA, contributionBody(round, 'update'));
    expect(refusal('update', {}, bench, HOSPITAL)).toBe('digest-reused');
    const resaved = contributionBody(round, 'resaved');
    const subject = { name: 'update', sha256: fileOf('update') };
    expect(bench.refusal('contribution', HOSPITAL, resaved, { subject })).toBe('digest-reused');
    expect(refusal('x', { update: tensors('model 0') }, bench, HOSPITAL)).toBe('digest-reused');
  });

  it('vocabulary: has a band of the charter', () => {
    expect(refusal('update', { band: 'unheard-of' })).toBe('vocabulary');
  });
});
