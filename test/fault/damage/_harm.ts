/**
 * A real folder that is harmed, served by the real programme, used, put right and audited: `foundAndServe` at the desk made it.
 * @module
 */
import { spawn } from 'node:child_process';
import { chownSync, cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isErrorCode, isRuleCode } from '../../../src/core/catalogue/catalogue.ts';
import { InputError } from '../../../src/core/error.ts';
import { auditFolder } from '../../../src/node/audit/audit-folder.ts';
import type { Desk } from '../../_util/cli.ts';
import { record, TASK } from '../../_util/cli-consortium.ts';

let names = 0;
/** Records a task of a new name on the ledger that is being served. */
export function recordTask(desk: Desk): Promise<void> {
  return record(desk, { kind: 'task', body: { ...TASK, task: `task-${names++}` } });
}

interface Started {
  /** The code of the refusal; undefined where it served. */
  readonly code: string | undefined;
  /** Whether it took a statement, and gave its receipt. */
  readonly isRecorded: boolean;
}

/** Serves `folder`, submits a statement if it does, and stops it. @throws Error for a stack trace or a refusal without a code */
async function serveOnce(desk: Desk, folder: string, uid?: number): Promise<Started> {
  const child = spawn(
    process.execPath,
    [desk.main, 'serve', folder, '--port', '0', '--log-level', 'silent', '--json'],
    {
      cwd: desk.folder,
      env: desk.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    },
  );
  const printed = { stdout: '', stderr: '' };
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string | undefined>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed.stdout += text;
      const [, found] = /"url": "([^"]+)"/.exec(printed.stdout) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed.stderr += text;
    });
    void ended.then(() => resolve(undefined));
  });
  let isRecorded = false;
  if (url !== undefined) {
    desk.env['LEDGERLINE_LEDGER'] = url;
    isRecorded = await recordTask(desk).then(
      () => true,
      (error: unknown) => {
        if (error instanceof InputError && !isRuleCode(error.code)) return false;
        throw error;
      },
    );
    child.kill('SIGTERM');
  }
  await ended;
  if (/^ {2,}at |node:internal/m.test(printed.stderr)) throw new Error(`a stack trace: ${printed.stderr}`);
  if (url !== undefined) return { code: undefined, isRecorded };
  const { code } = JSON.parse(printed.stdout) as { code: string };
  if (!isErrorCode(code) || code === 'unexpected')
    throw new Error(`no refusal that says what to do: ${printed.stderr}`);
  return { code, isRecorded };
}

export interface Harm {
  readonly title: string;
  readonly spoil: (path: (...names: string[]) => string) => void;
  /** Puts it right; nothing if absent. */
  readonly repair?: (path: (...names: string[]) => string) => void;
}

let copies = 0;
/** True where the harm was noticed. @throws Error where anything is lost, or does not go on afterwards */
export async function tryHarm(desk: Desk, { spoil, repair }: Harm, uid?: number): Promise<boolean> {
  const name = `copy-${copies++}`;
  const path = (...parts: string[]): string => desk.path(name, ...parts);
  cpSync(desk.path('ledger'), path(), { recursive: true, preserveTimestamps: true });
  if (uid !== undefined) own(path(), uid);
  const before = await sizeOf(desk, path());
  spoil(path);
  const { code, isRecorded } = await serveOnce(desk, path(), uid);
  repair?.(path);
  const after = await sizeOf(desk, path());
  if (after < before + (isRecorded ? 1 : 0))
    throw new Error(`${before} records, one more told: ${isRecorded}, now ${after}`);
  const again = await serveOnce(desk, path(), uid);
  if (!again.isRecorded) throw new Error(`it does not go on once it is put right: ${again.code}`);
  await sizeOf(desk, path());
  return code !== undefined || !isRecorded;
}

/** Records of a folder whose audit finds nothing. */
async function sizeOf(desk: Desk, folder: string): Promise<number> {
  const { verdict, size, problems } = await auditFolder(folder, readFileSync(desk.path('ledger', 'trust.policy')));
  if (verdict !== 'VERIFIED') throw new Error(`${verdict}: ${JSON.stringify(problems[0])}`);
  return size;
}

function own(folder: string, uid: number): void {
  chownSync(folder, uid, uid);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    chownSync(join(folder, name), uid, uid);
}
