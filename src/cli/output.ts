/**
 * What a command prints: data on stdout, progress and messages on stderr, one JSON document with `--json`.
 * @module
 */
import pc from 'picocolors';
import { CATALOGUE, isErrorCode, type Sentence } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import { printable } from '../verify/text.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { explainSystemError } from './system-error.ts';

export type Language = 'en' | 'ko';

/** A place to print to; process.stdout and process.stderr, or a test's. */
export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width of a terminal. */
  readonly columns?: number;
}

/** How one run of a command speaks. */
export class Output {
  readonly language: Language;
  readonly json: boolean;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** With `--json`, stdout holds one document, whatever happens after it. */
  #isPrinted = false;

  constructor(options: {
    readonly language: Language;
    readonly json: boolean;
    readonly stdout: Stream;
    readonly stderr: Stream;
  }) {
    this.language = options.language;
    this.json = options.json;
    this.stdout = options.stdout;
    this.stderr = options.stderr;
  }

  /** The sentence in the language of this run. */
  say(sentence: Sentence): string {
    return sentence[this.language];
  }

  /** The result: `value` as one JSON document, or the text for people. */
  result(value: unknown, text: string): void {
    if (this.json) this.#printOnce(value);
    else this.stdout.write(`${text}\n`);
  }

  /** A result that is JSON by itself, such as a bundle; the same with and without `--json`. */
  document(json: string): void {
    this.#isPrinted = true;
    this.stdout.write(`${json}\n`);
  }

  /** A line of data for people; nothing with `--json`. */
  line(text = ''): void {
    if (!this.json) this.stdout.write(`${text}\n`);
  }

  /** A line of progress. */
  progress(text: string): void {
    this.stderr.write(`${text}\n`);
  }

  /** Reports an error: what happened, its stable code, what to do. No stack trace unless DEBUG is set. */
  error(thrown: unknown): ExitCode {
    const error = explainSystemError(thrown);
    const code = error instanceof InputError ? error.code : 'unexpected';
    const message = lineOf(error instanceof Error ? error.message : String(error));
    const { red, dim } = pc.createColors(pc.isColorSupported && this.stderr.isTTY === true);
    if (this.json) this.#printOnce({ ok: false, code, message });
    this.stderr.write(`${red(this.say({ en: 'error', ko: '오류' }))} ${message}\n`);
    if (isErrorCode(code)) this.stderr.write(`  ${dim(`${code}:`)} ${this.say(CATALOGUE[code])}\n`);
    if (process.env['DEBUG'] !== undefined && error instanceof Error) this.stderr.write(`${error.stack}\n`);
    return error instanceof InputError ? exitCodeOf(error.code) : EXIT.unexpected;
  }

  #printOnce(value: unknown): void {
    if (!this.#isPrinted) this.document(JSON.stringify(value, null, 2));
  }
}

/** The output of one command line. It is read ahead of commander, whose own messages have a language too. */
export function createOutput(
  argv: readonly string[],
  { env, stdout, stderr }: { readonly env: Environment; readonly stdout: Stream; readonly stderr: Stream },
): Output {
  return new Output({ language: languageOf(argv, env), json: argv.includes('--json'), stdout, stderr });
}

/** What a person reads of a message that may quote a hostile file. */
const MAX_MESSAGE = 1000;

function lineOf(message: string): string {
  const line = printable(message.slice(0, MAX_MESSAGE));
  return message.length > MAX_MESSAGE ? `${line}…` : line;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `--lang`, else the first of LC_ALL, LC_MESSAGES and LANG that says something (POSIX), else English. */
function languageOf(argv: readonly string[], env: Environment): Language {
  const flag = argv.indexOf('--lang');
  const joined = argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length);
  const said = [joined, flag < 0 ? '' : argv[flag + 1], env['LC_ALL'], env['LC_MESSAGES'], env['LANG']];
  return said.find((word) => word !== undefined && word !== '')?.startsWith('ko') === true ? 'ko' : 'en';
}
