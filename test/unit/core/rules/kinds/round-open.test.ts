import { describe, expect, it } from 'vitest';
import type { EvaluationPlanBody, InstitutionBody, RoundOpenBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { addSeconds } from '../../../../../src/core/statement/instant.ts';
import {
  digestOf,
  institutionBody,
  modelBody,
  QUORUMS_OF_ONE,
  roleBody,
  roundAbortedBody,
  roundOpenBody,
  taskBody,
  tensors,
} from '../../../../_util/bodies.ts';
import { ED25519_FOUNDERS } from '../../../../_util/consortium.ts';
import {
  algorithmBody,
  creditPolicyBody,
  creditRoundBody,
  evaluationPlanBody,
} from '../../../../_util/credit-bodies.ts';
import { testKey } from '../../../../_util/keys.ts';
import { Bench, HOSPITAL, INSTITUTE, OPERATOR, PHARMA } from '../_bench.ts';
import { BIOTECH, CONTRIBUTORS, EVALUATOR, playRound, prepare, recordPolicy } from '../_credit.ts';

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

describe('the algorithm of a round', () => {
  it('algorithm-unknown: is in force', () => {
    const bench = base.fork();
    const signed = bench.record('algorithm', PHARMA, algorithmBody());
    expect(refusal({ algorithm: digestOf('x') }, bench)).toBe('algorithm-unknown');
    expect(refusal({ algorithm: signed.digest }, bench)).toBe('algorithm-unknown');
    bench.approve(HOSPITAL, signed);
    const { digest, changes } = bench.effect('round-open', INSTITUTE, roundOpenBody({ algorithm: signed.digest }));
    expect(changes[STATE.round(digest)]).toMatchObject({ algorithm: signed.digest });
  });
});

describe('a round that bears credit', () => {
  const prepared = prepare();
  const { bench: ready, policy, plan } = prepared;
  type Deadlines = Record<'commitBy' | 'contributeBy' | 'decideBy' | 'closeBy' | 'reportBy', string>;
  type Credit = NonNullable<RoundOpenBody['credit']>;

  /** Deadlines 100 seconds apart, the first in 100. */
  const terms = (bench = ready): Deadlines => ({
    commitBy: bench.in(100),
    contributeBy: bench.in(200),
    decideBy: bench.in(300),
    closeBy: bench.in(400),
    reportBy: bench.in(500),
  });

  const bodyOf = (bench: Bench, credit: Partial<Credit & Deadlines> = {}, body: Partial<RoundOpenBody> = {}) => {
    const { commitBy, contributeBy, decideBy, closeBy, reportBy, ...digests } = { ...terms(bench), ...credit };
    return creditRoundBody(
      { policy, plan, ...digests, commitBy, reportBy },
      { invited: [...CONTRIBUTORS], contributeBy, decideBy, closeBy, ...body },
    );
  };
  const refused = (credit: Partial<Credit & Deadlines>, bench = ready, body: Partial<RoundOpenBody> = {}) =>
    bench.refusal('round-open', INSTITUTE, bodyOf(bench, credit, body));

  it('keeps its terms', () => {
    const { digest, changes, account } = ready.effect('round-open', INSTITUTE, bodyOf(ready));
    const { commitBy, reportBy } = terms();
    expect(account).toBe(INSTITUTE);
    expect(changes[STATE.round(digest)]).toMatchObject({ credit: { policy, plan, commitBy, reportBy } });
    expect(Object.keys(changes).sort()).toEqual(
      [STATE.round(digest), STATE.roundName('round-1'), STATE.model('safety-net')].sort(),
    );
  });

  it('policy-unknown: has a policy in force', () => {
    const bench = ready.fork();
    const pending = bench.record('credit-policy', PHARMA, creditPolicyBody({ policy: 'policy-2' }));
    expect(refused({ policy: digestOf('x') }, bench)).toBe('policy-unknown');
    expect(refused({ policy: pending.digest }, bench)).toBe('policy-unknown');
    bench.approve(HOSPITAL, pending);
    expect(refused({ policy: pending.digest }, bench)).toBeUndefined();
  });

  it('plan-unknown: has a plan that stands before it', () => {
    expect(refused({ plan: digestOf('x') })).toBe('plan-unknown');
    expect(refused({ plan: policy })).toBe('plan-unknown');
  });

  it('bad-time: has deadlines that exist', () => {
    expect(refused({ commitBy: '2026-11-31T00:00:00.000Z' })).toBe('bad-time');
    expect(refused({ reportBy: '2027-02-29T00:00:00.000Z' })).toBe('bad-time');
  });

  it('deadline-passed: commitBy lies ahead and before contributeBy, reportBy after closeBy, to the millisecond', () => {
    const { contributeBy, closeBy } = terms();
    expect(refused({ commitBy: ready.now })).toBe('deadline-passed');
    expect(refused({ commitBy: ready.in(0.001) })).toBeUndefined();
    expect(refused({ commitBy: contributeBy })).toBe('deadline-passed');
    expect(refused({ commitBy: ready.in(199.999) })).toBeUndefined();
    expect(refused({ reportBy: closeBy })).toBe('deadline-passed');
    expect(refused({ reportBy: ready.in(400.001) })).toBeUndefined();
  });

  describe('policy-plan', () => {
    const bench = ready.fork();
    const methods = ['equal', 'samples', 'leave-one-out', 'shapley-exact', 'shapley-permutation'] as const;
    const policies = new Map(
      methods.map((method) => [
        method,
        recordPolicy(bench, { policy: `only-${method}`, components: [{ method, basisPoints: 10_000 }] }),
      ]),
    );
    const sampled = { scheme: 'permutation', permutations: 8, truncationPpm: 0 } as const;
    const planned = (body: Partial<EvaluationPlanBody>) =>
      bench.record('evaluation-plan', EVALUATOR, evaluationPlanBody([EVALUATOR], body)).digest;

    it.each([
      ['exact, open', planned({ plan: 'exact-open' }), ['equal', 'samples', 'leave-one-out', 'shapley-exact']],
      ['exact, sealed', planned({ plan: 'exact-sealed', form: 'sealed' }), ['equal', 'samples', 'shapley-exact']],
      ['permutation', planned({ plan: 'permutation', ...sampled }), ['equal', 'samples', 'shapley-permutation']],
      ['leave-one-out', planned({ plan: 'loo', scheme: 'leave-one-out' }), ['equal', 'samples', 'leave-one-out']],
    ])('a plan of the scheme %s gives what these methods need, and no other', (_, digest, served) => {
      const fitting = methods.filter((method) => {
        const code = refused({ policy: policies.get(method) ?? '', plan: digest }, bench);
        expect([undefined, 'policy-plan']).toContain(code);
        return code === undefined;
      });
      expect(fitting).toEqual(served);
    });

    it('every method of a composite is served', () => {
      const components = ['shapley-exact', 'shapley-permutation'].map((method) => ({
        method: method as 'shapley-exact',
        basisPoints: 5000,
      }));
      const both = recordPolicy(bench, { policy: 'both', components });
      expect(refused({ policy: both }, bench)).toBe('policy-plan');
    });

    it('the plan is for the lineage', () => {
      const other = ready.fork();
      other.record('model', INSTITUTE, modelBody({ model: 'other-net', weights: tensors('other 0') }));
      const elsewhere = other.record(
        'evaluation-plan',
        EVALUATOR,
        evaluationPlanBody([EVALUATOR], {
          plan: 'other-plan',
          model: 'other-net',
        }),
      ).digest;
      expect(refused({ plan: elsewhere }, other)).toBe('policy-plan');
    });
  });

  describe('too-many-players', () => {
    const many = Bench.founded({
      founders: [
        ...ED25519_FOUNDERS,
        { id: EVALUATOR, class: 'university', roles: ['evaluator'], keys: [testKey('m e')] },
      ],
      charter: { quorums: QUORUMS_OF_ONE },
    });
    many.record('task', PHARMA, taskBody());
    many.record('model', INSTITUTE, modelBody());
    const ids = Array.from({ length: 65 }, (_, i) => `partner-${i}`);
    for (const id of ids) {
      many.record('institution', INSTITUTE, institutionBody(id));
      many.record('role', INSTITUTE, roleBody(id, 'contributor'));
    }
    const everybody = many.record(
      'credit-policy',
      PHARMA,
      creditPolicyBody({
        components: [{ method: 'equal', basisPoints: 10_000 }],
      }),
    ).digest;
    const sampled = { scheme: 'permutation', permutations: 8, truncationPpm: 0 } as const;

    it.each([
      ['exact', {}, 12],
      ['leave-one-out', { scheme: 'leave-one-out' } as const, 64],
      ['permutation', sampled, 64],
    ])('the scheme %s values so many', (name, scheme, most) => {
      const body = evaluationPlanBody([EVALUATOR], { plan: name, ...scheme });
      const digest = many.record('evaluation-plan', EVALUATOR, body).digest;
      const inviting = (count: number) =>
        refused({ policy: everybody, plan: digest }, many, { invited: ids.slice(0, count) });
      expect(inviting(most)).toBeUndefined();
      expect(inviting(most + 1)).toBe('too-many-players');
    });

    it('a report holds the permutations of so many, in 64 parts of 4,125 values', () => {
      const most = 64 * Math.floor(4125 / 3);
      const opens = (permutations: number, count: number) => {
        const body = evaluationPlanBody([EVALUATOR], { plan: `plan-${permutations}`, ...sampled, permutations });
        const bench = many.fork();
        const plan = bench.record('evaluation-plan', EVALUATOR, body).digest;
        return refused({ policy: everybody, plan }, bench, { invited: ids.slice(0, count) });
      };
      expect(opens(most, 4)).toBeUndefined();
      expect(opens(most + 1, 4)).toBe('too-many-players');
      expect(opens(100_000, 3)).toBeUndefined();
      expect(opens(100_000, 1)).toBeUndefined();
    });

    it('a round without credit invites more', () => {
      expect(many.refusal('round-open', INSTITUTE, roundOpenBody({ invited: ids }))).toBeUndefined();
    });
  });

  it('evaluator-contributes: invites neither an evaluator of its plan nor one of the same group', () => {
    const bench = ready.fork();
    const reason = { signing: { reason: { code: 'planned' } } };
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(EVALUATOR, 'contributor'));
    expect(refused({}, bench, { invited: [PHARMA, EVALUATOR] })).toBe('evaluator-contributes');
    const grouped = (id: string) => institutionBody(id, { class: 'university', group: 'hallym' });
    bench.resolve('institution', INSTITUTE, PHARMA, grouped(HOSPITAL), reason);
    expect(refused({}, bench)).toBeUndefined();
    bench.resolve('institution', INSTITUTE, PHARMA, grouped(EVALUATOR), reason);
    expect(refused({}, bench)).toBe('evaluator-contributes');
    expect(refused({}, bench, { invited: [PHARMA, BIOTECH] })).toBeUndefined();
  });

  describe('window-terms: while a window of the lineage runs', () => {
    const window = { rounds: 2, seconds: 86_400 };
    const first = playRound(prepare({ policy: { window } }));
    const bench = first.bench.fork();
    const policyBody = { policy: 'policy-2', window };
    const other = {
      policy: recordPolicy(bench, policyBody),
      plan: bench.record('evaluation-plan', EVALUATOR, evaluationPlanBody([EVALUATOR], { plan: 'plan-2' })).digest,
    };
    const second = { round: 'round-2', number: 2, parent: tensors('model 1').tensorSet };
    const { policy: same, plan: samePlan } = first;
    const opens = (credit: { policy?: string; plan?: string }, at = bench) =>
      refused({ policy: same, plan: samePlan, ...credit }, at, second);

    it('the next round has its policy and its plan', () => {
      expect(opens({})).toBeUndefined();
      expect(opens({ policy: other.policy })).toBe('window-terms');
      expect(opens({ plan: other.plan })).toBe('window-terms');
      expect(opens(other)).toBe('window-terms');
    });

    it('to the millisecond of its end', () => {
      const end = addSeconds(bench.get(STATE.window('safety-net', 1))?.firstClosedAt ?? '', window.seconds);
      expect(opens(other, bench.fork().waitUntil(end))).toBe('window-terms');
      expect(opens(other, bench.fork().waitUntil(end, 1))).toBeUndefined();
    });

    it('until it has all its rounds', () => {
      const full = playRound({ ...first, bench }, { number: 2 }).bench;
      const third = { round: 'round-3', number: 3, parent: tensors('model 2').tensorSet };
      expect(refused(other, full, third)).toBeUndefined();
    });

    it('too-many-players: an award holds no more institutions than the whole window credits', () => {
      const {
        bench: played,
        policy: equal,
        plan: short,
      } = playRound(
        prepare({
          policy: { window, components: [{ method: 'equal', basisPoints: 10_000 }] },
          plan: { scheme: 'leave-one-out' },
        }),
      );
      const ids = Array.from({ length: 62 }, (_, i) => `partner-${i}`);
      for (const id of ids) {
        played.resolve('institution', INSTITUTE, PHARMA, institutionBody(id));
        played.resolve('role', INSTITUTE, PHARMA, roleBody(id, 'contributor'));
      }
      const inviting = (invited: string[]) => refused({ policy: equal, plan: short }, played, { ...second, invited });
      expect(played.get(STATE.window('safety-net', 1))?.institutions).toHaveLength(3);
      expect(inviting(ids.slice(1))).toBeUndefined();
      expect(inviting(ids)).toBe('too-many-players');
      expect(inviting([...ids.slice(1), PHARMA])).toBeUndefined();
    });

    it('a round without credit has none', () => {
      expect(bench.refusal('round-open', INSTITUTE, roundOpenBody(second))).toBeUndefined();
    });
  });
});
