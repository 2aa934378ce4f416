/**
 * The programme: all commands, global options, and what happens with an error.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import type { Run, World } from './command.ts';
import { registerContribute } from './commands/contribute.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDigest } from './commands/digest.ts';
import { registerEndorse, registerEnrol } from './commands/enrol.ts';
import { registerInit } from './commands/init.ts';
import { registerKey } from './commands/key.ts';
import { registerConsistency, registerProve } from './commands/prove.ts';
import { registerReindex } from './commands/reindex.ts';
import { registerServe } from './commands/serve.ts';
import { registerStatus } from './commands/status.ts';
import { registerSign, registerSubmit } from './commands/submit.ts';
import { registerVerify } from './commands/verify.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { languageOf, Output, type Stream } from './output.ts';

/** In the order of the help page: look, run, take part, check. */
const COMMANDS = [
  registerDemo,
  registerInit,
  registerServe,
  registerStatus,
  registerKey,
  registerEnrol,
  registerEndorse,
  registerSign,
  registerSubmit,
  registerDigest,
  registerContribute,
  registerProve,
  registerVerify,
  registerConsistency,
  registerReindex,
];

/** Runs one command line and returns its exit code. Never throws for what the user did. */
export async function runProgram(
  argv: readonly string[],
  streams: { stdout: Stream; stderr: Stream },
  world: World,
  packageFile: string,
): Promise<ExitCode> {
  const output = new Output({ language: languageOf(argv, world.env), json: argv.includes('--json'), ...streams });
  let exitCode: ExitCode = EXIT.done;
  const run: Run = async (action) => {
    exitCode = await action(output);
  };
  try {
    const program = createProgram(output, await readVersion(packageFile));
    for (const register of COMMANDS) register(program, world, run);
    addGlobalOptions(program);
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return output.error(error);
  }
}

function createProgram(output: Output, version: string): Command {
  return new Command('ledgerline')
    .description(
      output.say({
        en: 'A witnessed, append-only ledger of model contributions for federated drug discovery',
        ko: '연합 신약 개발을 위한, 증인이 서명하고 덧붙이기만 하는 모델 기여 원장',
      }),
    )
    .version(version)
    .configureOutput({ writeOut: (text) => output.stdout.write(text), writeErr: (text) => output.stderr.write(text) })
    .exitOverride()
    .showHelpAfterError()
    .addHelpText('after', () => `\n${output.say(EXIT_CODES)}`);
}

/** Every command takes them, in any position. */
function addGlobalOptions(program: Command): void {
  for (const command of program.commands) {
    command.exitOverride().option('--json', 'print one JSON document').option('--lang <en|ko>', 'language of messages');
    addGlobalOptions(command);
  }
}

async function readVersion(packageFile: string): Promise<string> {
  const { version } = JSON.parse(await readFile(packageFile, 'utf8')) as { version: string };
  return version;
}

const EXIT_CODES = {
  en: 'Exit codes: 0 verified or done, 1 unexpected, 2 usage, 3 FAILED, 4 CANNOT TELL, 5 not found,\n  6 not permitted, 7 unreachable, 8 conflict or refused by a rule',
  ko: '종료 코드: 0 검증됨 또는 완료, 1 예기치 않은 오류, 2 사용법, 3 실패, 4 판단 불가, 5 없음,\n  6 권한 없음, 7 연결 불가, 8 충돌 또는 규칙에 의한 거절',
};
