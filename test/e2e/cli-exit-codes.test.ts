/**
 * Each exit code but 0; with `--json` stdout is one JSON document, whatever happens. One call of each kind is a process, whose exit code
 * is seen; the others run in this one.
 */
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk, type Serving } from '../_util/cli.ts';
import { admit, foundAndServe, openRound, SECRETARIAT, safetensors, TASK } from '../_util/cli-consortium.ts';

let desk: Desk;
let serving: Serving;
let snuh: string[];
let contribute: string[];
beforeAll(async () => {
  desk = await Desk.open();
  serving = await foundAndServe(desk);
  snuh = await admit(desk.here, 'snuh');
  await openRound(desk, ['snuh']);
  await writeFile(desk.path('update.safetensors'), safetensors([0.125, 0.75]));
  contribute = ['contribute', 'update.safetensors', '--round', 'r1', '--samples', '895', ...snuh];
  await desk.here.ok(contribute);
  await desk.here.ok(['prove', '5', '--out', 'p5.json', '--later', 'later5.json']);
  await writeFile(desk.path('task.json'), JSON.stringify({ kind: 'task', body: TASK }));
});
afterAll(() => desk?.close());

/** Runs with `--json`: the first of several as a process, and so what serves. */
const jsonOf = (words: readonly string[], i: number) =>
  (i === 0 || words[0] === 'serve' ? desk : desk.here).json(words);

describe('2: usage', () => {
  test('a draft that is none, a class that does not exist, a policy that cannot be read', async () => {
    await writeFile(desk.path('no-draft.json'), '{"kind":"poem","body":{}}');
    await writeFile(desk.path('bad.policy'), 'log nonsense\nquorum none\n');
    const request = ['enrol', 'request', '--origin', 'o', '--class', 'circus', ...snuh];
    await writeFile(desk.path('typo.json'), '{"kind":"task","body":{},"subjekt":{}}');
    const words = [
      ['sign', 'no-draft.json', ...snuh],
      ['sign', 'typo.json', ...snuh],
      request,
      ['verify', 'update.proof.json', '--trust', 'bad.policy'],
      ['verify', 'update.proof.json', '--trust', 'no.policy'],
      ['prove', 'five'],
    ];
    const codes = await Promise.all(words.map(jsonOf));
    expect(codes.map(({ code, value }) => [code, value['code']])).toEqual([
      [2, 'usage'],
      [2, 'usage'],
      [2, 'schema-violation'],
      [2, 'bad-policy'],
      [2, 'usage'],
      [2, 'bad-integer'],
    ]);
  });
});

describe('3 and 4: FAILED and CANNOT TELL', () => {
  const verdictOf = async (words: readonly string[], i: number) => {
    const { code, value } = await jsonOf(['verify', ...words], i);
    return [code, value['verdict']];
  };

  test('I9: a changed proof, no proof at all, another artefact, other evidence: FAILED', async () => {
    const proof = await readFile(desk.path('update.proof.json'), 'utf8');
    await writeFile(
      desk.path('changed.json'),
      proof.replace(/"record":"(.)/, (_, first) => `"record":"${first === 'A' ? 'B' : 'A'}`),
    );
    await writeFile(desk.path('garbage.json'), 'garbage');
    await writeFile(desk.path('other.safetensors'), safetensors([0.125, 0.5]));
    const words = [
      ['changed.json'],
      ['garbage.json'],
      ['update.proof.json', '--artifact', 'other.safetensors'],
      ['update.proof.json', '--later', 'later5.json'],
    ];
    const verdicts = await Promise.all(words.map(verdictOf));
    expect(verdicts).toEqual(Array(4).fill([3, 'FAILED']));
  });

  test('I9: the policy of another log: CANNOT TELL, of a file as of a server', async () => {
    await desk.here.ok(['init', 'elsewhere', '--origin', 'log.example/elsewhere']);
    const trust = ['--trust', 'elsewhere/trust.policy'];
    expect(await verdictOf(['update.proof.json', ...trust], 0)).toEqual([4, 'CANNOT TELL']);
    expect(await desk.here.json(['sign', 'task.json', ...SECRETARIAT, ...trust])).toMatchObject({ code: 4 });
  });
});

describe('5: not found', () => {
  test('records, institutions, rounds, files, folders', async () => {
    const words = [
      ['prove', '999'],
      ['sign', 'task.json', '--as', 'nobody', '--key', 'snuh.pem'],
      ['contribute', 'update.safetensors', '--round', 'r9', '--samples', '1', ...snuh],
      ['verify', 'none.json'],
      ['verify', 'update.proof.json', '--artifact', 'none.safetensors'],
      ['serve', 'none'],
      ['reindex', 'none'],
    ];
    const codes = await Promise.all(words.map(async (each, i) => [each.join(' '), (await jsonOf(each, i)).code]));
    expect(codes).toEqual(words.map((each) => [each.join(' '), 5]));
  });
});

describe('6: not permitted', () => {
  test('a key that its group can read signs nothing', async () => {
    await chmod(desk.path('snuh.pem'), 0o640);
    const { code, stdout, stderr } = await desk.run(contribute);
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(stderr).toContain('key-file-permissions: ');
    expect(stderr).toContain('chmod 600 snuh.pem');
    expect(stderr).not.toContain('    at ');
    await chmod(desk.path('snuh.pem'), 0o600);
  });
});

describe('7: unreachable', () => {
  test('a ledger that is not there, and something that is no ledger', async () => {
    const { code, value } = await desk.json(['prove', '5', '--ledger', 'http://127.0.0.1:1']);
    expect({ code, problem: value['code'] }).toEqual({ code: 7, problem: 'unreachable' });
    expect((await desk.here.json(['status', `${serving.url}/elsewhere`])).code).toBe(5);
  });
});

describe('8: conflict, or refused by a rule', () => {
  test('a second contribution, a role that is missing, files and folders that are taken', async () => {
    const words: [string, string[]][] = [
      ['already-contributed', contribute],
      ['role-missing', ['enrol', 'admit', 'hanul.enrol.json', ...snuh]],
      ['name-taken', ['submit', 'twice.env.json']],
      ['file-exists', ['sign', 'task.json', ...SECRETARIAT, '--out', 'task.json']],
      ['key-file-exists', ['key', 'new', 'snuh.pem']],
      ['folder-not-empty', ['init', 'ledger', '--origin', 'o.example/o']],
      ['folder-locked', ['serve', 'ledger', '--port', '0']],
      ['folder-locked', ['reindex', 'ledger']],
    ];
    await desk.here.ok(['key', 'new', 'hanul.pem']);
    const request = ['enrol', 'request', '--origin', 'log.example/consortium', '--class', 'pharma'];
    await desk.here.ok([...request, '--as', 'hanul', '--key', 'hanul.pem', '--out', 'hanul.enrol.json']);
    await desk.here.ok(['sign', 'task.json', ...SECRETARIAT, '--out', 'twice.env.json']);
    const answers = await Promise.all(words.map(([, each], i) => jsonOf(each, i)));
    const found = answers.map(({ code, value }, i) => [value['code'], code, words[i]?.[1][0]]);
    expect(found).toEqual(words.map(([problem, [command]]) => [problem, 8, command]));
  });

  test('a ledger whose rules cannot work is not founded, and nothing is left in the way of the next try', async () => {
    const words = ['init', 'second', '--origin', 'log.example/second'];
    expect(await desk.here.json([...words, '--quorum', '2'])).toMatchObject({
      code: 8,
      value: { ok: false, code: 'quorum-unreachable' },
    });
    expect(await desk.here.json([...words, '--steward', '../../stray'])).toMatchObject({ code: 2 });
    expect((await desk.here.json(words)).code).toBe(0);
  });

  test('a port that is taken', async () => {
    const port = new URL(serving.url).port;
    const { code, value } = await desk.json(['serve', 'second', '--port', port]);
    expect({ code, problem: value['code'] }).toEqual({ code: 8, problem: 'address-taken' });
  });
});

describe('a reader that goes away (`| head`)', () => {
  test('is no error, and the verdict stands in the exit code', async () => {
    const child = desk.start(['verify', 'changed.json']);
    child.stdout?.destroy();
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  });
});

describe('a stack trace', () => {
  test('appears with DEBUG and only then', async () => {
    const words = ['digest', 'none'];
    const [plain, debug] = await Promise.all([desk.run(words), desk.run(words, { env: { DEBUG: '1' } })]);
    expect([plain.code, debug.code]).toEqual([5, 5]);
    expect(plain.stderr).not.toContain('    at ');
    expect(debug.stderr).toContain('    at ');
  });
});
