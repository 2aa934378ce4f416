import { describe, expect, it } from 'vitest';
import type { InstitutionBody, RoundOpenBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import {
  digestOf,
  institutionBody,
  modelBody,
  roleBody,
  roundAbortedBody,
  roundOpenBody,
  taskBody,
  tensors,
} from '../../../../_util/bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, OPERATOR, PHARMA } from '../_bench.ts';

const base = Bench.founded();
base.record('task', PHARMA, taskBody());
base.record('model', INSTITUTE, modelBody());

const refusal = (body: Partial<RoundOpenBody>, bench = base) =>
  bench.refusal('round-open', INSTITUTE, roundOpenBody(body));

/** The institution with other particulars, by quorum. */
function changed(institution: string, body: Partial<InstitutionBody>): Bench {
  const bench = base.fork();
  const [author, other] = [INSTITUTE, PHARMA, HOSPITAL].filter((id) => id !== institution);
  bench.resolve('institution', author ?? '', other ?? '', institutionBody(institution, body), {
    signing: { reason: { code: 'left' } },
  });
  return bench;
}

describe('a round', () => {
  it('is opened on the head of a lineage', () => {
    const bench = base.fork();
    const { digest } = bench.record('round-open', INSTITUTE, roundOpenBody());
    const { contributeBy, decideBy, closeBy } = roundOpenBody();
    expect(bench.get(STATE.round(digest))).toEqual({
      round: 'round-1',
      number: 1,
      model: 'safety-net',
      parent: tensors('model 0').tensorSet,
      zeroUpdate: digestOf('zero update'),
      aggregator: INSTITUTE,
      invited: [PHARMA, HOSPITAL],
      rule: 'fedavg-v1',
      contributeBy,
      decideBy,
      closeBy,
      status: 'open',
      committed: [],
      contributed: [],
      undecided: 0,
      accepted: 0,
    });
    expect(bench.get(STATE.model('safety-net'))).toMatchObject({ rounds: 1, open: digest });
    expect(bench.get(STATE.roundName('round-1'))).toBe(digest);
    expect(bench.get(STATE.record(digest))?.account).toBe(INSTITUTE);
  });

  it('may be opened by a steward for another aggregator', () => {
    expect(base.refusal('round-open', PHARMA, roundOpenBody())).toBeUndefined();
  });

  it('model-unknown: belongs to a lineage', () => {
    expect(refusal({ model: 'unheard-of' })).toBe('model-unknown');
  });

  it('round-still-open: waits for the one before', () => {
    const bench = base.fork();
    const { digest } = bench.record('round-open', INSTITUTE, roundOpenBody());
    const second = { round: 'round-2', number: 2 };
    expect(refusal(second, bench)).toBe('round-still-open');
    bench.record('round-close', INSTITUTE, roundAbortedBody(digest, 0));
    expect(refusal(second, bench)).toBeUndefined();
  });

  it('name-taken: has a name of its own, for ever', () => {
    const bench = base.fork();
    const { digest } = bench.record('round-open', INSTITUTE, roundOpenBody());
    expect(refusal({ number: 2 }, bench)).toBe('name-taken');
    bench.record('round-close', INSTITUTE, roundAbortedBody(digest, 0));
    expect(refusal({ number: 2 }, bench)).toBe('name-taken');
  });

  it('round-number: is numbered without gaps, aborted ones included', () => {
    const bench = base.fork();
    expect(refusal({ number: 2 }, bench)).toBe('round-number');
    const { digest } = bench.record('round-open', INSTITUTE, roundOpenBody());
    bench.record('round-close', INSTITUTE, roundAbortedBody(digest, 0));
    expect(refusal({ round: 'round-2', number: 1 }, bench)).toBe('round-number');
    expect(refusal({ round: 'round-2', number: 3 }, bench)).toBe('round-number');
  });

  it('parent-mismatch: starts from the head of the lineage', () => {
    expect(refusal({ parent: tensors('other').tensorSet })).toBe('parent-mismatch');
  });

  it('deadline-passed: has its deadlines ahead and in order', () => {
    const [soon, later, last] = [base.in(10), base.in(20), base.in(30)];
    const deadlines = (contributeBy: string, decideBy: string, closeBy: string) =>
      refusal({ contributeBy, decideBy, closeBy });
    expect(deadlines(soon, later, last)).toBeUndefined();
    expect(deadlines(soon, soon, soon)).toBeUndefined();
    expect(deadlines(base.in(0.001), later, last)).toBeUndefined();
    expect(deadlines(base.now, later, last)).toBe('deadline-passed');
    expect(deadlines(later, soon, last)).toBe('deadline-passed');
    expect(deadlines(soon, last, later)).toBe('deadline-passed');
  });

  it('bad-time: has deadlines that exist', () => {
    expect(refusal({ contributeBy: '2026-11-31T00:00:00.000Z' })).toBe('bad-time');
    expect(refusal({ decideBy: '2027-01-15T23:60:00.000Z' })).toBe('bad-time');
    expect(refusal({ closeBy: '2027-02-29T00:00:00.000Z' })).toBe('bad-time');
    expect(refusal({ closeBy: '2027-01-31T24:00:00.000Z' })).toBe('bad-time');
  });

  it('role-missing: names an aggregator and contributors', () => {
    expect(refusal({ aggregator: PHARMA, invited: [HOSPITAL] })).toBe('role-missing');
    expect(refusal({ aggregator: 'nobody' })).toBe('role-missing');
    expect(refusal({ invited: [PHARMA, 'nobody'] })).toBe('role-missing');
    expect(refusal({ invited: [OPERATOR] })).toBe('role-missing');
  });

  it('role-missing: names nobody whose role has run out', () => {
    const bench = base.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(HOSPITAL, 'contributor', { until: bench.in(60) }));
    expect(refusal({}, bench)).toBeUndefined();
    expect(refusal({}, bench.wait(60))).toBe('role-missing');
  });

  it('role-missing: names nobody who has left', () => {
    const steward = (bench: Bench) => bench.refusal('round-open', PHARMA, roundOpenBody({ invited: [PHARMA] }));
    expect(steward(changed(INSTITUTE, { class: 'research-institute', status: 'left' }))).toBe('role-missing');
    expect(refusal({}, changed(HOSPITAL, { class: 'hospital', status: 'left' }))).toBe('role-missing');
  });

  it('aggregator-contributes: invites neither its aggregator nor one of the same group', () => {
    const bench = base.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(INSTITUTE, 'contributor'));
    expect(refusal({ invited: [PHARMA, INSTITUTE] }, bench)).toBe('aggregator-contributes');
    const reason = { signing: { reason: { code: 'planned' } } };
    bench.resolve('institution', INSTITUTE, PHARMA, institutionBody(HOSPITAL, { group: 'daejeon' }), reason);
    expect(refusal({}, bench)).toBeUndefined();
    bench.resolve('institution', PHARMA, HOSPITAL, institutionBody(INSTITUTE, { group: 'daejeon' }), reason);
    expect(refusal({}, bench)).toBe('aggregator-contributes');
    expect(refusal({ invited: [PHARMA] }, bench)).toBeUndefined();
  });
});
