/**
 * The read API of C2SP tlog-tiles, at the root of the server, and the published checkpoints beside it. What is
 * committed and not yet published is shown too, uncached: an auditor reads it before it cosigns. Paths are parsed to numbers and
 * never reach a file system.
 * @module
 */
import type { Request, Response } from 'express';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { tileWidth } from '../../core/tile/coordinates.ts';
import { encodeEntries } from '../../core/tile/entry-bundle.ts';
import { parseIndexPath, parseTilePath, type TilePath } from '../../core/tile/path.ts';
import type { Ledger } from '../../log/ledger.ts';
import { BYTES_TYPE, sendBytes, sendImmutable, sendRevalidated } from '../answer.ts';
import { CheckpointFiles, NOTES_PER_FILE } from '../checkpoint-files.ts';
import { nothing, type Route } from '../route.ts';

/** What the static read path shows: of a ledger, or of a copy of its public files. */
export type PublicLog = Pick<Ledger, 'published' | 'publication' | 'sizes'> & {
  readonly reader: Pick<Ledger['reader'], 'tile' | 'entries'>;
};

const NOTE_TYPE = 'text/plain; charset=utf-8';

export function tileRoutes(log: PublicLog): Route[] {
  const files = new CheckpointFiles(log);
  return [
    { method: 'get', path: '/checkpoint', handle: (_, response) => sendCheckpoint(log, response) },
    {
      method: 'get',
      path: '/checkpoints/*number',
      handle: (request, response) => sendCheckpointFile(files, request, response),
    },
    { method: 'get', path: '/tile/*path', handle: (request, response) => sendTile(log, request, response) },
  ];
}

function sendCheckpoint({ published }: PublicLog, response: Response): void {
  if (published === undefined) throw nothing('published checkpoint');
  sendRevalidated(response, encodeUtf8(published.note), NOTE_TYPE);
}

async function sendCheckpointFile(files: CheckpointFiles, request: Request, response: Response): Promise<void> {
  const number = parseIndexPath(request.path.slice('/checkpoints/'.length));
  const notes = await files.read(number);
  if (notes.length === 0) throw nothing(`file ${number} of checkpoints`);
  const send = notes.length === NOTES_PER_FILE ? sendImmutable : sendRevalidated;
  send(response, encodeEntries(notes), BYTES_TYPE);
}

async function sendTile(log: PublicLog, request: Request, response: Response): Promise<void> {
  // The path as it stands in the request: an escaped slash or a dot segment is not its one spelling.
  const path = parseTilePath(request.path.slice(1));
  const { level, index, width } = path.tile;
  const { committed, published } = log.sizes;
  if (width > tileWidth(level, index, committed)) throw nothing('such tile');
  const bytes = await readTile(log, path);
  if (bytes === undefined) throw nothing('such tile');
  if (width <= tileWidth(level, index, published)) sendImmutable(response, bytes, BYTES_TYPE);
  else sendBytes(response, bytes, BYTES_TYPE);
}

async function readTile({ reader }: PublicLog, { kind, tile }: TilePath): Promise<Uint8Array | undefined> {
  if (kind === 'hashes') return reader.tile(tile);
  const entries = await reader.entries(tile.index, tile.width);
  return entries === undefined ? undefined : encodeEntries(entries);
}
