import { describe, expect, it } from 'vitest';
import type { RoleBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { institutionBody, modelBody, roleBody, taskBody } from '../../../../_util/bodies.ts';
import { ED25519_FOUNDERS } from '../../../../_util/consortium.ts';
import { Bench, HOSPITAL, INSTITUTE, OPERATOR, PHARMA, unreasoned } from '../_bench.ts';

const founded = Bench.founded();
const refusal = (body: RoleBody, bench = founded) => bench.refusal('role', INSTITUTE, body);
const rolesOf = (bench: Bench, id: string) => bench.get(STATE.institution(id))?.roles;

describe('a role', () => {
  it('is granted by quorum, from the completing endorsement on', () => {
    const bench = founded.fork();
    const signed = bench.record('role', INSTITUTE, roleBody(PHARMA, 'aggregator'));
    expect(rolesOf(bench, PHARMA)).not.toHaveProperty('aggregator');
    bench.approve(HOSPITAL, signed);
    expect(rolesOf(bench, PHARMA)).toMatchObject({ aggregator: { since: bench.ledger.size - 1 } });
    expect(bench.get(STATE.record(signed.digest))?.account).toBe(`keys/${PHARMA}`);
  });

  it('ends by quorum', () => {
    const bench = founded.fork();
    bench.record('task', PHARMA, taskBody());
    expect(bench.refusal('model', INSTITUTE, modelBody())).toBeUndefined();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(INSTITUTE, 'aggregator', { change: 'end' }));
    expect(rolesOf(bench, INSTITUTE)).not.toHaveProperty('aggregator');
    expect(bench.refusal('model', INSTITUTE, modelBody())).toBe('role-missing');
  });

  it('with an end is held up to and with that instant', () => {
    const bench = founded.fork();
    bench.record('task', PHARMA, taskBody());
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(PHARMA, 'aggregator', { until: bench.in(100) }));
    expect(bench.wait(98).refusal('model', PHARMA, modelBody())).toBeUndefined();
    expect(bench.now).toBe(rolesOf(bench, PHARMA)?.['aggregator']?.until);
    expect(bench.wait(0.001).refusal('model', PHARMA, modelBody())).toBe('role-missing');
  });

  it('granted again has the new end', () => {
    const bench = founded.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(PHARMA, 'regulator', { until: bench.in(100) }));
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(PHARMA, 'regulator'));
    expect(rolesOf(bench, PHARMA)?.['regulator']).not.toHaveProperty('until');
  });

  it('deadline-passed: ends after it begins', () => {
    expect(refusal(roleBody(PHARMA, 'regulator', { until: founded.now }))).toBe('deadline-passed');
    expect(refusal(roleBody(PHARMA, 'regulator', { until: founded.in(0.001) }))).toBeUndefined();
  });

  it('deadline-passed: the completing endorsement must come before the end', () => {
    const bench = founded.fork();
    const signed = bench.record('role', INSTITUTE, roleBody(PHARMA, 'regulator', { until: bench.in(100) }));
    bench.wait(100);
    expect(bench.judge(bench.consortium.endorsement(HOSPITAL, signed))).toBe('deadline-passed');
  });

  it('bad-time: ends on a day that exists', () => {
    expect(refusal(roleBody(PHARMA, 'regulator', { until: '2027-02-30T00:00:00.000Z' }))).toBe('bad-time');
  });

  it('reason-missing: whoever ends one says why', () => {
    const signed = founded.stray('role', INSTITUTE, roleBody(PHARMA, 'steward', { change: 'end' }));
    expect(founded.judge(unreasoned(signed))).toBe('reason-missing');
  });

  it('institution-unknown: is held by an enrolled institution', () => {
    expect(refusal(roleBody('nobody', 'regulator'))).toBe('institution-unknown');
  });

  it('operator-role: is not for the operator', () => {
    expect(refusal(roleBody(OPERATOR, 'regulator'))).toBe('operator-role');
  });

  it('role-not-held: ends where it is held', () => {
    expect(refusal(roleBody(PHARMA, 'regulator', { change: 'end' }))).toBe('role-not-held');
    expect(refusal(roleBody(PHARMA, 'steward', { change: 'end' }))).toBeUndefined();
  });

  describe('of evaluator, treasurer and arbiter', () => {
    const separate = ['evaluator', 'treasurer', 'arbiter'] as const;
    const holding = (role: RoleBody['role'], until?: string) => {
      const bench = founded.fork();
      bench.resolve('role', INSTITUTE, PHARMA, roleBody(PHARMA, role, until === undefined ? {} : { until }));
      return bench;
    };

    it.each(separate)('role-conflict: %s goes with neither of the other two', (role) => {
      const bench = holding(role);
      for (const other of separate) {
        expect(refusal(roleBody(PHARMA, other), bench)).toBe(other === role ? undefined : 'role-conflict');
      }
      expect(refusal(roleBody(PHARMA, 'regulator'), bench)).toBeUndefined();
      expect(refusal(roleBody(HOSPITAL, 'arbiter'), bench)).toBeUndefined();
    });

    it('role-conflict: an auditor neither contributes nor evaluates', () => {
      expect(refusal(roleBody(PHARMA, 'auditor'))).toBe('role-conflict'); // it is a contributor
      expect(refusal(roleBody(INSTITUTE, 'auditor'))).toBeUndefined();
      const bench = founded.fork();
      bench.resolve('role', INSTITUTE, PHARMA, roleBody(INSTITUTE, 'auditor'));
      for (const role of ['contributor', 'evaluator'] as const)
        expect(refusal(roleBody(INSTITUTE, role), bench)).toBe('role-conflict');
    });

    it('may follow each other in one institution', () => {
      const bench = holding('evaluator', founded.in(1000));
      expect(refusal(roleBody(PHARMA, 'treasurer'), bench)).toBe('role-conflict');
      expect(refusal(roleBody(PHARMA, 'treasurer'), bench.wait(1000))).toBeUndefined();
    });

    it('role-conflict: go together as far as the charter says, by pairs', () => {
      const bench = Bench.founded({
        founders: ED25519_FOUNDERS,
        charter: { mayCombine: ['arbiter-treasurer', 'evaluator-treasurer'] },
      });
      bench.resolve('role', INSTITUTE, PHARMA, roleBody(PHARMA, 'treasurer'));
      expect(refusal(roleBody(PHARMA, 'evaluator'), bench)).toBeUndefined();
      bench.resolve('role', INSTITUTE, HOSPITAL, roleBody(PHARMA, 'arbiter'));
      expect(refusal(roleBody(PHARMA, 'evaluator'), bench)).toBe('role-conflict');
      expect(refusal(roleBody(HOSPITAL, 'evaluator'), bench)).toBeUndefined();
    });

    it('role-conflict: do not meet in an institution that left and comes back', () => {
      const bench = holding('evaluator');
      const left = institutionBody(PHARMA, { class: 'pharma', status: 'left' });
      bench.resolve('institution', INSTITUTE, HOSPITAL, left, { signing: { reason: { code: 'left' } } });
      expect(refusal(roleBody(PHARMA, 'treasurer'), bench)).toBe('role-conflict');
    });
  });
});
