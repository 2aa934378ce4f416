/**
 * The commands of a documentation page, run as a reader would run them: all `sh` blocks in one shell, each followed by the
 * `text` block, if there is one, that shows what it prints. In there, `…` stands for anything, and a line of it for lines.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Desk } from './cli.ts';

export interface Block {
  readonly command: string;
  /** Lines that it prints, in order. */
  readonly shows: readonly string[];
}

/** The path of a page below `docs/`. */
export function docPath(page: string): string {
  return fileURLToPath(new URL(`../../docs/${page}`, import.meta.url));
}

/** The blocks of a page. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(docPath(page), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```\n)?/gm)].map(
    ([, command = '', shown = '']) => ({
      command,
      shows: shown.split('\n').filter((line) => line !== '' && line !== '…'),
    }),
  );
}

/** What each block printed, stdout and stderr together. Throws where one fails. */
export async function runBlocks(desk: Desk, blocks: readonly Block[]): Promise<string[]> {
  const bin = desk.path('bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'ledgerline'), `#!/bin/sh\nexec "${process.execPath}" "${desk.main}" "$@"\n`);
  chmodSync(join(bin, 'ledgerline'), 0o755);
  const ports = await Promise.all(PORTS.map(async (port) => [port, String(await freePort())] as const));
  const script = blocks
    .map(
      ({ command }, i) =>
        `echo '${MARK}${i}'\n${ports.reduce((text, [port, free]) => text.replaceAll(port, free), command)}`,
    )
    .join('\n');
  const { status, stdout } = spawnSync(
    'bash',
    ['-c', `exec 2>&1\nset -eu -o pipefail\ntrap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n${script}`],
    {
      cwd: desk.folder,
      env: { ...desk.env, PATH: `${bin}${delimiter}${desk.env['PATH']}` },
      encoding: 'utf8',
    },
  );
  const printed = ports
    .reduce((text, [port, free]) => text.replaceAll(free, port), stdout)
    .split(new RegExp(`^${MARK}\\d+\\n`, 'm'))
    .slice(1);
  if (status !== 0) throw new Error(`block ${printed.length} ended with ${status}: ${printed.at(-1)}`);
  return printed;
}

/** The lines of a block that its output does not hold, in this order. */
export function missingLines({ shows }: Block, printed: string): string[] {
  const lines = printed.split('\n');
  let from = 0;
  return shows.filter((line) => {
    const pattern = new RegExp(`^${line.split('…').map(literally).join('.*')}$`);
    const at = lines.findIndex((each, i) => i >= from && pattern.test(each));
    if (at >= 0) from = at + 1;
    return at < 0;
  });
}

const MARK = '@@ block ';
/** Ports of the pages, each of which a run replaces by a free one. */
const PORTS = ['8440', '8441', '8442'];

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
