/**
 * The frame around the commands: help in two languages, mistakes in usage, where global options may stand.
 */
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/cli/command-list.ts';
import { runHere } from './_program.ts';

const NESTED = ['key new', 'key show', 'enrol request', 'enrol admit'];
const ALL = [...COMMANDS.map(({ name }) => name), ...NESTED];
const HANGUL = /\p{Script=Hangul}/u;

describe('help', () => {
  test.each(ALL)('%s: both languages, exit codes, no word left in the other language', async (name) => {
    const words = name.split(' ');
    const english = await runHere([...words, '--help']);
    const korean = await runHere([...words, '--help', '--lang', 'ko']);
    for (const { code, stderr } of [english, korean]) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(english.stdout).toContain(`Usage: ledgerline ${name} `);
    expect(english.stdout).toContain('\nExit codes:\n');
    expect(english.stdout).not.toMatch(HANGUL);
    expect(korean.stdout).toContain(`사용법: ledgerline ${name} `);
    expect(korean.stdout).toContain('\n종료 코드:\n');
    // Every option but --class and --algorithm, which list names, is explained in Korean.
    const options = korean.stdout.match(/^ {2}-.*(\n {6}.*)*/gm) ?? [];
    const untold = options.filter((text) => !HANGUL.test(text) && !/--class|--algorithm/.test(text));
    expect(untold).toEqual([]);
  });

  test.each(ALL)('%s: help NAME is NAME --help', async (name) => {
    const words = name.split(' ');
    expect(await runHere(['help', ...words])).toEqual(await runHere([...words, '--help']));
  });

  test('the first page lists all commands, variables and exit codes', async () => {
    const { code, stdout } = await runHere(['--help']);
    expect(code).toBe(0);
    for (const { name } of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    for (const name of ['LEDGER', 'TRUST', 'INSTITUTION', 'KEY']) expect(stdout).toContain(`LEDGERLINE_${name} `);
    for (let code = 0; code <= 8; code++) expect(stdout).toMatch(new RegExp(`^ .* ${code} [a-zA-Z]`, 'm'));
    expect(await runHere(['help'])).toEqual({ code, stdout, stderr: '' });
  });

  test('no line is wider than 80 columns, Hangul counted twice', async () => {
    for (const name of ['', ...ALL]) {
      for (const language of ['en', 'ko']) {
        const { stdout } = await runHere([...name.split(' ').filter(Boolean), '--help', '--lang', language]);
        const width = (line: string): number => [...line].reduce((sum, c) => sum + (HANGUL.test(c) ? 2 : 1), 0);
        expect(stdout.split('\n').filter((line) => width(line) > 80 && /\s/.test(line.trim().slice(30)))).toEqual([]);
      }
    }
  });

  test('version', async () => {
    expect(await runHere(['--version'])).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' });
  });
});

describe('mistakes in usage end with 2 and say what is meant', () => {
  test.each([
    [['strat'], "unknown command 'strat' (Did you mean status?)"],
    [['verfy', 'x.json'], "unknown command 'verfy' (Did you mean verify?)"],
    [['key', 'nwe'], "unknown command 'nwe' (Did you mean new?)"],
    [['help', 'verfy'], "unknown command 'verfy' (Did you mean verify?)"],
    [['verify', 'x.json', '--trsut', 'y'], "unknown option '--trsut' (Did you mean --trust?)"],
    [['verify', 'x.json', '--jsn'], "unknown option '--jsn' (Did you mean --json?)"],
    [['verify'], "missing required argument 'file'"],
    [['status', 'a', 'b'], "too many arguments for 'status'. Expected 1 argument but got 2."],
    [['contribute', 'm', '--samples', '5'], "required option '--round <name>' not specified"],
    [['init', 'd', '--origin'], "option '--origin <name>' argument missing"],
    [['init', 'd', '--origin', 'o', '--quorum', '0'], '0 is not a positive integer for --quorum'],
    [['serve', 'd', '--log-level', 'loud'], "option '--log-level <level>' argument 'loud' is invalid."],
    [['demo', '--port', '70000'], '70000 is not a port'],
    [['demo', '--threshold', 'high'], 'high is not a number for --threshold'],
    [['--lang', 'fr', 'status'], "option '--lang <language>' argument 'fr' is invalid."],
    [['submit', 'x.json', '--ledger', 'log.example', '--trust', 'p'], 'cannot be read'],
    [['prove', '5'], '--ledger (or LEDGERLINE_LEDGER) is required'],
    [['prove', '5', '--ledger', 'log.example'], 'log.example is no address'],
    [['prove', '5', '--ledger', 'http://localhost'], '--trust (or LEDGERLINE_TRUST) is required'],
    [['prove', '5', '--ledger', 'http://localhost', '--trust', 'none'], 'the trust policy none cannot be read'],
    [['verify', 'x.json', '--trust', 'none'], 'the trust policy none cannot be read'],
    [['sign', 'x.json'], '--as (or LEDGERLINE_INSTITUTION) is required'],
    [['sign', 'x.json', '--as', 'a'], '--key (or LEDGERLINE_KEY) is required'],
  ])('%j', async (words, message) => {
    const { code, stdout, stderr } = await runHere(words);
    const missing = message === 'cannot be read'; // a named file, not the words
    expect({ code, stdout }).toEqual({ code: missing ? 5 : 2, stdout: '' });
    expect(stderr).toContain(message);
    if (!missing) expect(stderr).toContain('\n  usage: The command was called wrongly; see --help.\n');
  });

  test.each([[[]], [['key']], [['enrol']]])('%j shows the help page on stderr', async (words) => {
    const { code, stdout, stderr } = await runHere(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: ledgerline/);
  });

  test.each([[['strat']], [['key']], [['verify']], [['prove', '5']]])(
    '%j --json prints one document',
    async (words) => {
      const { code, stdout } = await runHere([...words, '--json']);
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toEqual({ ok: false, code: 'usage', message: expect.stringMatching(/./) });
    },
  );
});

describe('language', () => {
  const said = async (words: string[], env: Record<string, string> = {}): Promise<string> => {
    const { stderr } = await runHere(words, env);
    return HANGUL.test(stderr) ? 'ko' : 'en';
  };

  test.each([
    [['strat'], {}, 'en'],
    [['strat', '--lang', 'ko'], {}, 'ko'],
    [['--lang', 'ko', 'strat'], {}, 'ko'],
    [['--lang=ko', 'strat'], {}, 'ko'],
    [['strat'], { LANG: 'ko_KR.UTF-8' }, 'ko'],
    [['strat'], { LANG: 'ko_KR.UTF-8', LC_ALL: 'C' }, 'en'],
    [['strat'], { LANG: 'ko_KR.UTF-8', LC_ALL: '' }, 'ko'],
    [['strat'], { LANG: 'C', LC_MESSAGES: 'ko' }, 'ko'],
    [['strat', '--lang', 'en'], { LANG: 'ko_KR.UTF-8' }, 'en'],
  ])('%j with %j is %s', async (words, env, language) => {
    expect(await said(words, env)).toBe(language);
  });
});

describe('global options stand anywhere', () => {
  test.each([
    [['--json', '--lang', 'ko', 'key', 'show', 'none.pem']],
    [['key', '--json', '--lang', 'ko', 'show', 'none.pem']],
    [['key', 'show', '--lang=ko', 'none.pem', '--json']],
  ])('%j', async (words) => {
    const { stdout, stderr } = await runHere(words);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, code: 'key-file-access' });
    expect(stderr).toMatch(HANGUL);
  });
});
