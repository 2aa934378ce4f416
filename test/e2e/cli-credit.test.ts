/**
 * A credit round at the desks of its institutions, by commands alone and in real time: from the commitment to the settled claim, with
 * a dispute that is upheld, and what anybody finds out who trusts nobody. Each command is started once as a process; what else is
 * asked of it runs in this one.
 */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RoundAnswer } from '../../src/client/answers.ts';
import { sha256 } from '../../src/core/bytes/sha256.ts';
import type { AwardBody } from '../../src/core/generated/bodies.ts';
import { formatInstant } from '../../src/core/statement/instant.ts';
import { validateDocument } from '../../src/core/statement/validate.ts';
import { digestOf } from '../_util/bodies.ts';
import { Desk, type Serving } from '../_util/cli.ts';
import { type AnyDraft, admit, foundAndServe, readJson, recordAs, SECRETARIAT, TASK } from '../_util/cli-consortium.ts';
import { type SavedModel, saveModel, say, until } from '../_util/cli-credit.ts';
import { creditPolicyBody, datasetBody, evaluationPlanBody, preparationBody } from '../_util/credit-bodies.ts';

const HEX = /^[0-9a-f]{64}$/;
/** Disputes are open so long, seconds: commands take their time on a busy machine. */
const DISPUTE_SECONDS = 10;

let desk: Desk;
let serving: Serving;
const flags: Record<string, string[]> = {};
const ids: Record<string, string> = {};
let model: SavedModel;
let snuh: SavedModel;

let output: SavedModel;
let step: SavedModel;
let commitBy: string;

beforeAll(async () => {
  desk = await Desk.open();
  serving = await foundAndServe(desk);
  for (const [id, role] of Object.entries({
    snuh: 'contributor',
    amc: 'contributor',
    kaist: 'evaluator',
    kodit: 'treasurer',
    keti: 'arbiter',
  }))
    flags[id] = await admit(desk.here, id, [role]);
  // Outside, where only the aggregator looks.
  model = await saveModel(desk, 'updates/model0.safetensors', 5_000_000, -1_000_000, 0, 0);
  snuh = await saveModel(desk, 'snuh.safetensors', 300_000, -200_000, 100_000, 0);
  await saveModel(desk, 'amc.safetensors', -50_000, 400_000, 0, 70_000);
  for (const [name, values] of [
    ['a', [300_000, -200_000, 100_000, 0]],
    ['b', [-50_000, 400_000, 0, 70_000]],
  ] as const)
    await saveModel(desk, `updates/${name}.safetensors`, ...values);
  // Weights 850 and 150: (850 a + 150 b) / 1000.
  const average = [247_500, -110_000, 85_000, 10_500] as const;
  step = await saveModel(desk, 'step1.safetensors', ...average);
  output = await saveModel(desk, 'model1.safetensors', 5_247_500, -1_110_000, 85_000, 10_500);

  await prepare();
});
afterAll(() => desk?.close());

/** Task, model, preparation, datasets, policy and plan: in this process, for they are no part of the journey. */
async function prepare(): Promise<void> {
  const secretariat = (draft: AnyDraft): Promise<string> =>
    recordAs(desk, 'secretariat', 'ledger/keys/secretariat.pem', draft);
  await secretariat({ kind: 'task', body: TASK });
  const body = {
    model: 'net',
    tasks: ['herg'],
    weights: model.tensors,
    architecture: digestOf('architecture'),
    zeroUpdate: '0'.repeat(64),
    parents: [],
  };
  await secretariat({ kind: 'model', subject: { name: 'model', sha256: model.sha256 }, body });
  const preparation = await secretariat({ kind: 'preparation', body: preparationBody() });
  for (const [id, band] of [
    ['snuh', 'n-800'],
    ['amc', 'n-100'],
  ] as const) {
    const tasks = [{ task: 'herg', band, samples: digestOf(id), quorum: 'met' as const }];
    const basis = id === 'snuh' ? ({ legalBasis: 'pseudonymised', riskTier: 'low' } as const) : {};
    const dataset = datasetBody(`${id}-assays`, preparation, { tasks, ...basis });
    await recordAs(desk, id, `${id}.pem`, { kind: 'dataset', body: dataset });
  }
  const deadlines = { award: 3600, dispute: DISPUTE_SECONDS, respond: 300, resolve: 300, final: 3600, settle: 3600 };
  ids['policy'] = await secretariat({ kind: 'credit-policy', body: creditPolicyBody({ deadlines }) });
  const plan = evaluationPlanBody(['kaist'], { model: 'net', metric: 'roc-auc-mid-rank' });
  ids['plan'] = await recordAs(desk, 'kaist', 'kaist.pem', { kind: 'evaluation-plan', body: plan });
}

/** Runs with `--json` and returns the document; throws unless it succeeds. */
async function ok<T = Record<string, string>>(...words: string[]): Promise<T> {
  return JSON.parse(await desk.here.ok([...words, '--json'])) as T;
}
/** The same as a process of its own. */
async function started<T = Record<string, string>>(...words: string[]): Promise<T> {
  return JSON.parse(await desk.ok([...words, '--json'])) as T;
}
const as = (id: string): string[] => flags[id] ?? [];
const later = (seconds: number): string => formatInstant(Date.now() + 1000 * seconds);

describe('the round', () => {
  test('is opened with its credit terms, and shown', async () => {
    commitBy = later(8);
    ids['round'] = await say(desk.here, 'open', {
      kind: 'round-open',
      body: {
        round: 'r1',
        number: 1,
        model: 'net',
        parent: model.tensors.tensorSet,
        aggregator: 'secretariat',
        invited: ['amc', 'snuh'],
        rule: 'fedavg-v1',
        contributeBy: later(600),
        decideBy: later(700),
        closeBy: later(800),
        credit: { policy: ids['policy'] ?? '', plan: ids['plan'] ?? '', commitBy, reportBy: later(900) },
      },
    });
  });

  test('commit keeps the nonce secret, and only a digest over it becomes public', async () => {
    const [first, second] = await Promise.all([
      started('commit', 'snuh.safetensors', '--round', 'r1', ...as('snuh')),
      ok('commit', 'amc.safetensors', '--round', 'r1', ...as('amc')),
    ]);
    expect(first).toMatchObject({
      id: expect.stringMatching(HEX),
      commitment: 'snuh.commitment.json',
      proof: 'snuh.commit.proof.json',
    });
    expect(second).toMatchObject({ commitment: 'amc.commitment.json' });
    expect((await stat(desk.path('snuh.commitment.json'))).mode & 0o777).toBe(0o600);
    const kept = await readJson<{ nonce: string; update: string }>(desk, 'snuh.commitment.json');
    expect(kept).toMatchObject({ round: ids['round'], update: snuh.tensors.tensorSet, commit: first['id'] });
    const proof = await readFile(desk.path('snuh.commit.proof.json'), 'utf8');
    const { record } = JSON.parse(proof) as { record: string };
    const { envelope } = JSON.parse(Buffer.from(record, 'base64').toString()) as { envelope: { payload: string } };
    const payload = Buffer.from(envelope.payload, 'base64').toString();
    expect(payload).not.toContain(kept.nonce);
    expect(payload).not.toContain(kept.update);
    expect(await desk.here.ok(['verify', 'snuh.commit.proof.json'])).toContain('VERIFIED');
  });

  test('contribute reveals it, and refuses a model that changed since', async () => {
    await until(commitBy);
    const words = (id: string, samples: string) => [
      'contribute',
      `${id}.safetensors`,
      '--round',
      'r1',
      '--samples',
      samples,
      '--dataset',
      `${id}-assays`,
      ...as(id),
    ];
    await saveModel(desk, 'snuh.safetensors', 1, 2, 3, 4);
    const changed = await desk.here.json(words('snuh', '895'));
    expect([changed.code, changed.value['code']]).toEqual([8, 'commit-mismatch']);
    expect(changed.value['message']).toContain(snuh.tensors.tensorSet);
    await saveModel(desk, 'snuh.safetensors', 300_000, -200_000, 100_000, 0);
    const none = await desk.here.json([...words('snuh', '895'), '--commitment', 'amc.commitment.json']);
    expect([none.code, none.value['code']]).toEqual([5, 'file-not-found']);
    const unknown = await desk.here.json([...words('snuh', '895'), '--dataset', 'nothing']);
    expect(unknown.code).toBe(5);
    ids['snuh'] = (await ok(...words('snuh', '895')))['id'] ?? '';
    ids['amc'] = (await ok(...words('amc', '150')))['id'] ?? '';
  });

  test('decide measures every update, shows what the limits imply, and records it', async () => {
    const words = ['decide', '--round', 'r1', '--updates', 'updates', ...SECRETARIAT];
    const dry = await desk.here.ok([...words, '--dry-run']);
    expect(dry).toMatch(/^index +institution +norm \(micro\) +not finite +nearest \(ppm\) +step \(ppm\) +decision\n/);
    expect(dry).toMatch(/\n- +snuh +374166 +0 +-620557 +- +accepted\n/);
    const missing = await desk.here.json(['decide', '--round', 'r1', '--updates', 'ledger', ...SECRETARIAT]);
    expect([missing.code, missing.value['code']]).toEqual([5, 'updates-missing']);
    const { decisions } = await started<{ decisions: { institution: string; outcome: string }[] }>(...words);
    expect(decisions.map(({ institution, outcome }) => [institution, outcome])).toEqual([
      ['snuh', 'accepted'],
      ['amc', 'accepted'],
    ]);
    expect(await desk.here.ok(words)).toBe('nothing is undecided\n');
  });

  test('it is aggregated and closed; whoever holds the updates checks all of it', async () => {
    const weights = [
      { contribution: ids['snuh'] ?? '', weight: 850 },
      { contribution: ids['amc'] ?? '', weight: 150 },
    ];
    const body = {
      round: ids['round'] ?? '',
      parent: model.tensors.tensorSet,
      contributions: weights,
      total: 1000,
      rule: 'fedavg-v1' as const,
      output: output.tensors,
      step: step.tensors.tensorSet,
    };
    const aggregation = await say(desk.here, 'aggregation', {
      kind: 'aggregation',
      subject: { name: 'model', sha256: output.sha256 },
      body,
    });
    await say(desk.here, 'close', {
      kind: 'round-close',
      body: { round: ids['round'] ?? '', outcome: 'completed', aggregation, contributions: 2 },
    });
    const recheck = ['round', 'recheck', '--round', 'r1', '--updates', 'updates'];
    const text = await desk.ok(recheck);
    expect(text).toMatch(
      /^r1: VERIFIED\n {2}#\d+ {2}snuh {2}VERIFIED\n {2}#\d+ {2}amc {2}VERIFIED\n {2}#\d+ {2}aggregation {2}VERIFIED\n$/,
    );
    expect(await desk.here.ok([...recheck, '--folder', 'ledger'])).toBe(text);
    await saveModel(desk, 'some/a.safetensors', 300_000, -200_000, 100_000, 0);
    const some = await desk.here.json(['round', 'recheck', '--round', 'r1', '--updates', 'some', '--folder', 'ledger']);
    expect([some.code, some.value['verdict']]).toEqual([4, 'CANNOT TELL']);
  });

  test('evaluate says what to value, checks the report, and records it', async () => {
    const words = ['evaluate', '--round', 'r1', ...as('kaist')];
    const asked = await ok<{ players: { institution: string; contribution: string }[]; total: number; scheme: string }>(
      ...words,
    );
    expect(asked).toMatchObject({ scheme: 'exact', total: 1000 });
    const position = asked.players.findIndex(({ institution }) => institution === 'snuh');
    const alone = position === 0 ? [3000, 1000] : [1000, 3000];
    await writeFile(desk.path('short.json'), JSON.stringify({ empty: 500_000, grand: 504_000, table: [500_000] }));
    const short = await desk.here.json([...words, '--table', 'short.json']);
    expect([short.code, short.value['code']]).toEqual([2, 'bad-utility-table']);
    const table = [500_000, 500_000 + (alone[0] ?? 0), 500_000 + (alone[1] ?? 0), 504_000];
    await writeFile(desk.path('utilities.json'), JSON.stringify({ empty: 500_000, grand: 504_000, table }));
    const sealed = await desk.here.json([...words, '--table', 'utilities.json', '--sealed']);
    expect([sealed.code, sealed.value['code']]).toEqual([2, 'usage']);
    const { reports } = await started<{ reports: { id: string }[] }>(...words, '--table', 'utilities.json');
    expect(reports).toHaveLength(1);
  });

  test('round show tells all of it, and where the proofs are', async () => {
    const shown = await started<RoundAnswer>('round', 'show', 'r1');
    expect(shown).toMatchObject({
      status: 'completed',
      window: 1,
      reports: [{ evaluator: 'kaist', status: 'usable' }],
    });
    const text = await desk.here.ok(['round', 'show', 'r1']);
    for (const each of [
      'commitments',
      'contributions (player, institution, status, weight)',
      'reports',
      ids['snuh'] ?? '',
    ])
      expect(text).toContain(each);
    expect(await desk.here.ok(['round', 'show', 'r1', '--lang', 'ko'])).toContain('확약');
    expect((await desk.here.json(['round', 'show', 'r9'])).code).toBe(5);
  });
});

describe('the award', () => {
  const compute = async (...words: string[]) => {
    const { code, stdout, stderr } = await desk.here.run(['award', 'compute', 'net', ...words]);
    return { code, stdout, stderr };
  };

  test('anyone computes the same bytes, from the address and from the folder', async () => {
    const [address, folder] = [await desk.run(['award', 'compute', 'net']), await compute('--folder', 'ledger')];
    expect(address.stdout).toBe(folder.stdout);
    const digest = Buffer.from(sha256(Buffer.from(address.stdout.trimEnd()))).toString('hex');
    expect(address.stderr).toBe(`sha256 ${digest}\nthe log allows this award now\n`);
    const { lines, reserve } = JSON.parse(address.stdout) as AwardBody;
    // Samples 850 and 150 by 40 %, utilities 3000 and 1000 by 60 %, of 1000001.
    expect(lines.map(({ beneficiary, amount }) => [beneficiary, amount])).toEqual([
      ['amc', '210000'],
      ['snuh', '790001'],
    ]);
    expect(reserve).toBe('0');
    const { value } = await desk.here.json(['award', 'compute', 'net', '--window', '2']);
    expect(value['code']).toBe('not-found');
    const answer = await fetch(`${serving.url}/api/v1/policies/${ids['policy']}`);
    const policy = (await answer.json()) as { body: object };
    await writeFile(
      desk.path('equal.json'),
      JSON.stringify({ ...policy.body, components: [{ method: 'equal', basisPoints: 10_000 }] }),
    );
    const equal = await compute('--policy', 'equal.json');
    expect((JSON.parse(equal.stdout) as AwardBody).lines.map(({ amount }) => amount).sort()).toEqual([
      '500000',
      '500001',
    ]);
    expect(equal.stderr).toContain('what if');
  });

  test('the treasurer records it, and it is disputed', async () => {
    const early = await desk.here.json(['award', 'submit', 'net', ...as('snuh')]);
    expect([early.code, early.value['code']]).toEqual([8, 'role-missing']);
    ids['award'] = (await started('award', 'submit', 'net', '--out', 'award.proof.json', ...as('kodit')))['id'] ?? '';
    await writeFile(desk.path('notes.txt'), 'the same laboratory notebook');
    const words = ['dispute', ids['award'], '--grounds', 'copied', '--evidence', 'notes.txt', ...as('snuh')];
    const dispute = await started(...words, '--about', ids['amc'] ?? '');
    expect(dispute).toMatchObject({ respondent: 'amc' });
    ids['dispute'] = dispute['id'] ?? '';
    const wrong = await desk.here.json([...words, '--about', ids['award']]);
    expect([wrong.code, wrong.value['code']]).toEqual([8, 'disputed-unknown']);
  });

  test('it is shown, it has a proof, and it equals what everybody computes', async () => {
    expect(await desk.here.ok(['verify', 'award.proof.json'])).toContain('VERIFIED');
    expect((await compute()).stderr).toContain('this is the award in the log');
    const shown = await desk.ok(['award', 'show', ids['award'] ?? '']);
    expect(shown).toMatch(/snuh +790001 +1 /);
    expect(shown).toContain(ids['dispute']);
    const final = await desk.here.json(['award', 'finalise', ids['award'] ?? '', ...as('kodit')]);
    expect(final.code).toBe(8);
    expect(['dispute-window', 'dispute-open']).toContain(final.value['code']);
  });

  test('the respondent answers, and the arbiter computes what takes its place', async () => {
    await desk.ok(['respond', ids['dispute'] ?? '', '--position', 'contests', ...as('amc')]);
    const without = await compute('--exclude', ids['amc'] ?? '');
    const resolved = await started('resolve', ids['dispute'] ?? '', '--finding', 'upheld', ...as('keti'));
    expect(without.stderr).toContain(`sha256 ${resolved['replacement']}\n`);
    expect((await compute('--folder', 'ledger')).stdout).toBe(without.stdout);
    ids['award'] = (await ok('award', 'submit', 'net', ...as('kodit')))['id'] ?? '';
    const { body, disputeBy } = await ok<{ body: AwardBody; disputeBy: string }>('award', 'show', ids['award']);
    expect(body.lines.map(({ beneficiary, amount }) => [beneficiary, amount])).toEqual([
      ['amc', '0'],
      ['snuh', '1000001'],
    ]);
    expect(body.replaces).toMatch(HEX);
    await until(disputeBy);
    await desk.ok(['award', 'finalise', ids['award'], ...as('kodit')]);
  });
});

describe('the credit', () => {
  const credits = async (id: string) => {
    const answer = await fetch(`${serving.url}/api/v1/institutions/${id}/credits`);
    return ((await answer.json()) as { items: { id: string; amount: string; spent: string }[] }).items;
  };

  test('follows the final award, and is claimed in parts, transferred, and never twice', async () => {
    const [credit] = await credits('snuh');
    expect(credit).toMatchObject({ amount: '1000001', spent: '0' });
    const own = ['--credit', credit?.id ?? '', ...as('snuh')];
    const { claims } = await started<{ claims: { id: string; amount: string }[] }>('claim', ...own, '--amount', '1000');
    ids['claim'] = claims[0]?.id ?? '';
    await desk.ok(['transfer', ...own, '--to', 'amc', '--amount', '1']);
    expect(await credits('amc')).toMatchObject([{ amount: '1', spent: '0' }]);
    const rest = await ok<{ claims: { amount: string }[] }>('claim', '--all', ...as('snuh'));
    expect(rest.claims.map(({ amount }) => amount)).toEqual(['999000']);
    expect(await desk.here.ok(['claim', '--all', ...as('snuh')])).toBe('nothing is left to claim\n');
    const twice = await desk.here.json(['claim', ...own]);
    expect([twice.code, twice.value['code']]).toEqual([8, 'credit-spent']);
    const another = await desk.here.json(['claim', '--credit', credit?.id ?? '', ...as('kaist')]);
    expect([another.code, another.value['code']]).toEqual([8, 'not-beneficiary']);
    for (const words of [[], ['--all', '--amount', '5'], ['--all', ...own]])
      expect((await desk.here.json(['claim', ...words, ...as('snuh')])).code).toBe(2);
  });

  test('a claim is settled once; what the reference is stays with the treasurer', async () => {
    const words = [
      'settle',
      ids['claim'] ?? '',
      '--form',
      'compute',
      '--reference',
      'invoice 2026-118',
      ...as('kodit'),
    ];
    const settled = await started(...words, '--openings', 'settled.openings.json', '--out', 'settled.proof.json');
    expect(settled).toMatchObject({ institution: 'snuh', openings: 'settled.openings.json' });
    expect((await stat(desk.path('settled.openings.json'))).mode & 0o777).toBe(0o600);
    const opened = ['open', '--opening', 'settled.openings.json', '--proof', 'settled.proof.json'];
    expect(await desk.here.ok(opened)).toContain('invoice 2026-118');
    const again = await desk.here.json(words);
    expect([again.code, again.value['code']]).toEqual([8, 'already-settled']);
  });
});

describe('what is told of a model', () => {
  test('the lineage, the same from address and folder', async () => {
    const lineage = await started<{ steps: object[] }>('lineage', 'net');
    expect(lineage.steps).toMatchObject([
      { round: 'r1', from: model.tensors.tensorSet, to: { weights: output.tensors.tensorSet } },
    ]);
    expect(await ok('lineage', 'net', '--folder', 'ledger')).toEqual(lineage);
    expect(await desk.here.ok(['lineage', 'net'])).toContain('snuh (850, #');
  });

  test('the dossier: schema, sections, every line provable', async () => {
    const text = await desk.ok(['dossier', 'net', '--out', 'dossier.json', '--folder', 'ledger']);
    const dossier = validateDocument('dossier', await readJson(desk, 'dossier.json'));
    expect(await ok('dossier', 'net')).toEqual(dossier);
    expect(dossier.datasets.map(({ body }) => Reflect.get(body, 'legalBasis')).sort()).toEqual([
      'contract',
      'pseudonymised',
    ]);
    expect(dossier.rounds[0]?.records.map(({ kind }) => kind)).toEqual([
      'round-open',
      'contribution-commit',
      'contribution-commit',
      'contribution',
      'contribution',
      'contribution-decision',
      'contribution-decision',
      'aggregation',
      'round-close',
      'utility-report',
    ]);
    expect(dossier.rounds[0]?.records.find(({ id }) => id === ids['amc'])?.status).toBe('excluded');
    expect(dossier.awards.map(({ status }) => status)).toEqual(['set-aside', 'final']);
    expect(dossier.participants.map(({ institution }) => institution)).toEqual(
      expect.arrayContaining(['amc', 'kaist', 'keti', 'kodit', 'secretariat', 'snuh']),
    );
    const line = dossier.datasets[0];
    await desk.here.ok(['prove', String(line?.index), '--out', 'line.proof.json']);
    expect(JSON.stringify(await ok('verify', 'line.proof.json'))).toContain(line?.id);
    for (const each of ['legal-basis=pseudonymised', 'Round 1: r1, completed', 'Award of window 1, set-aside'])
      expect(text).toContain(each);
    expect(await desk.here.ok(['dossier', 'net', '--lang', 'ko', '--folder', 'ledger'])).toContain(
      '데이터셋과 법적 근거',
    );
    expect((await desk.here.json(['dossier', 'nothing'])).code).toBe(5);
  });

  test('nothing is computed from a ledger that does not hold', async () => {
    await desk.here.ok(['init', 'elsewhere', '--origin', 'log.example/elsewhere']);
    const other = await desk.here.json(['lineage', 'net', '--folder', 'ledger', '--trust', 'elsewhere/trust.policy']);
    expect([other.code, other.value['code']]).toEqual([4, 'ledger-unjudged']);
    const entries = desk.path('elsewhere', 'tile', 'entries', '000.p', '5');
    const bytes = await readFile(entries);
    bytes[bytes.length - 9] = (bytes.at(-9) ?? 0) ^ 1;
    await writeFile(entries, bytes);
    const damaged = await desk.here.json([
      'dossier',
      'net',
      '--folder',
      'elsewhere',
      '--trust',
      'elsewhere/trust.policy',
    ]);
    expect([damaged.code, damaged.value['code']]).toEqual([3, 'ledger-unsound']);
    expect((await desk.here.json(['lineage', 'net', '--folder', 'ledger', '--ledger', serving.url])).code).toBe(2);
  });
});

test('a measurement that was made up is found by whoever holds the updates', async () => {
  const round = await say(desk.here, 'open2', {
    kind: 'round-open',
    body: {
      round: 'r2',
      number: 2,
      model: 'net',
      parent: output.tensors.tensorSet,
      aggregator: 'secretariat',
      invited: ['snuh'],
      rule: 'fedavg-v1',
      contributeBy: later(600),
      decideBy: later(600),
      closeBy: later(600),
    },
  });
  await saveModel(desk, 'r2.safetensors', 3_000_000, 4_000_000, 0, 0);
  await saveModel(desk, 'updates/r2.safetensors', 3_000_000, 4_000_000, 0, 0);
  await saveModel(desk, 'updates/step1.safetensors', 247_500, -110_000, 85_000, 10_500);
  const contribution =
    (await ok('contribute', 'r2.safetensors', '--round', 'r2', '--samples', '895', ...as('snuh')))['id'] ?? '';
  const measured = { normMicro: 5_000_002, nonFinite: 0, stepCosinePpm: 219_636 };
  const body = { contribution, institution: 'snuh', outcome: 'accepted' as const, measured };
  await say(desk.here, 'lie', { kind: 'contribution-decision', body });
  const { code, stdout } = await desk.here.run(['round', 'recheck', '--round', round, '--updates', 'updates']);
  expect(code).toBe(3);
  expect(stdout).toContain('normMicro: recorded 5000002, but 5000000');
  expect(stdout).toContain('r2: FAILED');
});

test('an update is not shown to anybody while others can still commit', async () => {
  const secretariat = (draft: AnyDraft): Promise<string> =>
    recordAs(desk, 'secretariat', 'ledger/keys/secretariat.pem', draft);
  const { id: round } = await ok<RoundAnswer>('round', 'show', 'r2');
  await secretariat({
    kind: 'round-close',
    body: { round, outcome: 'aborted', contributions: 1 },
    reason: { code: 'round-failed' },
  });
  const credit = {
    policy: ids['policy'] ?? '',
    plan: ids['plan'] ?? '',
    commitBy: later(500),
    reportBy: later(900),
  };
  await secretariat({
    kind: 'round-open',
    body: {
      round: 'r3',
      number: 3,
      model: 'net',
      parent: output.tensors.tensorSet,
      aggregator: 'secretariat',
      invited: ['snuh'],
      rule: 'fedavg-v1',
      contributeBy: later(600),
      decideBy: later(700),
      closeBy: later(800),
      credit,
    },
  });
  await saveModel(desk, 'r3.safetensors', 7, 7, 7, 7);
  await desk.here.ok(['commit', 'r3.safetensors', '--round', 'r3', ...as('snuh')]);
  const words = ['contribute', 'r3.safetensors', '--round', 'r3', '--samples', '895', '--dataset', 'snuh-assays'];
  const early = await desk.here.json([...words, ...as('snuh')]);
  expect([early.code, early.value['code']]).toEqual([8, 'reveal-early']);
  expect(early.value['message']).toContain(credit.commitBy);
});
