/**
 * The pages of the explorer over a ledger with every kind of record, audited from its files; and a build for browsers without one.
 * @module
 */
import type { WebBuild } from '../../src/server/explorer/assets.ts';
import { createReadingServer } from '../../src/server/explorer/reading-server.ts';
import { listen } from '../../src/server/listen.ts';
import { auditAndReplay } from '../../src/verify/audit/audit.ts';
import { createReplayedSource } from '../../src/web/replayed-source.ts';
import { verifySignature, withFile } from '../_util/audit.ts';
import { creditLedger } from '../_util/credit-history.ts';
import type { NaiveLedger } from '../_util/naive-ledger.ts';
import { mapFiles, naiveFiles } from '../_util/stored-ledger.ts';
import { type Answer, askRaw } from './_server.ts';

/** Pages are read here without their script and style. */
export const EMPTY_BUILD: WebBuild = {
  assets: { script: '/assets/explorer.js', style: '/assets/explorer.css' },
  files: new Map([['explorer.css', { bytes: new Uint8Array(), type: 'text/css; charset=utf-8' }]]),
  verifier: new Uint8Array(),
};

export interface ServedPages {
  readonly naive: NaiveLedger;
  readonly url: string;
  ask(path: string): Promise<Answer>;
  close(): Promise<void>;
}

/** @param damagedAt the record of which one byte is changed */
export async function servePages(damagedAt?: number): Promise<ServedPages> {
  const naive = creditLedger();
  naive.publish();
  const files = mapFiles(damagedAt === undefined ? naiveFiles(naive) : flipRecord(naiveFiles(naive), damagedAt), true);
  const policy = `log ${naive.logKey.vkey}\nquorum none\n`;
  const source = await createReplayedSource(await auditAndReplay(files, policy, { verifySignature }), files);
  const app = createReadingServer({ source, explorer: { build: EMPTY_BUILD, policy } });
  const { url, close } = await listen(app, { host: '127.0.0.1', port: 0 });
  return { naive, url, ask: (path) => askRaw(url, path), close };
}

/** The files with one letter of a record's signature changed, so that it parses as before, or of the length before the record. */
export function flipRecord(files: Map<string, Uint8Array>, index: number, isLength = false): Map<string, Uint8Array> {
  const [path = '', bytes = new Uint8Array()] = [...files].find(([name]) => name.startsWith('tile/entries/')) ?? [];
  let offset = 0;
  for (let i = 0; i < index; i++) offset += 2 + (((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0));
  const at = isLength ? offset + 1 : Buffer.from(bytes).indexOf('"sig":"', offset) + 20;
  const other = (byte: number): number => (isLength ? byte ^ 1 : byte === 0x41 ? 0x42 : 0x41);
  return withFile(
    files,
    path,
    bytes.map((byte, i) => (i === at ? other(byte) : byte)),
  );
}
