/**
 * Asking a witness to cosign what a served ledger has published: the client's part of C2SP tlog-witness, plainly.
 * @module
 */
import { encodeBase64 } from '../../src/core/bytes/base64.ts';
import { fetchConsistencyProof } from '../../src/core/merkle/fetch.ts';
import { parseCheckpoint } from '../../src/core/note/checkpoint.ts';
import { formatTilePath } from '../../src/core/tile/path.ts';
import { tileNodeReader } from '../../src/core/tile/tile-reader.ts';

/** The newest published checkpoint of the ledger at `url`: its note, and its size. */
export async function publishedAt(url: string): Promise<{ note: string; size: number }> {
  const note = await (await fetch(`${url}/checkpoint`)).text();
  const [text = ''] = note.split('\n\n');
  return { note, size: parseCheckpoint(`${text}\n`).size };
}

/** The request for that checkpoint, with the consistency proof from `oldSize` made of the ledger's tiles. */
export async function requestFor(url: string, oldSize: number): Promise<{ body: string; note: string; size: number }> {
  const { note, size } = await publishedAt(url);
  const read = tileNodeReader(size, async (tile) => {
    const answer = await fetch(`${url}/${formatTilePath(tile)}`);
    return new Uint8Array(await answer.arrayBuffer());
  });
  const hashes = oldSize === 0 ? [] : await fetchConsistencyProof(oldSize, size, read);
  const head = [`old ${oldSize}`, ...hashes.map((hash) => encodeBase64(hash))].join('\n');
  return { body: `${head}\n\n${note}`, note, size };
}

/** Sends a request to a witness. */
export async function addCheckpoint(witness: string, body: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${witness}/add-checkpoint`, { method: 'POST', body });
  return { status: answer.status, text: await answer.text() };
}

/** Asks until the witness has done what it needs time for. */
export async function addPatiently(witness: string, body: string): Promise<{ status: number; text: string }> {
  for (;;) {
    const answer = await addCheckpoint(witness, body);
    if (answer.status !== 503) return answer;
  }
}
