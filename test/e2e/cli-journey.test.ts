/**
 * The journey of a small consortium, typed at a terminal: found, serve, enrol, open a round, contribute, prove, verify.
 */
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk, type Serving } from '../_util/cli.ts';
import { modelDraft, ORIGIN, readJson, roundDraft, SECRETARIAT, safetensors, TASK } from '../_util/cli-consortium.ts';

let desk: Desk;
let serving: Serving;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

const SNUH = ['--as', 'snuh', '--key', 'snuh.pem'];

/** Signs and submits a draft as the secretariat, in the words of a terminal. */
async function record(name: string, draft: object): Promise<string> {
  await writeFile(desk.path(`${name}.json`), JSON.stringify(draft));
  const digest = await desk.ok(['sign', `${name}.json`, ...SECRETARIAT, '--out', `${name}.env.json`]);
  expect(digest).toMatch(/^[0-9a-f]{64}\n$/);
  return desk.ok(['submit', `${name}.env.json`]);
}

describe('the journey', () => {
  test('init founds a ledger, keeps its keys private, and says what to hand out', async () => {
    const { code, stdout, stderr } = await desk.run(['init', 'ledger', '--origin', ORIGIN]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Founded log\.example\/consortium in ledger with secretariat: 5 records\.\n/);
    for (const key of ['log', 'operator', 'secretariat'])
      expect((await stat(desk.path('ledger', 'keys', `${key}.pem`))).mode & 0o777).toBe(0o600);
    expect(await readFile(desk.path('ledger', 'trust.policy'), 'utf8')).toMatch(
      /^log log\.example\/consortium\+[0-9a-f]{8}\+\S+\nquorum none\n$/,
    );
  });

  test('serve answers under a free port', async () => {
    serving = await desk.serve('ledger');
    desk.env['LEDGERLINE_LEDGER'] = serving.url;
    desk.env['LEDGERLINE_TRUST'] = 'ledger/trust.policy';
    expect(await desk.ok(['status'])).toMatch(
      /^origin +log\.example\/consortium\npublished +5\nroot +[0-9a-f]{64}\ncosigners +-\nready +true\n$/,
    );
  });

  test('a hospital makes its key and asks to be enrolled; the secretariat admits it', async () => {
    const made = await desk.ok(['key', 'new', 'snuh.pem', '--signer', 'Kim Minseo', '--algorithm', 'ecdsa-p256']);
    expect(made).toMatch(/^[0-9a-f]{64} {2}ecdsa-p256 {2}snuh\.pem\n-----BEGIN PUBLIC KEY-----\n/);
    expect(await desk.ok(['key', 'show', 'snuh.pem'])).toBe(made);
    const asked = ['enrol', 'request', '--origin', ORIGIN, '--class', 'hospital', '--role', 'contributor'];
    expect(await desk.ok([...asked, ...SNUH, '--out', 'snuh.enrol.json'])).toBe('snuh.enrol.json\n');
    expect(await readFile(desk.path('snuh.enrol.json'), 'utf8')).not.toMatch(/PRIVATE|Kim Minseo/);
    const admitted = await desk.ok(['enrol', 'admit', 'snuh.enrol.json', ...SECRETARIAT]);
    expect(admitted).toMatch(
      /^ {5}5 {2}[0-9a-f]{64} {2}institution\n {5}6 {2}[0-9a-f]{64} {2}key\n {5}7 {2}[0-9a-f]{64} {2}role contributor\nsnuh is admitted\n$/,
    );
    expect(await desk.ok(['enrol', 'admit', 'snuh.enrol.json', ...SECRETARIAT])).toBe('snuh is admitted\n');
  });

  test('the secretariat records task, model and round', async () => {
    expect(await record('task', { kind: 'task', body: TASK })).toMatch(
      /^8 {2}[0-9a-f]{64} {2}task\.env\.proof\.json\n$/,
    );
    await writeFile(desk.path('model0.safetensors'), safetensors([0.5, -0.25]));
    const lines = await desk.ok(['digest', 'model0.safetensors']);
    const [, sha256 = '', tensorSet = '', size] =
      /^sha256 +([0-9a-f]{64})\ntensorSet +([0-9a-f]{64})\nsizeBytes +(\d+)\n$/.exec(lines) ?? [];
    const digest = { sha256, tensorSet, sizeBytes: Number(size) };
    expect(await record('model', modelDraft(digest))).toMatch(/^9 /);
    expect(await record('round', roundDraft(digest, ['snuh']))).toMatch(/^10 /);
  });

  test('contribute says what becomes public before it does, and keeps proof and openings', async () => {
    await writeFile(desk.path('update.safetensors'), safetensors([0.125, 0.75]));
    const words = ['contribute', 'update.safetensors', '--round', 'r1', '--samples', '895', ...SNUH];
    const dry = await desk.run([...words, '--dry-run']);
    expect(dry.code).toBe(0);
    expect(JSON.parse(dry.stdout)).toMatchObject({ kind: 'contribution', body: { band: 'n-800' } });
    expect(dry.stdout).not.toMatch(/\b895\b/);

    const { code, stdout, stderr } = await desk.run(words);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^becomes public: .*band n-800.*\nstays here: .*\n$/);
    expect(stdout).toMatch(
      /^Recorded as number 11: [0-9a-f]{64}\n {2}proof +update\.proof\.json\n {2}openings +update\.openings\.json/,
    );
    expect(await readJson(desk, 'update.openings.json')).toEqual({
      samples: { value: '895', salt: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect((await stat(desk.path('update.openings.json'))).mode & 0o777).toBe(0o600);
  });

  test('I8: anybody verifies the proof with file and policy, the ledger out of reach', async () => {
    const offline = { env: { LEDGERLINE_LEDGER: 'http://127.0.0.1:1' } };
    const { code, stdout, stderr } = await desk.run(
      ['verify', 'update.proof.json', '--artifact', 'update.safetensors'],
      offline,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('\nVERIFIED\n');
    expect(stdout).toContain('No witness: others may have been shown another log.');
    const korean = await desk.ok(['verify', 'update.proof.json'], { env: { LANG: 'ko_KR.UTF-8' } });
    expect(korean).toContain('VERIFIED (확인됨)');
  });

  test('a second contribution to the round is refused, and the openings of the first stay', async () => {
    const before = await readFile(desk.path('update.openings.json'));
    const words = ['contribute', 'update.safetensors', '--round', 'r1', '--samples', '900', ...SNUH];
    const { code, stdout, stderr } = await desk.run(words);
    expect({ code, stdout }).toEqual({ code: 8, stdout: '' });
    expect(stderr).toContain('already-contributed: ');
    expect(await readFile(desk.path('update.openings.json'))).toEqual(before);
  });

  test('prove fetches any record, with later evidence; consistency checks the log between two sizes', async () => {
    const { code, stdout, stderr } = await desk.run(['prove', '5', '--out', 'p5.json', '--later', 'later5.json']);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'p5.json\n',
      stderr: 'the ledger has 12 published records\n',
    });
    expect(await desk.ok(['prove', '5'])).toBe(`${await readFile(desk.path('p5.json'), 'utf8')}\n`);
    const verdict = await desk.ok(['verify', 'p5.json', '--later', 'later5.json', '--lang', 'ko']);
    expect(verdict).toContain('이후의 기록 12개 트리에도 그대로 있습니다.');
    expect(await desk.ok(['consistency', '--from', '5'])).toMatch(
      /^Consistent: the first 5 of 12 records are unchanged\.\n {2}5 {2}[0-9a-f]{64}\n {2}12 {2}[0-9a-f]{64}\n$/,
    );
  });

  test('Ctrl-C ends the server in order; the folder tells the same as the server did', async () => {
    const { code, stderr } = await serving.stop('SIGINT');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'finishing what is under way\n' });
    // Before it ends, the ledger records that it refused the second contribution.
    expect(await desk.ok(['status', 'ledger'])).toMatch(/\npublished +13\n(.*\n)*committed +13\n$/);
  });

  test('I10: reindex rebuilds the index, and every proof is the same, byte for byte', async () => {
    await rename(desk.path('ledger', 'index'), desk.path('index-of-before'));
    expect(await desk.ok(['reindex', 'ledger'])).toBe('Indexed 13 records.\n');
    serving = await desk.serve('ledger');
    const env = { LEDGERLINE_LEDGER: serving.url };
    expect(await desk.ok(['prove', '5'], { env })).toBe(`${await readFile(desk.path('p5.json'), 'utf8')}\n`);
    const proof = await desk.ok(['prove', '11'], { env });
    expect(proof).toBe(`${await readFile(desk.path('update.proof.json'), 'utf8')}\n`);
    expect((await serving.stop('SIGTERM')).code).toBe(0);
  });
});
