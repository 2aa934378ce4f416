/**
 * The programme: all commands, global options, and what happens with an error.
 * @module
 */
import { Command, CommanderError, Option } from 'commander';
import { InputError } from '../core/error.ts';
import type { Run, Shell, World } from './command.ts';
import { COMMANDS } from './command-list.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { ENVIRONMENT, EXIT_CODES, helpLayout } from './help.ts';
import type { Output } from './output.ts';

/** Width of a help page that no terminal shows. */
const PAGE_COLUMNS = 80;

/** Runs one command line and returns its exit code. Never throws for what the user did. */
export async function runProgram(
  argv: readonly string[],
  output: Output,
  world: World,
  version: string,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const run: Run = async (action) => {
    exitCode = await action(output);
  };
  try {
    const program = createProgram(output, version);
    addCommands(program, { world, run, say: (sentence) => output.say(sentence) });
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return output.error(error);
    if (error.exitCode === 0) return EXIT.done;
    // Commander has shown the help page of a command that lacks its subcommand.
    if (error.code === 'commander.help' && !output.json) return EXIT.usage;
    return output.error(new InputError('usage', usageMistake(error)));
  }
}

function createProgram(output: Output, version: string): Command {
  const program: Command = new Command('ledgerline')
    .description(
      output.say({
        en: 'A witnessed, append-only ledger of model contributions for federated drug discovery',
        ko: '연합 신약 개발을 위한, 증인이 서명하고 덧붙이기만 하는 모델 기여 원장',
      }),
    )
    .configureHelp(helpLayout(output.language))
    .configureOutput({
      writeOut: (text) => output.stdout.write(text),
      writeErr: (text) => output.stderr.write(text),
      outputError: () => {}, // reported like every other error
      getOutHelpWidth: () => output.stdout.columns ?? PAGE_COLUMNS,
      getErrHelpWidth: () => output.stderr.columns ?? PAGE_COLUMNS,
    })
    .exitOverride()
    .helpOption('-h, --help', output.say({ en: 'show this help', ko: '도움말' }))
    .helpCommand(false)
    .version(version, '-V, --version', output.say({ en: 'print the version', ko: '버전 출력' }))
    .option('--json', output.say({ en: 'print one JSON document', ko: 'JSON 문서 하나로 출력' }))
    .addOption(
      new Option(
        '--lang <language>',
        output.say({
          en: 'language of messages; else LC_ALL, LC_MESSAGES or LANG says',
          ko: '메시지 언어. 없으면 LC_ALL, LC_MESSAGES, LANG을 따름',
        }),
      ).choices(['en', 'ko']),
    );
  return program.addHelpText('afterAll', ({ command }) =>
    [...(command === program ? ['', output.say(ENVIRONMENT)] : []), '', output.say(EXIT_CODES)].join('\n'),
  );
}

/** Lists all commands; the one that is called is loaded and defined before its words are parsed. */
function addCommands(program: Command, shell: Shell): void {
  for (const { name, description } of COMMANDS) {
    program.command(name).description(shell.say(description)).helpCommand(false);
  }
  program.hook('preSubcommand', async (_, command) => {
    const listed = COMMANDS.find(({ name }) => name === command.name());
    if (listed === undefined) return;
    if (listed.isService === true) void shell.world.untilStopped();
    await shell.world.prepare();
    const define = await listed.load();
    define(command, shell);
  });
  program
    .command('help')
    .argument('[command...]', shell.say({ en: 'command to explain', ko: '설명할 명령' }))
    .description(shell.say({ en: 'explain a command', ko: '명령을 설명합니다' }))
    .action(async (words: readonly string[]) => {
      // Without --help, a command that does not exist is an error, with a suggestion.
      const exists = words.length === 0 || COMMANDS.some(({ name }) => name === words[0]);
      await program.parseAsync(exists ? [...words, '--help'] : [...words], { from: 'user' });
    });
}

/** Commander's message in one line of ours. */
function usageMistake({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'name a command';
  return message.replace(/^error: /, '').replaceAll('\n', ' ');
}
