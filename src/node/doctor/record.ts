/**
 * The record as it stands: commit point, newest checkpoint, and the right edge of the tree between them. A quick look, not an
 * audit: it costs a dozen files whatever the size of the log. Without the lock, beside a running ledger.
 * @module
 */
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../../core/error.ts';
import type { CharterBody } from '../../core/generated/bodies.ts';
import { parseCheckpoint } from '../../core/note/checkpoint.ts';
import { type Note, parseNote } from '../../core/note/note.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { createVerifierKey, NOTE_ED25519, type VerifierKey } from '../../core/note/vkey.ts';
import { parseRecord } from '../../core/record/record.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { type Head, parseHead } from '../../log/head.ts';
import type { LedgerFiles } from '../../verify/audit/ledger-files.ts';
import { TreeFiles } from '../../verify/follow/tree-files.ts';
import { openFolderFiles } from '../audit/folder-files.ts';
import { readBoundedFile } from '../bounded-file.ts';
import { readPrivateKeyFile } from '../crypto/key-files.ts';
import type { LedgerConfig } from '../ledger-config.ts';
import { readSignerRecord, signerRecordPath } from '../signer-record.ts';
import { type Measured, measure } from './finding.ts';

/** The newest checkpoint, as its file tells. */
export interface Published {
  readonly note: Note;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** When its file was written, Unix milliseconds. */
  readonly writtenMs: number;
}

/** What stands under the root of the newest checkpoint, proven. */
export interface Edge {
  readonly charter: CharterBody;
  /** The newest record's time. */
  readonly recordedAt: string;
}

/** The process that holds the log key. */
export interface RemoteSigner {
  readonly socket: string;
  readonly isThere: boolean;
}

export interface RecordFacts {
  readonly published: Measured<Published>;
  readonly head: Measured<Head>;
  readonly edge: Measured<Edge>;
  /** Files in `staging/`: batches not yet applied. */
  readonly staged: number;
  readonly policy: Measured<TrustPolicy>;
  /** Whether the configuration has the witnesses of the policy asked. */
  readonly isCosigned: boolean;
  /** What `keys/log.pem` signs as, or that another process holds the key and whether it listens. */
  readonly logKey: Measured<VerifierKey | RemoteSigner>;
  /** Key id of `keys/operator.pem`; undefined where there is none. */
  readonly operatorKey: Measured<string | undefined>;
  readonly hasIndex: boolean;
}

const MAX_POLICY_BYTES = 262_144;

export async function measureRecord(folder: string, config: Measured<LedgerConfig>): Promise<RecordFacts> {
  const files = await measure(() => openFolderFiles(folder));
  const { published, head, edge } = await readTree(folder, files);
  const path = (...names: string[]): string => join(folder, ...names);
  const { witnesses, signer } = 'value' in config ? config.value : {};
  return {
    published,
    head,
    edge,
    staged: (await readdir(path('staging')).catch(() => [])).length,
    policy: await measure(async () =>
      parsePolicy(
        await readBoundedFile(resolve(folder, witnesses?.policy ?? 'trust.policy'), MAX_POLICY_BYTES, 'file-not-found'),
      ),
    ),
    isCosigned: witnesses !== undefined,
    logKey: await measure(async () => {
      if (signer !== undefined) return findSigner(resolve(folder, signer.socket));
      const { publicKey } = await readPrivateKeyFile(path('keys', 'log.pem'));
      return createVerifierKey(taken(config).origin, NOTE_ED25519, publicKey);
    }),
    operatorKey: await measure(() => readOperatorKey(path('keys', 'operator.pem'))),
    hasIndex: await stat(path('index', 'database', 'CURRENT')).then(
      () => true,
      () => false,
    ),
  };
}

type Tree = Pick<RecordFacts, 'published' | 'head' | 'edge'>;
/** How often a checkpoint may be replaced under the doctor's eyes. */
const ATTEMPTS = 4;

/** A running ledger publishes meanwhile, and removes the partial tiles of the checkpoint before: then it is read anew. */
async function readTree(folder: string, files: Measured<LedgerFiles>): Promise<Tree> {
  for (let attempt = 1; ; attempt++) {
    // The checkpoint first: the head may only be ahead of it.
    const published = await measure(() => publishedIn(folder, taken(files)));
    const head = await measure(async () => parseHead(await present(taken(files), 'head')));
    const edge = await measure(() => readEdge(taken(files), taken(published)));
    const isMissing = 'why' in edge && 'value' in published && attempt < ATTEMPTS;
    const now = isMissing ? await measure(() => publishedIn(folder, taken(files))) : published;
    const isReplaced = 'value' in now && 'value' in published && now.value.size !== published.value.size;
    if (!isReplaced) return { published, head, edge };
  }
}

/** The newest checkpoint of a folder or of a copy of it. @throws InputError `object-missing`, `bad-note`, `bad-checkpoint` */
export async function publishedIn(folder: string, files: LedgerFiles): Promise<Published> {
  const note = parseNote(await present(files, 'checkpoint'));
  const { mtimeMs } = await stat(join(folder, 'checkpoint'));
  const { origin, size, root } = parseCheckpoint(note.text);
  return { note, origin, size, root, writtenMs: mtimeMs };
}

async function readEdge(files: LedgerFiles, { size, root }: Published): Promise<Edge> {
  if (size === 0) throw new InputError('object-missing', 'the newest checkpoint covers no record');
  const tree = new TreeFiles(files, { size, root });
  const last = await tree.page(Math.floor((size - 1) / FULL_WIDTH));
  const first = await tree.page(0);
  const { statement } = parseRecord(first.entries[0] ?? new Uint8Array());
  if (statement.kind !== 'charter') throw new InputError('record-altered', 'record 0 is no charter');
  const { recordedAt } = parseRecord(last.entries.at(-1) ?? new Uint8Array());
  return { charter: statement.body, recordedAt };
}

async function findSigner(socket: string): Promise<RemoteSigner> {
  return { socket, isThere: (await stat(socket).catch(() => undefined))?.isSocket() === true };
}

async function readOperatorKey(path: string): Promise<string | undefined> {
  if (await isAbsent(path)) return undefined;
  const { publicKey } = await readPrivateKeyFile(path);
  await readSignerRecord(signerRecordPath(path));
  return publicKey.keyId;
}

async function isAbsent(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT',
  );
}

async function present(files: LedgerFiles, path: string): Promise<Uint8Array> {
  const bytes = await files.read(path);
  if (bytes === undefined) throw new InputError('object-missing', `${path}: the file is missing`);
  return bytes;
}

/** What was measured before, for a measurement that rests on it. */
function taken<T>(measured: Measured<T>): T {
  if ('value' in measured) return measured.value;
  throw new InputError('unreadable-file', measured.why);
}
