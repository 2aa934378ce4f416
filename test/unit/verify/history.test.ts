/**
 * What a replayed ledger tells: only what is published and sound; awards, assignments, lineages and dossiers from its records.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalize } from '../../../src/core/json/jcs.ts';
import type { Json } from '../../../src/core/json/json.ts';
import { parseRecord } from '../../../src/core/record/record.ts';
import { STATE, type StateKey, type View } from '../../../src/core/rules/state.ts';
import { readReport } from '../../../src/core/rules/utility-reading.ts';
import { validateBody, validateDocument } from '../../../src/core/statement/validate.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { type ReplayedLedger, replayLedger } from '../../../src/verify/audit/replay-ledger.ts';
import { computeAward, replacementAward } from '../../../src/verify/history/award-question.ts';
import { buildDossier } from '../../../src/verify/history/dossier.ts';
import { assignmentOf, reportsOf } from '../../../src/verify/history/evaluation.ts';
import { buildLineage } from '../../../src/verify/history/lineage.ts';
import { type RoundFacts, roundFacts } from '../../../src/verify/history/round-facts.ts';
import { verifySignature, withFile } from '../../_util/audit.ts';
import { digestOf, tensors } from '../../_util/bodies.ts';
import { creditPolicyBody } from '../../_util/credit-bodies.ts';
import { creditLedger } from '../../_util/credit-history.ts';
import { EVALUATOR, HOSPITAL, PHARMA } from '../../_util/credit-scenario.ts';
import { inputError } from '../../_util/input-error.ts';
import type { NaiveLedger } from '../../_util/naive-ledger.ts';
import { replayedOf } from '../../_util/replayed.ts';
import { mapFiles, naiveFiles, policyOf, smallConsortium } from '../../_util/stored-ledger.ts';

installNodePrimitives();

const MODEL = 'safety-net';

let naive: NaiveLedger;
let ledger: ReplayedLedger;
let policy: string;

beforeAll(async () => {
  naive = creditLedger();
  naive.publish();
  policy = `log ${naive.logKey.vkey}\nquorum none\n`;
  ledger = await replayLedger(mapFiles(naiveFiles(naive)), policy, { verifySignature });
});

describe('replaying a ledger', () => {
  it('gives the state and the records that the oracle has', () => {
    const expected = replayedOf(naive);
    expect(ledger.report).toMatchObject({ verdict: 'VERIFIED', size: naive.size, root: expected.report.root });
    for (const prefix of ['round/', 'award/', 'credit/', 'contribution/', 'dataset/'] as StateKey[])
      expect(ledger.state.under(prefix)).toEqual(expected.state.under(prefix));
    expect(ledger.history.of('credit').map(({ index }) => index)).toEqual(
      expected.history.of('credit').map(({ index }) => index),
    );
  });

  it('ends with the newest published checkpoint, in a folder as at an address', async () => {
    const consortium = smallConsortium();
    const other = new (naive.constructor as typeof NaiveLedger)(consortium.origin, consortium.logKey);
    other.appendAll(consortium.founding());
    other.publish();
    const size = other.size;
    const files = naiveFiles(other);
    const trust = `log ${consortium.logKey.vkey}\nquorum none\n`;
    other.append(
      consortium.statement(
        'report',
        'daejeon-institute',
        { report: 'r', form: 'period', size: 1 },
        {
          subject: { name: 'report', sha256: digestOf('report') },
        },
      ),
    );
    for (const isPublicCopy of [true, false]) {
      const replayed = await replayLedger(mapFiles(files, isPublicCopy), trust, { verifySignature });
      expect(replayed.report.size).toBe(size);
      expect(replayed.history.of('report')).toEqual([]);
    }
  });

  it('tells nothing of a ledger that does not hold, or that nobody can judge', async () => {
    const files = naiveFiles(naive);
    const [path = '', bytes = new Uint8Array()] = [...files].find(([name]) => name.startsWith('tile/entries/')) ?? [];
    const damaged = withFile(
      files,
      path,
      bytes.map((byte, i) => (i === bytes.length - 3 ? byte ^ 1 : byte)),
    );
    await expect(replayLedger(mapFiles(damaged), policy, { verifySignature })).rejects.toThrow(
      inputError('ledger-unsound'),
    );
    const strange = policyOf(smallConsortium());
    await expect(replayLedger(mapFiles(files), strange, { verifySignature })).rejects.toThrow(
      inputError('ledger-unjudged'),
    );
  });
});

describe('awards', () => {
  it('are those of the log, byte for byte, the one set aside included', () => {
    const [first, second] = ledger.history.of('award');
    const computed = computeAward(ledger, { model: MODEL });
    expect(computed).toMatchObject({
      standing: 'recorded',
      award: second?.digest,
      sha256: second?.statement.subject.sha256,
    });
    expect(computed.text).toBe(canonicalize(second?.statement.body ?? {}));
    expect(second?.statement.body.replaces).toBe(first?.digest);
    const [resolution] = ledger.history.of('resolution');
    const { dispute, ...upheld } = resolution?.statement.body ?? { dispute: '' };
    expect(replacementAward(ledger, dispute)).toMatchObject({ sha256: second?.statement.subject.sha256 });
    expect(upheld).toMatchObject({ replacement: second?.statement.subject.sha256 });
  });

  it('answer what would be: without a record, or under another policy', () => {
    const own = ledger.history.of('contribution').find(({ statement }) => statement.author === HOSPITAL);
    const without = computeAward(ledger, { model: MODEL, window: 1, exclude: own?.digest ?? '' });
    expect(without.standing).toBe('what-if');
    expect(without.body.lines.find(({ beneficiary }) => beneficiary === HOSPITAL)?.amount).toBe('0');
    const [report] = ledger.history.of('utility-report');
    const unreported = computeAward(ledger, { model: MODEL, exclude: report?.digest ?? '' });
    expect(new Set(unreported.body.lines.map(({ utility }) => utility))).toEqual(new Set(['0']));
    const equal = creditPolicyBody({
      policy: 'other',
      components: [{ method: 'equal', basisPoints: 10_000 }],
      budget: '300',
    });
    const { body, standing } = computeAward(ledger, { model: MODEL, policy: equal });
    expect(standing).toBe('what-if');
    expect(body.lines.reduce((sum, { amount }) => sum + Number(amount), Number(body.reserve))).toBe(300);
    expect(body.policy).not.toBe(ledger.history.of('credit-policy')[0]?.digest);
  });

  it('that are recorded with another body are found out', () => {
    const [, second] = ledger.history.of('award');
    const forged = { ...second?.statement.body, reserve: '1' };
    const history = { findOf: () => ({ ...second, statement: { ...second?.statement, body: forged } }) };
    const lying = { state: ledger.state, history: history as never };
    expect(computeAward(lying, { model: MODEL }).standing).toBe('differs');
  });

  it('say whether rounds and reports are still to come', () => {
    const at = (kind: 'utility-report' | 'round-close' | 'award'): ReplayedLedger =>
      replayedOf(naive, ledger.history.of(kind)[0]?.index);
    expect(computeAward(at('award'), { model: MODEL }).standing).toBe('due');
    expect(computeAward(at('utility-report'), { model: MODEL }).standing).toBe('early');
    expect(() => computeAward(at('round-close'), { model: MODEL })).toThrow(inputError('not-found'));
    expect(() => computeAward(ledger, { model: 'none' })).toThrow(inputError('not-found'));
    expect(() => computeAward(ledger, { model: MODEL, window: 9 })).toThrow(inputError('not-found'));
    expect(() => replacementAward(ledger, digestOf('none'))).toThrow(inputError('not-found'));
  });
});

describe('evaluation', () => {
  const facts = (): RoundFacts => roundFacts(ledger, 'round-1');
  const nowhere: View = { get: () => undefined, rootAt: () => undefined };

  it('asks for the players of the aggregation in their order, and takes the report of the log', () => {
    const assignment = assignmentOf(facts());
    expect(assignment).toMatchObject({ round: 'round-1', scheme: 'exact', form: 'open', total: 9 });
    expect(assignment.players.map(({ contribution }) => contribution)).toEqual(
      assignment.players.map(({ contribution }) => contribution).toSorted(),
    );
    const [recorded] = ledger.history.of('utility-report');
    const body = recorded?.statement.body;
    if (body?.form !== 'open') throw new Error('the scenario reports openly');
    const table = [...new Int32Array(new Uint8Array(Buffer.from(body.table, 'base64')).buffer)].map((value) => {
      const view = new DataView(new ArrayBuffer(4));
      view.setInt32(0, value, true);
      return view.getInt32(0);
    });
    expect(reportsOf(facts(), nowhere, EVALUATOR, { empty: body.empty, grand: body.grand, table })).toEqual([body]);
    const wrong = { empty: body.empty, grand: body.grand + 1, table };
    expect(() => reportsOf(facts(), nowhere, EVALUATOR, wrong)).toThrow(/not with empty and grand/);
    expect(() => reportsOf(facts(), nowhere, EVALUATOR, { ...wrong, table: [1] })).toThrow(
      inputError('bad-utility-table'),
    );
  });

  it('comes in parts of whole permutations where it is long, and goes on where it stopped', () => {
    const given = facts();
    const permutations = 5000;
    const plan = { ...given.plan, scheme: 'permutation', permutations, truncationPpm: 0 } as RoundFacts['plan'] &
      object;
    const permuted: RoundFacts = { ...given, plan };
    const orders = assignmentOf(permuted).permutations ?? [];
    expect(orders).toHaveLength(permutations);
    expect(orders.every((order) => order.toSorted().join() === '0,1,2')).toBe(true);
    const table = orders.flatMap((order) => [10 + (order[0] ?? 0), 20 + (order[1] ?? 0)]);
    const utilities = { empty: 0, grand: 30, table, quality: [1, 2, 3] };
    const bodies = reportsOf(permuted, nowhere, EVALUATOR, utilities);
    expect(bodies.map((body) => 'part' in body && [body.part, body.parts, body.quality?.length])).toEqual([
      [1, 3, 3],
      [2, 3, undefined],
      [3, 3, undefined],
    ]);
    for (const body of bodies) validateBody('utility-report', body);
    const players = assignmentOf(permuted).players.map(({ contribution, institution }) => ({
      institution,
      nonce: given.contributions.find(({ id }) => id === contribution)?.state.nonce ?? '',
    }));
    const [first] = bodies;
    if (first === undefined) throw new Error('no part');
    const planDigest = given.state.credit?.plan ?? '';
    const after = readReport(first, { planDigest, plan, players, before: undefined });
    const reported: View = {
      get: <T extends Json>(key: StateKey<T>) =>
        (key as string) === STATE.utility(given.id, EVALUATOR) ? (after as Json as T) : undefined,
      rootAt: () => undefined,
    };
    expect(reportsOf(permuted, reported, EVALUATOR, utilities)).toEqual(bodies.slice(1));
  });

  it('sealed: exact numerators and a digest, no utility', () => {
    const given = facts();
    const sealed: RoundFacts = { ...given, plan: { ...given.plan, form: 'sealed' } as RoundFacts['plan'] & object };
    const table = [0, 10, 20, 33, 40, 51, 62, 77];
    const [body] = reportsOf(sealed, nowhere, EVALUATOR, { empty: 0, grand: 77, table });
    expect(body).toMatchObject({ form: 'sealed', empty: 0, grand: 77 });
    expect(body).not.toHaveProperty('table');
    validateBody('utility-report', body);
    const lying = { empty: 1, grand: 77, table };
    expect(() => reportsOf(sealed, nowhere, EVALUATOR, lying)).toThrow();
    const shifted = { empty: 1, grand: 78, table };
    expect(() => reportsOf(sealed, nowhere, EVALUATOR, shifted)).toThrow(inputError('report-form'));
  });

  it('has nothing to ask of a round without a plan or without an aggregation', () => {
    const { plan: _, ...unplanned } = facts();
    expect(() => assignmentOf(unplanned)).toThrow(inputError('not-found'));
    const { players: __, ...state } = facts().state;
    expect(() => assignmentOf({ ...facts(), state })).toThrow(inputError('not-found'));
    expect(() => roundFacts(ledger, 'round-9')).toThrow(inputError('not-found'));
  });
});

describe('what is told of a model', () => {
  it('the lineage leads from weights to weights, by accepted contributions', () => {
    const lineage = buildLineage(ledger, MODEL);
    expect(lineage).toMatchObject({ model: MODEL, size: naive.size, first: { weights: tensors('model 0').tensorSet } });
    expect(lineage.steps).toHaveLength(1);
    expect(lineage.steps[0]).toMatchObject({
      from: tensors('model 0').tensorSet,
      to: { weights: tensors('model 1').tensorSet },
    });
    expect(lineage.steps[0]?.contributions).toHaveLength(3);
    expect(() => buildLineage(ledger, 'none')).toThrow(inputError('not-found'));
  });

  it('the dossier names records by index and digest, each once in its place, and leaves out nothing about the lineage', () => {
    const dossier = validateDocument('dossier', JSON.parse(JSON.stringify(buildDossier(ledger, MODEL))));
    const lines = [
      dossier.registered,
      ...[
        dossier.tasks,
        dossier.preparations,
        dossier.datasets,
        dossier.algorithms,
        dossier.policies,
        dossier.plans,
      ].flat(),
      ...dossier.rounds.flatMap(({ records }) => records),
      ...dossier.awards.flatMap(({ records }) => records),
      ...dossier.corrections,
      ...dossier.refusals,
      ...dossier.participants.flatMap(({ records }) => records),
    ];
    for (const { index, id, kind, author, recordedAt } of lines) {
      const record = parseRecord(naive.records[index] ?? new Uint8Array());
      expect({ id, kind, author, recordedAt }).toEqual({
        id: record.digest,
        kind: record.statement.kind,
        author: record.statement.author,
        recordedAt: record.recordedAt,
      });
    }
    expect(new Set(lines.map(({ index }) => index)).size).toBe(lines.length);
    const named = new Set(lines.map(({ index }) => index));
    const left = naive.records.flatMap((bytes, index) => {
      const { statement } = parseRecord(bytes);
      return named.has(index) ? [] : [statement.kind];
    });
    // The charter, endorsements (they stand with what they endorse), what happens to credit, and what another model or none uses.
    const expected = [
      'charter',
      'endorsement',
      'claim',
      'settlement',
      'transfer',
      'credit',
      'report',
      'dataset',
      'algorithm',
      'preparation',
      'withdrawal',
      'correction',
      'erasure',
    ];
    expect(left.filter((kind) => !expected.includes(kind))).toEqual([]);
    expect(dossier.policies[0]?.endorsements).toMatchObject([{ author: HOSPITAL, meaning: 'approval' }]);
    expect(lines.find(({ kind, status }) => kind === 'contribution' && status === 'excluded')?.author).toBe(PHARMA);
    expect(lines.filter(({ kind }) => kind === 'utility-report').every(({ body }) => !('table' in body))).toBe(true);
    expect(dossier.refusals.length).toBeGreaterThan(0);
    expect(dossier.participants.map(({ institution }) => institution)).toEqual(
      expect.arrayContaining([PHARMA, HOSPITAL, EVALUATOR]),
    );
    expect(() => buildDossier(ledger, 'none')).toThrow(inputError('not-found'));
  });
});
