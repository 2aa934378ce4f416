/**
 * The files that deploy a ledger, read as their programmes read them, and every call of our command line in them.
 * @module
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ROOT } from '../arch/_source.ts';

export const UNITS = [
  'deploy/ledgerline.service',
  'deploy/ledgerline-witness.service',
  'deploy/ledgerline-auditor.service',
  'deploy/ledgerline-signer.service',
  'deploy/ledgerline-mirror.service',
  'deploy/ledgerline-monitor.service',
] as const;
export const PAGES = ['docs/how-to/deploy.md', 'docs/ko/how-to/deploy.md'] as const;

export function textOf(path: string): string {
  return readFileSync(ROOT + path, 'utf8');
}

/** A unit file: section, setting, its values in order. */
export function parseUnit(text: string): Record<string, Record<string, string[]>> {
  const unit: Record<string, Record<string, string[]>> = {};
  let section: Record<string, string[]> = {};
  for (const line of text.split('\n')) {
    const [, title] = /^\[(\w+)\]$/.exec(line) ?? [];
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (title !== undefined) {
      section = {};
      unit[title] = section;
    } else if (name !== undefined) {
      const values = section[name] ?? [];
      values.push(value ?? '');
      section[name] = values;
    } else if (line !== '' && !line.startsWith('#')) throw new Error(`no line of a unit: ${line}`);
  }
  return unit;
}

export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The stages of a Dockerfile, each from its FROM on. */
export function parseDockerfile(text: string): Instruction[][] {
  const lines = text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '');
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [, name = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (name === '') throw new Error(`no instruction: ${line}`);
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, rest });
  }
  return stages;
}

/** The words of the last instruction `name` in a stage, which is in JSON form: no shell in between. */
export function execForm(stage: readonly Instruction[], name: string): string[] {
  const { rest = '' } = stage.findLast((instruction) => instruction.name === name) ?? {};
  return JSON.parse(rest.slice(rest.indexOf('['))) as string[];
}

export interface Service {
  readonly [setting: string]: unknown;
  readonly command: readonly string[];
}

/** The services of compose.yaml. The reader of YAML is knip's: a test needs no dependency of its own for that. */
export function composeServices(): Record<string, Service> {
  const { parse } = createRequire(createRequire(import.meta.url).resolve('knip'))('yaml') as {
    parse: (text: string, options: { readonly merge: true }) => { readonly services: Record<string, Service> };
  };
  return parse(textOf('compose.yaml'), { merge: true }).services;
}

/** Our command line in a line of a page or a comment, if it is called there. */
export function callIn(line: string): string[] | undefined {
  const bare = line.replace(/ (?:\|\||>|&&).*$/, '');
  const caller =
    /(?:^|\/\.bin\/)ledgerline(?= |$)|docker run .* ledgerline(?= |$)|docker compose run --rm ledger(?= )|main\.js(?= )/;
  const found = caller.exec(bare);
  if (found === null) return undefined;
  const words = bare.slice(found.index + found[0].length).trim();
  return words === '' ? undefined : words.split(/ +/);
}

/** The lines of the blocks of a page whose fence names one of these languages. */
export function blockLines(text: string, languages: readonly string[]): string[] {
  const blocks = text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...blocks].flatMap(([, language = '', body = '']) =>
    languages.includes(language) ? body.trimEnd().split('\n') : [],
  );
}

/** The commands in the comments at the head of a file. */
export function headCommands(text: string): string[] {
  return (/^(?:#.*\n)+/.exec(text)?.[0] ?? '')
    .split('\n')
    .map((line) => line.replace(/^# */, ''))
    .filter((line) => /^docker /.test(line));
}
