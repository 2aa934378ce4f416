/**
 * `status [DIR or URL]`: how a ledger stands. A folder is only read: it may be served meanwhile.
 * @module
 */
import { join } from 'node:path';
import { type Answer, jsonOf, printable, Transport } from '../../client/transport.ts';
import { encodeHex } from '../../core/bytes/hex.ts';
import { InputError } from '../../core/error.ts';
import { parseCheckpoint } from '../../core/note/checkpoint.ts';
import { MAX_NOTE_BYTES, parseNote } from '../../core/note/note.ts';
import { parseHead } from '../../log/head.ts';
import { readBoundedFile } from '../../node/bounded-file.ts';
import type { Define } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { readToken } from '../inputs.ts';

/** What is told. */
interface Standing {
  readonly origin: string;
  readonly published: number;
  readonly root: string;
  /** Names on the newest checkpoint besides the log's own. */
  readonly cosigners: readonly string[];
  /** From a folder. */
  readonly committed?: number;
  /** From a server. */
  readonly ready?: boolean;
  /** Codes of what keeps it from its work, and of what should be looked after. */
  readonly troubles?: readonly string[];
  /** What it says of each of its witnesses: the size cosigned last, or why it did not. */
  readonly witnesses?: readonly string[];
}

export const defineStatus: Define = (command, { world, run, say }) => {
  command
    .argument(
      '[place]',
      say({
        en: 'ledger folder or address (or LEDGERLINE_LEDGER)',
        ko: '원장 폴더 또는 주소 (또는 LEDGERLINE_LEDGER)',
      }),
    )
    .option('--reading-token-file <file>', say({ en: 'file with the reading token', ko: '읽기 토큰이 든 파일' }))
    .action((place: string | undefined, { readingTokenFile }: { readonly readingTokenFile?: string }) =>
      run(async (output) => {
        const where = place ?? world.env['LEDGERLINE_LEDGER'];
        if (where === undefined) throw new InputError('usage', 'name a ledger folder or an address');
        const standing = /^https?:\/\//.test(where)
          ? await askServer(where, readingTokenFile)
          : await readFolder(where);
        const lines = Object.entries(standing).map(
          ([name, value]) => `${name.padEnd(10)} ${Array.isArray(value) ? value.join(', ') || '-' : value}`,
        );
        output.result(standing, lines.join('\n'));
        return standing.ready === false ? EXIT.unreachable : EXIT.done;
      }),
    );
};

function describe(note: Uint8Array): Standing {
  const { text, signatures } = parseNote(note);
  const { origin, size, root } = parseCheckpoint(text);
  const cosigners = signatures.map(({ name }) => name).filter((name) => name !== origin);
  return { origin, published: size, root: encodeHex(root), cosigners };
}

async function readFolder(folder: string): Promise<Standing> {
  const read = (name: string): Promise<Uint8Array> =>
    readBoundedFile(join(folder, name), MAX_NOTE_BYTES, 'not-initialised');
  const { size } = parseHead(await read('head'));
  return { ...describe(await read('checkpoint')), committed: size };
}

async function askServer(url: string, tokenFile: string | undefined): Promise<Standing> {
  const token = tokenFile === undefined ? {} : { readingToken: await readToken(tokenFile) };
  const transport = new Transport({ url, ...token });
  const { bytes } = await transport.get('/checkpoint');
  return { ...describe(bytes), ...readyOf(await transport.look('/readyz')) };
}

/** What a server says of itself, as far as it can be made out. */
function readyOf({ status, bytes }: Answer): Pick<Standing, 'ready' | 'troubles' | 'witnesses'> {
  const { reasons, warnings, witnesses } = Object(jsonOf(bytes, '/readyz'));
  const codes = [reasons, warnings].flatMap(listOf).map(({ code }) => String(code));
  const lines = listOf(witnesses).map(({ name, size, failure }) => {
    return failure === undefined ? `${name} ${size}` : `${name} ${size} (${failure})`;
  });
  return {
    ready: status === 200,
    ...(codes.length === 0 ? {} : { troubles: codes.map(printable) }),
    ...(lines.length === 0 ? {} : { witnesses: lines.map(printable) }),
  };
}

function listOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.map((item) => Object(item)) : [];
}
