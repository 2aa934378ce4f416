/**
 * What a command prints: data on stdout, progress and messages on stderr, one JSON document with `--json`.
 * @module
 */
import pc from 'picocolors';
import { CATALOGUE, isErrorCode, type Sentence } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';

export type Language = 'en' | 'ko';

/** A place to print to; process.stdout and process.stderr, or a test's. */
export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** How one run of a command speaks. */
export class Output {
  readonly language: Language;
  readonly json: boolean;
  readonly stdout: Stream;
  readonly stderr: Stream;

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
    this.stdout.write(this.json ? `${JSON.stringify(value, null, 2)}\n` : `${text}\n`);
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
  error(error: unknown): ExitCode {
    const code = error instanceof InputError ? error.code : 'unexpected';
    const message = error instanceof Error ? error.message : String(error);
    if (this.json) this.stdout.write(`${JSON.stringify({ ok: false, code, message }, null, 2)}\n`);
    this.stderr.write(`${pc.red(this.say({ en: 'error', ko: '오류' }))} ${message}\n`);
    if (isErrorCode(code)) this.stderr.write(`  ${pc.dim(`${code}:`)} ${this.say(CATALOGUE[code])}\n`);
    if (process.env['DEBUG'] !== undefined && error instanceof Error) this.stderr.write(`${error.stack}\n`);
    return error instanceof InputError ? exitCodeOf(error.code) : EXIT.unexpected;
  }
}

/** `--lang`, else LC_ALL, LC_MESSAGES and LANG, else English. */
export function languageOf(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const flag = argv.indexOf('--lang');
  const joined = argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length);
  const wanted =
    joined ?? (flag >= 0 ? argv[flag + 1] : undefined) ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return wanted.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
