/**
 * A ledger folder as `init` leaves one, founded by a test consortium that signs statements of many authors. Made once;
 * every ledger of a fault test begins as a copy.
 * @module
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { createLedger } from '../../../src/log/create.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { writeLedgerConfig } from '../../../src/node/ledger-config.ts';
import { createSignerRecord, signerRecordPath, writeSignerRecord } from '../../../src/node/signer-record.ts';
import { openFilesStore } from '../../../src/storage/files/files-store.ts';
import { openLevelIndex } from '../../../src/storage/level/level-index.ts';
import { taskBody } from '../../_util/bodies.ts';
import { Consortium, type ConsortiumOptions, ED25519_FOUNDERS } from '../../_util/consortium.ts';
import { engineParts } from '../../_util/engine.ts';
import { testKey } from '../../_util/keys.ts';

/** Who may define tasks; each signs a chain of its own. */
export const AUTHORS = ['daejeon-institute', 'hangang-pharma', 'namsan-hospital'] as const;

/** A folder that was founded and closed in order. */
export interface PreparedFolder extends AsyncDisposable {
  /** Trust policy of the ledger and of all its copies. */
  readonly policy: string;
  /** Records of the founding. */
  readonly size: number;
  /** A copy in `path`, with a consortium that goes on from the founding. */
  copyTo(path: string): Promise<Consortium>;
}

/** Founds a ledger in a temporary folder, through the drivers and with the keys that `serve` will find there. */
export async function prepareFolder(options: ConsortiumOptions = {}): Promise<PreparedFolder> {
  installNodePrimitives();
  const root = await mkdtemp(join(tmpdir(), 'ledgerline-fault-'));
  const folder = join(root, 'founded');
  const consortium = new Consortium({ founders: ED25519_FOUNDERS, ...options });
  await using files = await openFilesStore(folder, { create: true });
  await using index = await openLevelIndex(join(folder, 'index'));
  const stores = { objects: files.objects, heads: files.head, checkpoints: files.checkpoints, index };
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const ledger = await createLedger({ ...engineParts(consortium, { clock }), ...stores }, consortium.founding());
  await ledger.close();
  await writeKeys(folder, consortium);
  await writeLedgerConfig(folder, {
    origin: consortium.origin,
    operator: consortium.operator,
    server: { host: '127.0.0.1', port: 8440 },
  });
  return {
    policy: `log ${consortium.logKey.vkey}\nquorum none\n`,
    size: ledger.head.size,
    async copyTo(path) {
      await cp(folder, path, { recursive: true });
      return consortium.fork();
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

async function writeKeys(folder: string, { origin, founders }: Consortium): Promise<void> {
  const operator = founders[0]?.keys[0]?.keyId;
  const labels = { log: `log ${origin}`, operator: `${founders[0]?.id} ed25519` };
  if (testKey(labels.operator).keyId !== operator) throw new Error('the operator has another key');
  const keys = join(folder, 'keys');
  await mkdir(keys, { mode: 0o700 });
  for (const [name, label] of Object.entries(labels)) {
    const pem = testKey(label).privateKey.export({ type: 'pkcs8', format: 'pem' });
    await writeFile(join(keys, `${name}.pem`), pem, { mode: 0o600 });
  }
  const record = createSignerRecord('ledger process');
  await writeSignerRecord(signerRecordPath(join(keys, 'operator.pem')), record);
}

/** The next statement of each author in turn, `count` in all. Every statement of a ledger must have a name of its own. */
export function nextTasks(consortium: Consortium, count: number, name: string): SignedStatement[] {
  return Array.from({ length: count }, (_, i) =>
    consortium.statement('task', AUTHORS[i % AUTHORS.length] ?? AUTHORS[0], taskBody({ task: `${name}-${i}` })),
  );
}
