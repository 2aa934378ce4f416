/**
 * A real ledger in a folder, served over HTTP by this process, with as many stewards as are asked for: each writes in a chain
 * of its own, so that none has to wait for another.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatEnvelope, type SignedStatement } from '../../../src/core/record/record.ts';
import { createLedger } from '../../../src/log/create.ts';
import type { Ledger } from '../../../src/log/ledger.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import type { ServerLimits } from '../../../src/server/limits.ts';
import { listen } from '../../../src/server/listen.ts';
import { createServer } from '../../../src/server/server.ts';
import { openFilesStore } from '../../../src/storage/files/files-store.ts';
import { openLevelIndex } from '../../../src/storage/level/level-index.ts';
import { type Founder, QUORUMS_OF_ONE, taskBody } from '../../_util/bodies.ts';
import { Consortium } from '../../_util/consortium.ts';
import { engineParts } from '../../_util/engine.ts';
import { testKey } from '../../_util/keys.ts';
import { policyOf, WITNESS } from '../../_util/stored-ledger.ts';
import { auditAfterFault, running } from '../_audit.ts';
import { folderFiles } from '../_files.ts';
import { followNotes, Told } from '../_told.ts';

export interface LoadAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly bytes: Buffer;
  /** From the first byte sent to the last one received, milliseconds. */
  readonly ms: number;
}

export interface Served extends AsyncDisposable {
  readonly url: string;
  readonly ledger: Ledger;
  readonly told: Told;
  /** Ids of the institutions that write. */
  readonly authors: readonly string[];
  /** The next statement of an author. */
  next(author: string): SignedStatement;
  /** Submits one statement, or a batch. */
  post(
    body: SignedStatement | readonly SignedStatement[],
    headers?: Readonly<Record<string, string>>,
  ): Promise<LoadAnswer>;
  /** Audits the whole ledger with all that was told. @throws Error where anything is wrong */
  audit(): Promise<void>;
}

export async function serveLedger(authorCount: number, limits: Partial<ServerLimits> = {}): Promise<Served> {
  installNodePrimitives();
  const folder = await mkdtemp(join(tmpdir(), 'ledgerline-load-'));
  const authors = Array.from({ length: authorCount }, (_, i) => `steward-${i}`);
  const consortium = new Consortium({ founders: foundersOf(authors), charter: { quorums: QUORUMS_OF_ONE } });
  const files = await openFilesStore(folder, { create: true });
  const index = await openLevelIndex(join(folder, 'index'));
  const { objects, head: heads, checkpoints } = files;
  const parts = { ...engineParts(consortium, { witness: WITNESS }), objects, heads, checkpoints, index };
  const ledger = await createLedger(parts, consortium.founding());
  const told = new Told();
  followNotes(ledger, told);
  const { url, close } = await listen(createServer({ ledger, limits }), { host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true });
  let tasks = 0;
  return {
    ...{ url, ledger, told, authors },
    next: (author) => consortium.statement('task', author, taskBody({ task: `task-${tasks++}` })),
    post: (body, headers = {}) => post(url, agent, body, headers),
    audit: async () => {
      const rest = { policy: policyOf(consortium), told, ...running(ledger) };
      await auditAfterFault({ files: await folderFiles(folder), ...rest });
    },
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      await close();
      await ledger.close();
      await index.close();
      await files.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function foundersOf(authors: readonly string[]): Founder[] {
  const operator: Founder = { id: 'platform', class: 'platform-operator', roles: [], keys: [testKey('platform load')] };
  const stewards = authors.map(
    (id): Founder => ({ id, class: 'research-institute', roles: ['steward'], keys: [testKey(`${id} load`)] }),
  );
  return [operator, ...stewards];
}

function post(
  url: string,
  agent: Agent,
  body: SignedStatement | readonly SignedStatement[],
  headers: Readonly<Record<string, string>>,
): Promise<LoadAnswer> {
  const envelopes = Array.isArray(body) ? body.map(formatEnvelope) : formatEnvelope(body as SignedStatement);
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent, headers: { 'Content-Type': 'application/json', ...headers } };
    const sent = request(`${url}/api/v1/statements`, options, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece)).on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, headers: given } = response;
        const ms = performance.now() - start;
        resolve({ status, retryAfter: given['retry-after'], bytes: Buffer.concat(pieces), ms });
      });
    });
    sent.on('error', reject).end(JSON.stringify(envelopes));
  });
}
