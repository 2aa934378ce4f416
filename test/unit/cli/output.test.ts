/**
 * What a command prints, and which exit code an error has.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../../src/cli/exit-codes.ts';
import { Output } from '../../../src/cli/output.ts';
import { CATALOGUE } from '../../../src/core/catalogue/catalogue.ts';
import { CREDIT_CODES } from '../../../src/core/catalogue/credit.ts';
import { RULE_CODES } from '../../../src/core/catalogue/rules.ts';
import { InputError } from '../../../src/core/error.ts';

function caught(json: boolean) {
  const printed = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof printed) => ({
    write: (text: string) => {
      printed[name] += text;
    },
  });
  const output = new Output({ language: 'en', json, stdout: stream('stdout'), stderr: stream('stderr') });
  return { output, printed };
}

describe('output', () => {
  test('an error: message, code, what to do; no trace', () => {
    const { output, printed } = caught(false);
    expect(output.error(new InputError('not-found', 'there is no record 7'))).toBe(5);
    expect(printed).toEqual({
      stdout: '',
      stderr: 'error there is no record 7\n  not-found: There is nothing by this name.\n',
    });
  });

  test('whatever is thrown is reported without a trace', () => {
    for (const thrown of [new Error('odd'), 'odd', new TypeError('odd')]) {
      const { output, printed } = caught(false);
      expect(output.error(thrown)).toBe(1);
      expect(printed.stderr).toMatch(/^error odd\n {2}unexpected: .*\n$/);
    }
  });

  test('with --json stdout is one document, also when an error follows the result', () => {
    const { output, printed } = caught(true);
    output.result({ ok: true }, 'for people');
    output.line('for people');
    expect(output.error(new InputError('storage-failed', 'disk full'))).toBe(1);
    expect(JSON.parse(printed.stdout)).toEqual({ ok: true });
    expect(printed.stderr).toContain('disk full');
  });

  test('a document is the same with and without --json, and the only one', () => {
    for (const json of [false, true]) {
      const { output, printed } = caught(json);
      output.document('{"a":1}');
      output.error(new Error('later'));
      expect(printed.stdout).toBe('{"a":1}\n');
    }
  });
});

describe('an error', () => {
  test('shows one line of no endless length, in which nothing steers a terminal, whatever a file or a name holds', () => {
    for (const json of [false, true]) {
      const { output, printed } = caught(json);
      output.error(new InputError('bad-policy', `\u001b[2J\u009b1A\r\n\u202efdp.exe\ud800${'x'.repeat(100_000)}`));
      const message = json
        ? (JSON.parse(printed.stdout) as { message: string }).message
        : printed.stderr.split('\n')[0];
      expect(message).toMatch(/^(?:error )?\\u\{1b\}\[2J\\u\{9b\}1A\\u\{d\}\\u\{a\}\\u\{202e\}fdp\.exe\\u\{d800\}x+…$/);
      expect(message?.length).toBeLessThan(1100);
      expect(printed.stderr).toContain('bad-policy:');
    }
  });
});

describe('exit codes', () => {
  test('every code of the catalogue has one from 1 to 8; refusals by a rule have 8', () => {
    for (const code of Object.keys(CATALOGUE)) expect([1, 2, 3, 4, 5, 6, 7, 8], code).toContain(exitCodeOf(code));
    for (const code of Object.keys({ ...RULE_CODES, ...CREDIT_CODES })) expect(exitCodeOf(code), code).toBe(8);
    expect(exitCodeOf('no code of ours')).toBe(1);
  });

  test('those that scripts branch on', () => {
    const table = {
      usage: 2,
      'bad-policy': 2,
      'checkpoint-inconsistent': 3,
      integrity: 3,
      'unverified-note': 4,
      'not-found': 5,
      'folder-missing': 5,
      'key-file-permissions': 6,
      'reading-token': 6,
      unreachable: 7,
      stopped: 7,
      'folder-locked': 8,
      'file-exists': 8,
    };
    expect(Object.fromEntries(Object.keys(table).map((code) => [code, exitCodeOf(code)]))).toEqual(table);
  });
});

describe('errors of the system are explained', () => {
  const report = async (action: Promise<unknown>) => {
    const { output, printed } = caught(true);
    const code = output.error(
      await action.then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
    return { code, name: (JSON.parse(printed.stdout) as { code: string }).code };
  };

  test('a missing file, a folder in its place, a name that is taken', async () => {
    expect(await report(readFile(`${tmpdir()}/none/none`))).toEqual({ code: 5, name: 'file-not-found' });
    expect(await report(readFile(tmpdir()))).toEqual({ code: 5, name: 'file-not-found' });
    expect(await report(readFile(`${tmpdir()}/${'n'.repeat(300)}`))).toEqual({ code: 5, name: 'file-not-found' });
    const self = new URL(import.meta.url).pathname;
    expect(await report(writeFile(self, '', { flag: 'wx' }))).toEqual({ code: 8, name: 'file-exists' });
  });

  test('a port that something else has', async () => {
    const first = createServer();
    await new Promise<void>((resolve) => first.listen(0, '127.0.0.1', resolve));
    const { port } = first.address() as { port: number };
    const second = new Promise((_, reject) => createServer().once('error', reject).listen(port, '127.0.0.1'));
    expect(await report(second)).toEqual({ code: 8, name: 'address-taken' });
    first.close();
  });
});
