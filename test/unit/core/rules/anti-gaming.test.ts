/**
 * Ways to earn credit without the work, one test each. Every one starts from a statement that the rules accept.
 */
import { describe, expect, it } from 'vitest';
import type { ContributionBody, RoundOpenBody } from '../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../src/core/rules/state.ts';
import { commitUpdate } from '../../../../src/core/statement/update-commitment.ts';
import { digestOf, institutionBody, roleBody, tensors } from '../../../_util/bodies.ts';
import {
  awardFinalBody,
  claimBody,
  contributionCommitBody,
  creditRoundBody,
  datasetBody,
  nonceOf,
  preparationBody,
  revealBody,
} from '../../../_util/credit-bodies.ts';
import { type Bench, HOSPITAL, INSTITUTE, PHARMA } from './_bench.ts';
import {
  awardBodyOf,
  awarded,
  BIOTECH,
  CONTRIBUTORS,
  complete,
  contribute,
  drain,
  EVALUATOR,
  finalise,
  MODEL,
  measuredBody,
  openCreditRound,
  playRound,
  prepare,
  recordCommit,
  recordPolicy,
  reportOn,
  TREASURER,
} from './_credit.ts';

const prepared = prepare();
const opened = openCreditRound(prepared);
const { round } = opened;
const { commitBy = '', reportBy = '' } = opened.bench.get(STATE.round(round))?.credit ?? {};
const deadlines = opened.bench.get(STATE.round(round));
const datasetOf = (id: string) => prepared.datasets.get(id) ?? '';

/** Past the deadline of commitments; everybody has committed to the update named after it, and nobody revealed. */
function committed(label: (id: string) => string = (id) => `${id} 1`): { bench: Bench; commits: Map<string, string> } {
  const bench = opened.bench.fork();
  const commits = new Map(CONTRIBUTORS.map((id) => [id, recordCommit(bench, id, round, label(id)).digest]));
  return { bench: bench.waitUntil(commitBy, 1), commits };
}

const SMALL = [{ task: 'herg-10um', band: 'small', samples: digestOf('few samples'), quorum: 'met' as const }];

/** The pharma commits to these tensors, whatever they are; the body that would reveal them. */
function commitTo(bench: Bench, of: string, tensorSet: string): ContributionBody {
  const { origin } = bench.consortium;
  const nonce = nonceOf('chosen');
  const commitment = commitUpdate({ origin, institution: PHARMA, round: of, update: tensorSet, nonce });
  const { digest } = bench.record('contribution-commit', PHARMA, { round: of, commitment });
  return revealBody(of, 'chosen', digest, [datasetOf(PHARMA)], { update: { ...tensors('chosen'), tensorSet } });
}

const reveal = (
  commits: ReadonlyMap<string, string>,
  id: string,
  label: string,
  change: Partial<ContributionBody> = {},
) => revealBody(round, label, commits.get(id) ?? '', [datasetOf(id)], change);

/** A ledger with a completed round, and the second one open past its commitments; labels are `<id> 2`. */
function secondRound() {
  const first = reportOn(playRound(prepare({ policy: { window: { rounds: 2, seconds: 86_400 } } })));
  const second = openCreditRound(first, { number: 2 });
  return { first, second };
}

describe('nobody earns credit by', () => {
  it("reusing a digest: another's update, an own earlier one, or either saved as another file", () => {
    const same = committed(() => 'the same update');
    same.bench.record('contribution', PHARMA, reveal(same.commits, PHARMA, 'the same update'));
    const copy = reveal(same.commits, HOSPITAL, 'the same update');
    expect(same.bench.refusal('contribution', HOSPITAL, copy)).toBe('digest-reused');

    const { bench, commits } = committed();
    bench.record('contribution', PHARMA, reveal(commits, PHARMA, `${PHARMA} 1`));
    const subject = { name: 'update', sha256: digestOf(`file of ${tensors(`${PHARMA} 1`).tensorSet}`) };
    const resaved = reveal(commits, HOSPITAL, `${HOSPITAL} 1`);
    expect(bench.refusal('contribution', HOSPITAL, resaved, { subject })).toBe('digest-reused');
    expect(bench.refusal('contribution', HOSPITAL, resaved)).toBeUndefined();
  });

  it('reusing a digest of an earlier round', () => {
    const { first, second } = secondRound();
    const bench = second.bench.fork();
    const commit = recordCommit(bench, PHARMA, second.round, `${PHARMA} 1`).digest;
    bench.waitUntil(bench.get(STATE.round(second.round))?.credit?.commitBy ?? '', 1);
    const parent = tensors('model 1').tensorSet;
    const again = revealBody(second.round, `${PHARMA} 1`, commit, [first.datasets.get(PHARMA) ?? ''], { parent });
    expect(bench.refusal('contribution', PHARMA, again)).toBe('digest-reused');
  });

  it('a zero update', () => {
    const zero = opened.bench.get(STATE.model(MODEL))?.zeroUpdate ?? '';
    const bench = opened.bench.fork();
    const body = commitTo(bench, round, zero);
    bench.waitUntil(commitBy, 1);
    expect(bench.refusal('contribution', PHARMA, body)).toBe('zero-update');
  });

  it('the global step of the round before', () => {
    const { second } = secondRound();
    const bench = second.bench.fork();
    const step = bench.get(STATE.round(second.round))?.previousStep ?? '';
    const body = commitTo(bench, second.round, step);
    bench.waitUntil(bench.get(STATE.round(second.round))?.credit?.commitBy ?? '', 1);
    const parent = tensors('model 1').tensorSet;
    expect(bench.refusal('contribution', PHARMA, { ...body, parent })).toBe('previous-step');
  });

  it('something like the global step of the round before', () => {
    const { second } = secondRound();
    const contributed = contribute(second);
    const decision = measuredBody(contributed, PHARMA);
    const measure = (stepCosinePpm: number) =>
      contributed.bench.refusal('contribution-decision', INSTITUTE, {
        ...decision,
        measured: { ...decision.measured, stepCosinePpm },
      });
    expect(measure(989_999)).toBeUndefined();
    expect(measure(990_000)).toBe('outside-limits');
  });

  it('training from another parent than that of the round', () => {
    const { bench, commits } = committed();
    const stale = reveal(commits, PHARMA, `${PHARMA} 1`, { parent: tensors('model -1').tensorSet });
    expect(bench.refusal('contribution', PHARMA, stale)).toBe('parent-mismatch');
    expect(bench.refusal('contribution', PHARMA, reveal(commits, PHARMA, `${PHARMA} 1`))).toBeUndefined();
  });

  it('committing late, when others may have been revealed', () => {
    const bench = opened.bench.fork();
    const body = contributionCommitBody(bench.consortium.origin, PHARMA, round, 'late');
    expect(bench.waitUntil(commitBy).refusal('contribution-commit', PHARMA, body)).toBeUndefined();
    expect(bench.waitUntil(commitBy, 1).refusal('contribution-commit', PHARMA, body)).toBe('deadline-passed');
  });

  it('revealing early, for others to copy and commit to', () => {
    const { bench, commits } = committed();
    const body = reveal(commits, PHARMA, `${PHARMA} 1`);
    expect(bench.waitUntil(commitBy).refusal('contribution', PHARMA, body)).toBe('reveal-early');
    expect(bench.waitUntil(commitBy, 1).refusal('contribution', PHARMA, body)).toBeUndefined();
  });

  it('revealing late', () => {
    const { bench, commits } = committed();
    const body = reveal(commits, PHARMA, `${PHARMA} 1`);
    const { contributeBy = '' } = deadlines ?? {};
    expect(bench.waitUntil(contributeBy).refusal('contribution', PHARMA, body)).toBeUndefined();
    expect(bench.waitUntil(contributeBy, 1).refusal('contribution', PHARMA, body)).toBe('deadline-passed');
  });

  it("revealing another update than the committed one, or another's commitment", () => {
    const { bench, commits } = committed();
    const other = reveal(commits, PHARMA, 'a better one');
    expect(bench.refusal('contribution', PHARMA, other)).toBe('commit-mismatch');
    const nonce = { nonce: digestOf('another nonce') };
    expect(bench.refusal('contribution', PHARMA, reveal(commits, PHARMA, `${PHARMA} 1`, nonce))).toBe(
      'commit-mismatch',
    );
    const stolen = { ...reveal(commits, HOSPITAL, `${HOSPITAL} 1`), datasets: [datasetOf(PHARMA)] };
    expect(bench.refusal('contribution', PHARMA, stolen)).toBe('commit-mismatch');
  });

  it('withholding a reveal: it earns nothing, and lowers what is earned elsewhere in the window', () => {
    const first = reportOn(playRound(prepare({ policy: { window: { rounds: 2, seconds: 86_400 } } })));
    const second = reportOn(playRound(first, { number: 2, withheld: [PHARMA] }));
    expect(second.bench.get(STATE.round(second.round))?.withheld).toEqual([PHARMA]);
    const lineOf = (id: string) => awardBodyOf(second.bench).lines.find(({ beneficiary }) => beneficiary === id);
    expect(lineOf(PHARMA)).toMatchObject({ rounds: 1, reputation: 7500 });
    expect(lineOf(HOSPITAL)).toMatchObject({ rounds: 2, reputation: 10_000 });
  });

  it('withholding in the one round of a window: there is no line', () => {
    const { bench } = reportOn(playRound(prepared, { withheld: [PHARMA] }));
    expect(awardBodyOf(bench).lines.map(({ beneficiary }) => beneficiary)).toEqual([HOSPITAL, BIOTECH].sort());
  });

  it('claiming before the award is final', () => {
    const stage = awarded();
    const { bench, award } = stage;
    expect(bench.refusal('claim', PHARMA, claimBody(award, '1'))).toBe('credit-unknown');
    bench.waitUntil(bench.get(STATE.award(award))?.disputeBy ?? '', 1);
    const final = bench.record('award-final', TREASURER, awardFinalBody(award)).digest;
    expect(bench.refusal('claim', PHARMA, claimBody(final, '1'))).toBe('credits-first');
    const credit = drain(bench).get(PHARMA) ?? '';
    expect(bench.refusal('claim', PHARMA, claimBody(credit, '1'))).toBeUndefined();
  });

  it('I6: claiming twice', () => {
    const { bench, credits } = finalise(awarded());
    const credit = credits.get(PHARMA) ?? '';
    const { amount = '' } = bench.get(STATE.credit(credit)) ?? {};
    const claim = bench.record('claim', PHARMA, claimBody(credit, amount));
    expect(bench.judge(claim)).toBe('duplicate');
    expect(bench.refusal('claim', PHARMA, claimBody(credit, '1'))).toBe('credit-spent');
  });

  it('I6: claiming what another earned', () => {
    const { bench, credits } = finalise(awarded());
    expect(bench.refusal('claim', PHARMA, claimBody(credits.get(HOSPITAL) ?? '', '1'))).toBe('not-beneficiary');
  });

  it('shopping for a policy: a running window keeps its terms, and the award those of its rounds', () => {
    const first = reportOn(playRound(prepare({ policy: { window: { rounds: 2, seconds: 86_400 } } })));
    const { bench } = first;
    const equal = recordPolicy(bench, { policy: 'equal', components: [{ method: 'equal', basisPoints: 10_000 }] });
    const open = (policy: string): RoundOpenBody =>
      creditRoundBody(
        { policy, plan: first.plan, commitBy: bench.in(100), reportBy: bench.in(500) },
        {
          round: 'round-2',
          number: 2,
          parent: tensors('model 1').tensorSet,
          invited: [...CONTRIBUTORS],
          contributeBy: bench.in(200),
          decideBy: bench.in(300),
          closeBy: bench.in(400),
        },
      );
    expect(bench.refusal('round-open', INSTITUTE, open(equal))).toBe('window-terms');
    expect(bench.refusal('round-open', INSTITUTE, open(first.policy))).toBeUndefined();

    const done = reportOn(playRound(first, { number: 2 }));
    const body = awardBodyOf(done.bench);
    expect(body.policy).toBe(first.policy);
    expect(done.bench.refusal('award', TREASURER, { ...body, policy: equal })).toBe('award-differs');
  });

  it('evaluating own contributions, or those of the own group', () => {
    const { bench, policy, plan } = prepare();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(EVALUATOR, 'contributor'));
    const open = (invited: string[]): RoundOpenBody =>
      creditRoundBody(
        { policy, plan, commitBy: bench.in(100), reportBy: bench.in(500) },
        {
          invited,
          contributeBy: bench.in(200),
          decideBy: bench.in(300),
          closeBy: bench.in(400),
        },
      );
    expect(bench.refusal('round-open', INSTITUTE, open([PHARMA, EVALUATOR]))).toBe('evaluator-contributes');
    expect(bench.refusal('round-open', INSTITUTE, open([PHARMA]))).toBeUndefined();
    for (const id of [EVALUATOR, PHARMA]) {
      const known = bench.get(STATE.institution(id))?.class ?? 'pharma';
      const body = institutionBody(id, { class: known, group: 'one-house' });
      bench.resolve('institution', INSTITUTE, HOSPITAL, body, { signing: { reason: { code: 'planned' } } });
    }
    expect(bench.refusal('round-open', INSTITUTE, open([PHARMA]))).toBe('evaluator-contributes');
    expect(bench.refusal('round-open', INSTITUTE, open([HOSPITAL]))).toBeUndefined();
  });

  it('an aggregator that accepts what it measured outside the limits', () => {
    const contributed = contribute(opened);
    const decision = measuredBody(contributed, PHARMA);
    const accept = (change: Partial<typeof decision.measured>) =>
      contributed.bench.refusal('contribution-decision', INSTITUTE, {
        ...decision,
        measured: { ...decision.measured, ...change },
      });
    const { normMinMicro = 0, normMaxMicro = 0 } = contributed.bench.get(STATE.policy(opened.policy))?.limits ?? {};
    expect(accept({})).toBeUndefined();
    expect(accept({ normMicro: normMinMicro })).toBeUndefined();
    expect(accept({ normMicro: normMinMicro - 1 })).toBe('outside-limits');
    expect(accept({ normMicro: normMaxMicro })).toBeUndefined();
    expect(accept({ normMicro: normMaxMicro + 1 })).toBe('outside-limits');
    expect(accept({ nonFinite: 1 })).toBe('outside-limits');
  });

  it('copying with small changes: of two near-equal updates the earlier commitment counts', () => {
    const contributed = contribute(opened);
    const accept = (id: string, other: string, cosinePpm: number) => {
      const decision = measuredBody(contributed, id);
      const nearest = { contribution: contributed.contributions.get(other) ?? '', cosinePpm };
      return contributed.bench.refusal('contribution-decision', INSTITUTE, {
        ...decision,
        measured: { ...decision.measured, nearest },
      });
    };
    expect(accept(PHARMA, HOSPITAL, 1_000_000)).toBeUndefined();
    expect(accept(HOSPITAL, PHARMA, 989_999)).toBeUndefined();
    expect(accept(HOSPITAL, PHARMA, 990_000)).toBe('outside-limits');
  });

  it('claiming a larger band than the datasets bear out', () => {
    const { bench, commits } = committed();
    const large = reveal(commits, PHARMA, `${PHARMA} 1`, { band: 'large' });
    expect(bench.refusal('contribution', PHARMA, large)).toBeUndefined();
    const small = prepare();
    const { digest: preparation } = small.bench.record(
      'preparation',
      PHARMA,
      preparationBody({ preparation: 'prep-2' }),
    );
    const dataset = small.bench.record(
      'dataset',
      PHARMA,
      datasetBody('small-data', preparation, { tasks: SMALL }),
    ).digest;
    const from = openCreditRound({ ...small, datasets: new Map(small.datasets).set(PHARMA, dataset) });
    const contributed = contribute(from, [PHARMA]);
    const commit = contributed.commits.get(PHARMA) ?? '';
    const claim = (band: string) =>
      contributed.bench.refusal(
        'contribution',
        PHARMA,
        revealBody(from.round, `${PHARMA} 1`, commit, [dataset], { band }),
      );
    expect(claim('small')).toBeUndefined();
    expect(claim('medium')).toBe('band-over-dataset');
  });

  it('splitting into several institutions of one group: they share one cap', () => {
    const policy = { components: [{ method: 'samples' as const, basisPoints: 10_000 }], groupCapBasisPoints: 4000 };
    const from = prepare({ policy });
    for (const [id, institutionClass] of [
      [PHARMA, 'pharma'],
      [BIOTECH, 'biotech'],
    ] as const) {
      const body = institutionBody(id, { class: institutionClass, group: 'one-house' });
      from.bench.resolve('institution', INSTITUTE, HOSPITAL, body, { signing: { reason: { code: 'planned' } } });
    }
    const { bench } = complete(contribute(openCreditRound(from)));
    const { lines } = awardBodyOf(bench);
    const own = lines.filter(({ beneficiary }) => beneficiary === PHARMA || beneficiary === BIOTECH);
    expect(own.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(400_000n);
  });

  it('reports that come after everybody knows the others', () => {
    const played = playRound(prepared);
    const late = played.bench.fork();
    expect(reportBy).not.toBe('');
    const by = late.get(STATE.round(played.round))?.credit?.reportBy ?? '';
    expect(() => reportOn({ ...played, bench: late.fork().waitUntil(by) })).not.toThrow();
    expect(() => reportOn({ ...played, bench: late.fork().waitUntil(by, 1) })).toThrow('deadline-passed');
  });
});
