/**
 * `prove ID` and `consistency`: what a ledger shows, fetched and checked.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import type { LedgerClient } from '../../client/ledger-client.ts';
import { decodeBase64 } from '../../core/bytes/base64.ts';
import { encodeHex } from '../../core/bytes/hex.ts';
import { InputError } from '../../core/error.ts';
import { checkConsistency } from '../../core/merkle/consistency.ts';
import { fetchTreeRoot } from '../../core/merkle/fetch.ts';
import { HASH_BYTES } from '../../core/merkle/hash.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { formatTilePath } from '../../core/tile/path.ts';
import { tileNodeReader } from '../../core/tile/tile-reader.ts';
import type { Define } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { parseSize } from '../numbers.ts';
import { type LedgerFlags, openClient, withLedgerFlags } from '../participant.ts';

export const defineProve: Define = (command, { world, run, say }) => {
  withLedgerFlags(command, say)
    .argument('<id>', say({ en: 'statement digest or index', ko: '진술 다이제스트 또는 인덱스' }))
    .option('--out <file>', say({ en: 'where it goes; stdout if absent', ko: '저장할 파일. 없으면 표준 출력' }))
    .option(
      '--later <file>',
      say({
        en: 'also fetch evidence that the record still stands under the newest checkpoint',
        ko: '최신 체크포인트에서도 기록이 그대로라는 후속 증거를 함께 받아 저장할 파일',
      }),
    )
    .action((id: string, flags: LedgerFlags & { readonly out?: string; readonly later?: string }) =>
      run(async (output) => {
        const client = await openClient(flags, world);
        const { opened } = await client.checkpoint();
        const bundle = await client.bundle(id);
        const text = Buffer.from(bundle).toString();
        if (flags.later !== undefined) await writeFile(flags.later, await client.later(sizeOfProof(text)));
        if (flags.out === undefined) output.document(text);
        else {
          await writeFile(flags.out, bundle);
          output.result({ id, out: flags.out }, flags.out);
        }
        output.progress(
          output.say({
            en: `the ledger has ${opened?.checkpoint.size} published records`,
            ko: `발행된 기록은 ${opened?.checkpoint.size}건입니다`,
          }),
        );
        return EXIT.done;
      }),
    );
};

export const defineConsistency: Define = (command, { world, run, say }) => {
  withLedgerFlags(command, say)
    .requiredOption('--from <size>', say({ en: 'earlier size', ko: '이전 크기' }))
    .option(
      '--to <size>',
      say({ en: 'later size; the newest published one if absent', ko: '이후 크기. 없으면 최신 발행 크기' }),
    )
    .action((flags: LedgerFlags & { readonly from: string; readonly to?: string }) =>
      run(async (output) => {
        const client = await openClient(flags, world);
        const newest = (await client.checkpoint()).opened?.checkpoint.size ?? 0;
        const [from, to] = [parseSize(flags.from), flags.to === undefined ? newest : parseSize(flags.to)];
        if (from < 1 || from > to || to > newest)
          throw new InputError('usage', `sizes must satisfy 1 <= from <= to <= ${newest}`);
        const [fromRoot, toRoot] = await Promise.all([rootAt(client, from), rootAt(client, to)]);
        const proof =
          from === to ? [] : (await client.consistency(from, to)).map((hash) => decodeBase64(hash, HASH_BYTES));
        checkConsistency(from, to, fromRoot, toRoot, proof);
        output.result(
          { ok: true, from, to, fromRoot: encodeHex(fromRoot), toRoot: encodeHex(toRoot), proof: proof.map(encodeHex) },
          output.say({
            en: `Consistent: the first ${from} of ${to} records are unchanged.\n  ${from}  ${encodeHex(fromRoot)}\n  ${to}  ${encodeHex(toRoot)}`,
            ko: `일관됨: 기록 ${to}건 중 처음 ${from}건이 그대로입니다.\n  ${from}  ${encodeHex(fromRoot)}\n  ${to}  ${encodeHex(toRoot)}`,
          }),
        );
        return EXIT.done;
      }),
    );
};

/** The root at a size, recomputed from tiles. */
async function rootAt(client: LedgerClient, size: number): Promise<Uint8Array> {
  const read = tileNodeReader(size, async (tile) => {
    const bytes =
      (await client.file(formatTilePath(tile))) ?? (await client.file(formatTilePath({ ...tile, width: FULL_WIDTH })));
    if (bytes === undefined) throw new InputError('not-found', `the ledger does not serve ${formatTilePath(tile)}`);
    return bytes.slice(0, tile.width * HASH_BYTES);
  });
  return fetchTreeRoot(size, read);
}

/** The size of the checkpoint in a bundle. */
function sizeOfProof(bundle: string): number {
  const { proof } = JSON.parse(bundle) as { readonly proof: string };
  const note = proof.slice(proof.indexOf('\n\n') + 2);
  return Number(note.split('\n')[1]);
}
