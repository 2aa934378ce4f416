/**
 * `doctor [DIR]`: whether a machine and a ledger folder are fit for use; with `--iq`, as the record of an installation
 * qualification. Takes no lock and changes nothing of the ledger: it may be served meanwhile.
 * @module
 */
import { release } from 'node:os';
import pc from 'picocolors';
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import { type DoctorOptions, examine } from '../../node/doctor/doctor.ts';
import type { Finding, State } from '../../node/doctor/finding.ts';
import { examineInstallation } from '../../node/doctor/installation.ts';
import { installedPackage, PACKAGE_ROOT, type PackageFacts } from '../../node/doctor/machine.ts';
import { DEFAULT_FREE_BYTES } from '../../node/free-space.ts';
import { columnsOf, toLeft } from '../../verify/columns.ts';
import { printable } from '../../verify/text.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { collect } from '../inputs.ts';
import type { Output } from '../output.ts';

interface DoctorFlags {
  readonly network?: true;
  readonly allowAddress?: readonly string[];
  readonly backup?: string;
  readonly write: boolean;
  readonly iq?: true;
  readonly manifest?: string;
}

export const defineDoctor: Define = (command, { world, run, say }) => {
  command
    .argument('[dir]', say({ en: 'ledger folder; the machine alone if absent', ko: '원장 폴더. 없으면 기계만 검사' }))
    .option(
      '--backup <copy>',
      say({
        en: 'a copy of the folder to compare with, or a folder of backups, of which the newest is taken',
        ko: '비교할 폴더 사본, 또는 백업을 모아 둔 폴더(가장 새로운 백업을 봄)',
      }),
    )
    .option(
      '--network',
      say({ en: 'ask the witnesses of the policy and the mirrors too', ko: '정책의 증인과 미러에도 연결해 봄' }),
    )
    .option(
      '--allow-address <subnet>',
      say({
        en: 'an address or subnet that may be asked though it is not public; repeatable',
        ko: '공인 주소가 아니어도 연결해 볼 주소나 서브넷. 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .option(
      '--no-write',
      say({
        en: 'do not try the disk in a scratch folder',
        ko: '임시 폴더로 디스크를 시험하지 않음',
      }),
    )
    .option(
      '--iq',
      say({
        en: 'print the record of an installation qualification: versions, files, all checks',
        ko: '설치 적격성 평가(IQ) 기록을 출력: 버전, 파일, 모든 검사',
      }),
    )
    .option(
      '--manifest <file>',
      say({
        en: 'with --iq: the SHA256SUMS of the release, else that shipped with the package',
        ko: '--iq와 함께: 배포판의 SHA256SUMS. 없으면 패키지에 든 것',
      }),
    )
    .action((dir: string | undefined, flags: DoctorFlags) =>
      run((output) => (flags.iq === true ? qualify : diagnose)(output, world, dir, flags)),
    );
};

function optionsOf({ clock, env }: World, dir: string | undefined, flags: DoctorFlags): DoctorOptions {
  return {
    clock,
    env,
    ...(dir === undefined ? {} : { folder: dir }),
    ...(flags.backup === undefined ? {} : { backup: flags.backup }),
    ...(flags.network === true ? { network: { allow: flags.allowAddress ?? [] } } : {}),
    writesNothing: !flags.write,
    leastFreeBytes: DEFAULT_FREE_BYTES,
  };
}

async function diagnose(output: Output, world: World, dir: string | undefined, flags: DoctorFlags): Promise<ExitCode> {
  const findings = await examine(optionsOf(world, dir, flags));
  const checks = findings.map((finding) => told(output, finding));
  const { verdict, code } = conclude(findings);
  output.result({ verdict, checks }, [...show(output, findings), conclusion(output, findings)].join('\n'));
  return code;
}

/** What an inspector files: what is installed, where, when, and how every check ended. */
async function qualify(output: Output, world: World, dir: string | undefined, flags: DoctorFlags): Promise<ExitCode> {
  const installed = await installedPackage();
  const files = await examineInstallation(PACKAGE_ROOT, flags.manifest);
  const findings = [files, ...(await examine(optionsOf(world, dir, flags)))];
  const { verdict, code } = conclude(findings);
  const record = {
    format: 'ledgerline/iq@v1',
    at: new Date(world.clock.now()).toISOString(),
    verdict,
    ledgerline: installed.version,
    node: process.version,
    openssl: process.versions.openssl,
    system: `${process.platform} ${release()} ${process.arch}`,
    user: process.getuid?.() ?? null,
    dependencies: Object.fromEntries(installed.dependencies.map(({ name, installed: is }) => [name, is ?? null])),
    checks: findings.map((finding) => told(output, finding)),
  };
  output.result(
    record,
    [...head(output, record, installed), ...show(output, findings), conclusion(output, findings)].join('\n'),
  );
  return code;
}

interface IqHead {
  readonly at: string;
  readonly ledgerline: string;
  readonly node: string;
  readonly openssl: string;
  readonly system: string;
  readonly user: number | null;
}

function head(output: Output, record: IqHead, { dependencies }: PackageFacts): string[] {
  const title = { en: 'Installation qualification', ko: '설치 적격성 평가' };
  const rows = [
    ['at', record.at],
    ['ledgerline', record.ledgerline],
    ['node', record.node],
    ['openssl', record.openssl],
    ['system', record.system],
    ['user', String(record.user ?? '-')],
    ...dependencies.map(({ name, installed }) => [name, installed ?? '-']),
  ];
  return [output.say(title), ...rows.map(([name = '', value = '']) => `  ${name.padEnd(20)} ${value}`), ''];
}

/** A finding as JSON has it: in the language of the run. */
function told(output: Output, { id, state, what, remedy }: Finding): object {
  return { id, state, what: output.say(what), ...(remedy === undefined ? {} : { remedy: output.say(remedy) }) };
}

const WORDS: Readonly<Record<State, Sentence>> = {
  ok: { en: 'ok', ko: '정상' },
  warn: { en: 'warning', ko: '주의' },
  fail: { en: 'FAILED', ko: '실패' },
  unknown: { en: 'UNKNOWN', ko: '알 수 없음' },
};

/** The state, the check, what was found; below it what to do. */
function show(output: Output, findings: readonly Finding[]): string[] {
  const colour = { ok: pc.green, warn: pc.yellow, fail: pc.red, unknown: pc.yellow };
  const words = findings.map(({ state }) => output.say(WORDS[state]));
  const [wordWidth, idWidth] = [widest(words), widest(findings.map(({ id }) => id))];
  return findings.flatMap(({ id, state, what, remedy }, i) => [
    `${colour[state](toLeft(words[i] ?? '', wordWidth))}  ${toLeft(id, idWidth)}  ${printable(output.say(what))}`,
    ...(remedy === undefined ? [] : [pc.dim(`${' '.repeat(wordWidth + idWidth + 4)}${printable(output.say(remedy))}`)]),
  ]);
}

function widest(cells: readonly string[]): number {
  return Math.max(0, ...cells.map(columnsOf));
}

/** One that fails decides; else one that cannot be told. Warnings are for people. */
function conclude(findings: readonly Finding[]): { verdict: 'FIT' | 'UNFIT' | 'CANNOT TELL'; code: ExitCode } {
  const states = new Set(findings.map(({ state }) => state));
  if (states.has('fail')) return { verdict: 'UNFIT', code: EXIT.failed };
  return states.has('unknown')
    ? { verdict: 'CANNOT TELL', code: EXIT.cannotTell }
    : { verdict: 'FIT', code: EXIT.done };
}

function conclusion(output: Output, findings: readonly Finding[]): string {
  const count = (state: State): number => findings.filter((finding) => finding.state === state).length;
  const [ok, warn, fail, unknown] = [count('ok'), count('warn'), count('fail'), count('unknown')];
  const { verdict } = conclude(findings);
  return output.say({
    en: `${verdict}: ${ok} ok, ${warn} warnings, ${fail} failed, ${unknown} unknown`,
    ko: `${verdict}: 정상 ${ok}, 주의 ${warn}, 실패 ${fail}, 알 수 없음 ${unknown}`,
  });
}
