/**
 * The limit of a durable submission over HTTP: an express server that takes the body, writes it, makes it durable as often as the
 * ledger makes its files, and answers as many bytes. It checks nothing.
 * @module
 */
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import express from 'express';
import { type Listening, listen } from '../../src/server/listen.ts';
import type { DiskCalls } from './folder.ts';

/** What one request does to the disk, besides the answer's size. */
export interface RawWork extends DiskCalls {
  readonly answerBytes: number;
}

/** Serves POST at any path; the file lies in `folder`. */
export async function startRawServer(folder: string, work: RawWork): Promise<Listening> {
  const file = await open(join(folder, 'raw'), 'w');
  const answer = Buffer.alloc(work.answerBytes, 'x');
  const app = express().disable('x-powered-by').disable('etag');
  app.use(express.raw({ type: () => true, limit: '16mb' }), async (request, response) => {
    await writeDurably(file, request.body as Buffer, work);
    response.status(201).send(answer);
  });
  const { url, close } = await listen(app, { host: '127.0.0.1', port: 0 });
  return {
    url,
    close: async () => {
      await close();
      await file.close();
    },
  };
}

/** The writes one after the other, the fsyncs spread over them. */
async function writeDurably(file: FileHandle, bytes: Uint8Array, { writes, fsyncs }: DiskCalls): Promise<void> {
  let synced = 0;
  for (let write = 1; write <= writes; write++) {
    await file.write(bytes);
    for (; synced < (fsyncs * write) / writes; synced++) await file.sync();
  }
}
