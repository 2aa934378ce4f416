import { describe, expect, it } from 'vitest';
import { exactShapley } from '../../../../../src/core/credit/shapley-exact.ts';
import { decodeTable } from '../../../../../src/core/credit/utility-table.ts';
import type { UtilitySealedBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, endorsementBody, taskBody } from '../../../../_util/bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, PHARMA } from '../_bench.ts';
import {
  AUDITOR,
  awardBodyOf,
  EVALUATOR,
  type Played,
  playRound,
  prepare,
  reportBodyOf,
  TREASURER,
} from '../_credit.ts';

const bench = Bench.founded();
const subject = bench.record('task', PHARMA, taskBody());

describe('an endorsement', () => {
  it('is recorded in the account of its subject', () => {
    const here = bench.fork();
    const { digest } = here.record('endorsement', HOSPITAL, endorsementBody(subject.digest, PHARMA, 'review'));
    expect(here.get(STATE.record(digest))).toMatchObject({ account: PHARMA, author: HOSPITAL });
    expect(here.get(STATE.endorsed(subject.digest, HOSPITAL, 'review'))).toBe(here.ledger.size - 1);
  });

  it('may be given by several institutions', () => {
    const here = bench.fork();
    here.approve(HOSPITAL, subject);
    here.approve(INSTITUTE, subject);
    expect(here.get(STATE.endorsed(subject.digest, INSTITUTE, 'approval'))).toBe(here.ledger.size - 1);
  });

  it('subject-unknown: is of a statement that is recorded', () => {
    const body = endorsementBody(digestOf('nothing'), PHARMA);
    expect(bench.refusal('endorsement', HOSPITAL, body)).toBe('subject-unknown');
  });

  it('subject-account: names the account that its subject belongs to', () => {
    for (const account of [HOSPITAL, 'system', `keys/${PHARMA}`]) {
      const body = endorsementBody(subject.digest, account);
      expect(bench.refusal('endorsement', HOSPITAL, body)).toBe('subject-account');
    }
  });

  it('endorses-own: is of the statement of another', () => {
    expect(bench.refusal('endorsement', PHARMA, endorsementBody(subject.digest, PHARMA))).toBe('endorses-own');
  });

  it('meaning: is signed with the meaning that it states', () => {
    const body = endorsementBody(subject.digest, PHARMA, 'approval');
    expect(bench.refusal('endorsement', HOSPITAL, body, { signing: { meaning: 'review' } })).toBe('meaning');
    expect(bench.refusal('endorsement', HOSPITAL, body, { signing: { meaning: 'author' } })).toBe('meaning');
  });

  it('already-endorsed: comes once from an institution in one meaning; who reviewed may approve later', () => {
    const here = bench.fork();
    const body = (meaning: 'approval' | 'review') => endorsementBody(subject.digest, PHARMA, meaning);
    here.record('endorsement', HOSPITAL, body('review'));
    expect(here.refusal('endorsement', HOSPITAL, body('review'))).toBe('already-endorsed');
    here.approve(HOSPITAL, subject);
    expect(here.refusal('endorsement', HOSPITAL, body('approval'))).toBe('already-endorsed');
  });
});

describe('the endorsement of a sealed utility report', () => {
  const played = playRound(prepare({ plan: { form: 'sealed' } }));
  const { round } = played;
  const sealed = played.bench.fork();
  const report = sealed.record('utility-report', EVALUATOR, sealedBodyOf(played));
  const utility = (here: Bench) => here.get(STATE.utility(round, EVALUATOR));
  const { reportBy = '' } = sealed.get(STATE.round(round))?.credit ?? {};

  it('by an auditor who approves makes it usable; who has only read it says nothing', () => {
    expect(utility(sealed)?.status).toBe('unendorsed');
    const here = sealed.fork();
    const before = utility(here);
    here.append(here.consortium.endorsement(AUDITOR, report, 'review'));
    expect(utility(here)).toEqual(before);
    here.append(here.consortium.endorsement(AUDITOR, report, 'approval'));
    expect(utility(here)).toEqual({ ...before, status: 'usable' });
    expect(here.refusal('award', TREASURER, awardBodyOf(here))).toBeUndefined();
  });

  it('by anybody else is an endorsement, and no more', () => {
    const here = sealed.fork();
    here.approve(PHARMA, report);
    expect(here.get(STATE.endorsed(report.digest, PHARMA, 'approval'))).toBeDefined();
    expect(utility(here)?.status).toBe('unendorsed');
    expect(here.refusal('award', TREASURER, awardBodyOf(here))).toBe('reports-missing');
  });

  it('counts up to and with the deadline of reports: past it the fallback holds, and no award changes any more', () => {
    const inTime = sealed.fork().waitUntil(reportBy);
    inTime.approve(AUDITOR, report);
    expect(utility(inTime)?.status).toBe('usable');

    const late = sealed.fork().waitUntil(reportBy, 1);
    const body = awardBodyOf(late);
    late.approve(AUDITOR, report);
    expect(late.get(STATE.endorsed(report.digest, AUDITOR, 'approval'))).toBeDefined();
    expect(utility(late)?.status).toBe('unendorsed');
    expect(awardBodyOf(late)).toEqual(body);
    expect(late.refusal('award', TREASURER, body)).toBeUndefined();
  });
});

/** The report of {@link reportBodyOf}, with its numerators in the place of its table. */
function sealedBodyOf(played: Played): UtilitySealedBody {
  const { table, part: _part, parts: _parts, ...rest } = reportBodyOf(played);
  const numerators = exactShapley(decodeTable(table), played.players.length).map(String);
  return { ...rest, form: 'sealed', numerators, tableDigest: digestOf(table) };
}
