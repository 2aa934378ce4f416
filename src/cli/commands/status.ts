/**
 * `status [DIR or URL]`: how a ledger stands. A folder is only read: it may be served meanwhile.
 * @module
 */
import { join } from 'node:path';
import { jsonOf, Transport } from '../../client/transport.ts';
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
  const ready = await transport.get('/readyz').then(
    (answer) => jsonOf(answer.bytes, '/readyz') !== undefined,
    () => false,
  );
  return { ...describe(bytes), ready };
}
