import { describe, expect, it } from 'vitest';
import type { InstitutionBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { institutionBody, taskBody } from '../../../../_util/bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, OPERATOR, PHARMA } from '../_bench.ts';

const founded = Bench.founded();
const BIOTECH = 'seorak-biotech';
const REASON = { signing: { reason: { code: 'left' } } };

/** A change of an institution that is enrolled. */
function change(institution: string, overrides: Partial<InstitutionBody>): InstitutionBody {
  return institutionBody(institution, { class: 'hospital', ...overrides });
}

describe('an institution', () => {
  it('is enrolled without keys and roles, once the quorum is reached', () => {
    const bench = founded.fork();
    const signed = bench.record('institution', INSTITUTE, institutionBody(BIOTECH, { group: 'seorak' }));
    expect(bench.get(STATE.institution(BIOTECH))).toBeUndefined();
    bench.approve(PHARMA, signed);
    expect(bench.get(STATE.institution(BIOTECH))).toEqual({
      class: 'biotech',
      status: 'active',
      group: 'seorak',
      keys: {},
      roles: {},
    });
    expect(bench.get(STATE.record(signed.digest))?.account).toBe(`keys/${BIOTECH}`);
  });

  it('changes class, group and status, and keeps keys and roles', () => {
    const bench = founded.fork();
    const before = bench.get(STATE.institution(HOSPITAL));
    bench.resolve('institution', INSTITUTE, PHARMA, change(HOSPITAL, { class: 'university', group: 'namsan' }), REASON);
    expect(bench.get(STATE.institution(HOSPITAL))).toEqual({ ...before, class: 'university', group: 'namsan' });
  });

  it('author-inactive: writes no more once it left, and writes again when it is back', () => {
    const bench = founded.fork();
    bench.resolve('institution', INSTITUTE, PHARMA, change(HOSPITAL, { status: 'left' }), REASON);
    expect(bench.refusal('task', HOSPITAL, taskBody())).toBe('author-inactive');
    bench.resolve('institution', INSTITUTE, PHARMA, change(HOSPITAL, { status: 'active' }), REASON);
    expect(bench.refusal('task', HOSPITAL, taskBody())).toBeUndefined();
  });

  it('reason-missing: whoever changes one says why; who enrols one need not', () => {
    expect(founded.refusal('institution', INSTITUTE, institutionBody(BIOTECH))).toBeUndefined();
    expect(founded.refusal('institution', INSTITUTE, change(HOSPITAL, { status: 'left' }))).toBe('reason-missing');
    expect(founded.refusal('institution', INSTITUTE, change(HOSPITAL, {}))).toBe('reason-missing');
  });

  it('institution-unknown: begins active', () => {
    expect(founded.refusal('institution', INSTITUTE, institutionBody(BIOTECH, { status: 'left' }))).toBe(
      'institution-unknown',
    );
    const succeeded = institutionBody(BIOTECH, { status: 'succeeded', successor: PHARMA });
    expect(founded.refusal('institution', INSTITUTE, succeeded)).toBe('institution-unknown');
  });

  it('operator-role: the operator institution stays', () => {
    const left = institutionBody(OPERATOR, { class: 'platform-operator', status: 'left' });
    expect(founded.refusal('institution', INSTITUTE, left, REASON)).toBe('operator-role');
    const active = institutionBody(OPERATOR, { class: 'platform-operator' });
    expect(founded.refusal('institution', INSTITUTE, active, REASON)).toBeUndefined();
  });

  describe('with a successor', () => {
    const succeeded = (overrides: Partial<InstitutionBody>) =>
      founded.refusal('institution', INSTITUTE, change(HOSPITAL, overrides), REASON);

    it('is succeeded by another active institution', () => {
      const bench = founded.fork();
      const body = change(HOSPITAL, { status: 'succeeded', successor: PHARMA });
      bench.resolve('institution', INSTITUTE, PHARMA, body, REASON);
      expect(bench.get(STATE.institution(HOSPITAL))).toMatchObject({ status: 'succeeded', successor: PHARMA });
    });

    it('successor: is named exactly with the status succeeded', () => {
      expect(succeeded({ status: 'succeeded' })).toBe('successor');
      expect(succeeded({ status: 'left', successor: PHARMA })).toBe('successor');
      expect(succeeded({ status: 'active', successor: PHARMA })).toBe('successor');
    });

    it('successor: is another institution, enrolled and active', () => {
      expect(succeeded({ status: 'succeeded', successor: HOSPITAL })).toBe('successor');
      expect(succeeded({ status: 'succeeded', successor: 'nobody' })).toBe('successor');
      const bench = founded.fork();
      bench.resolve('institution', INSTITUTE, HOSPITAL, institutionBody(PHARMA, { status: 'left' }), REASON);
      const body = change(HOSPITAL, { status: 'succeeded', successor: PHARMA });
      expect(bench.refusal('institution', INSTITUTE, body, REASON)).toBe('successor');
    });
  });
});
