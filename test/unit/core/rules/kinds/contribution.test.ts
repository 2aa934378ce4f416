import { describe, expect, it } from 'vitest';
import type { ContributionBody, DatasetBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { addSeconds } from '../../../../../src/core/statement/instant.ts';
import {
  aggregationBody,
  contributionBody,
  digestOf,
  roleBody,
  roundCompletedBody,
  roundOpenBody,
  tensors,
} from '../../../../_util/bodies.ts';
import { datasetBody, nonceOf, revealBody } from '../../../../_util/credit-bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, openRound, PHARMA } from '../_bench.ts';
import { openCreditRound, prepare, recordCommit } from '../_credit.ts';

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

describe('datasets in a round without credit', () => {
  const { bench: prepared, datasets } = prepare();
  const bench = prepared.fork();
  const plain = bench.record('round-open', INSTITUTE, roundOpenBody()).digest;
  const named = (...names: string[]) =>
    bench.refusal('contribution', PHARMA, contributionBody(plain, 'update', { datasets: names }));

  it('dataset-unknown: may be named, then they are own ones', () => {
    expect(named(datasets.get(PHARMA) ?? '')).toBeUndefined();
    expect(named(datasets.get(HOSPITAL) ?? '')).toBe('dataset-unknown');
  });

  it('bound no band', () => {
    const body = contributionBody(plain, 'update', { band: 'large' });
    expect(bench.refusal('contribution', PHARMA, body)).toBeUndefined();
  });

  it('no-credit: nothing is revealed, for nothing was committed to', () => {
    for (const extra of [{ commit: digestOf('x') }, { nonce: digestOf('x') }]) {
      const body = contributionBody(plain, 'update', extra);
      expect(bench.refusal('contribution', PHARMA, body)).toBe('no-credit');
    }
  });
});

describe('a contribution to a round that bears credit', () => {
  const prepared = prepare();
  const opened = openCreditRound(prepared);
  const { round: creditRound } = opened;
  const before = opened.bench;
  const commit = recordCommit(before, PHARMA, creditRound, 'update').digest;
  const { commitBy = '' } = before.get(STATE.round(creditRound))?.credit ?? {};
  const revealing = before.fork().waitUntil(commitBy, 1);
  const own = prepared.datasets.get(PHARMA) ?? '';
  const reveal = (change: Partial<ContributionBody> = {}, label = 'update') =>
    revealBody(creditRound, label, commit, [own], change);
  const revealed = (change: Partial<ContributionBody>, bench = revealing, author = PHARMA) =>
    bench.refusal('contribution', author, reveal(change));

  it('reveals what was committed to, and takes the precedence of the commitment', () => {
    const { digest, ...effect } = revealing.effect('contribution', PHARMA, reveal());
    const index = revealing.get(STATE.commit(creditRound, PHARMA))?.index;
    expect(index).toBe(before.ledger.size - 1);
    expect(effect).toEqual({
      account: PHARMA,
      issuedDelta: 0n,
      spentDelta: 0n,
      changes: {
        [STATE.artefact(tensors('update').tensorSet)]: digest,
        [STATE.artefact(fileOf('update'))]: digest,
        [STATE.contribution(digest)]: {
          round: creditRound,
          institution: PHARMA,
          weight: 3,
          status: 'submitted',
          precedence: index,
          nonce: nonceOf('update'),
        },
        [STATE.contributed(creditRound, PHARMA)]: digest,
        [STATE.round(creditRound)]: {
          ...revealing.get(STATE.round(creditRound)),
          contributed: [PHARMA],
          undecided: 1,
        },
      },
    });
  });

  it('reveal-early: comes once nobody can commit any more, to the millisecond', () => {
    expect(revealed({}, before)).toBe('reveal-early');
    expect(revealed({}, before.fork().waitUntil(commitBy))).toBe('reveal-early');
    expect(revealed({}, before.fork().waitUntil(commitBy, 1))).toBeUndefined();
  });

  it('deadline-passed: comes up to and with contributeBy', () => {
    const { contributeBy = '' } = before.get(STATE.round(creditRound)) ?? {};
    expect(revealed({}, before.fork().waitUntil(contributeBy))).toBeUndefined();
    expect(revealed({}, before.fork().waitUntil(contributeBy, 1))).toBe('deadline-passed');
  });

  it('commit-unknown: comes from who committed', () => {
    const body = reveal({ datasets: [prepared.datasets.get(HOSPITAL) ?? ''] });
    expect(revealing.refusal('contribution', HOSPITAL, body)).toBe('commit-unknown');
  });

  it('commit-mismatch: is the update that was committed to, under the nonce, by name', () => {
    expect(revealed({ commit: digestOf('x') })).toBe('commit-mismatch');
    expect(revealed({ nonce: nonceOf('other') })).toBe('commit-mismatch');
    expect(revealed({ update: tensors('other') })).toBe('commit-mismatch');
    const { commit: _, ...unnamed } = reveal();
    const { nonce: __, ...unopened } = reveal();
    for (const body of [unnamed, unopened])
      expect(revealing.refusal('contribution', PHARMA, body)).toBe('commit-mismatch');
  });

  it("commit-mismatch: another's commitment opens for nobody else", () => {
    const bench = before.fork();
    const { commitment } = bench.get(STATE.commit(creditRound, PHARMA)) ?? { commitment: '' };
    const copied = bench.record('contribution-commit', HOSPITAL, { round: creditRound, commitment }).digest;
    const datasets = [prepared.datasets.get(HOSPITAL) ?? ''];
    bench.waitUntil(commitBy, 1);
    const body = revealBody(creditRound, 'update', copied, datasets);
    expect(bench.refusal('contribution', HOSPITAL, body)).toBe('commit-mismatch');
  });

  describe('names its datasets', () => {
    const bench = before.fork();
    const preparation = [...bench.ledger.state().keys()].find((key) => key.startsWith('preparation/'));
    const declare = (dataset: string, change: Partial<DatasetBody> = {}, author = PHARMA) =>
      bench.record('dataset', author, datasetBody(dataset, preparation?.slice('preparation/'.length) ?? '', change))
        .digest;
    const banded = (dataset: string, band: string) =>
      declare(dataset, { tasks: [{ task: 'herg-10um', band, samples: digestOf(dataset), quorum: 'met' }] });
    const small = banded('small', 'small');
    const other = banded('other', 'small');
    const medium = banded('medium', 'medium');
    const late = addSeconds(commitBy, 10);
    const expiring = declare('expiring', { retainUntil: late });
    const withdrawn = declare('withdrawn');
    bench.record('withdrawal', PHARMA, { subject: withdrawn });
    const superseded = declare('superseded');
    const newer = declare('newer');
    bench.record('correction', PHARMA, { supersedes: superseded, replacement: newer });
    bench.waitUntil(commitBy, 1);

    it('dataset-missing: one at least', () => {
      const { datasets: _, ...unnamed } = reveal();
      expect(bench.refusal('contribution', PHARMA, unnamed)).toBe('dataset-missing');
    });

    it('dataset-unknown: its own', () => {
      expect(revealed({ datasets: [digestOf('x')] }, bench)).toBe('dataset-unknown');
      expect(revealed({ datasets: [own, prepared.datasets.get(HOSPITAL) ?? ''] }, bench)).toBe('dataset-unknown');
    });

    it('dataset-unusable: neither withdrawn nor superseded', () => {
      expect(revealed({ datasets: [own, withdrawn] }, bench)).toBe('dataset-unusable');
      expect(revealed({ datasets: [own, superseded] }, bench)).toBe('dataset-unusable');
      expect(revealed({ datasets: [newer] }, bench)).toBeUndefined();
    });

    it('dataset-unusable: within their time, to the millisecond', () => {
      expect(revealed({ datasets: [expiring] }, bench.fork().waitUntil(late))).toBeUndefined();
      expect(revealed({ datasets: [expiring] }, bench.fork().waitUntil(late, 1))).toBe('dataset-unusable');
    });

    it('band-over-dataset: claims no more than they declare together', () => {
      const claim = (band: string, ...datasets: string[]) => revealed({ band, datasets }, bench);
      expect(claim('medium', medium)).toBeUndefined();
      expect(claim('medium', small)).toBe('band-over-dataset');
      expect(claim('medium', small, other)).toBe('band-over-dataset');
      expect(claim('medium', small, medium)).toBeUndefined();
      expect(claim('large', small, other, medium)).toBe('band-over-dataset');
      expect(claim('large', own)).toBeUndefined();
    });
  });
});
