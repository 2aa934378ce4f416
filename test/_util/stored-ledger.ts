/**
 * Ledgers as files, in memory: what the engine stored, or what a dishonest operator would store, to audit and to damage.
 * @module
 */
import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { SignedStatement } from '../../src/core/record/record.ts';
import type { MemoryStore } from '../../src/storage/memory/memory-store.ts';
import type { LedgerFiles } from '../../src/verify/audit/ledger-files.ts';
import { QUORUMS_OF_ONE, taskBody } from './bodies.ts';
import { Consortium, FOUNDERS } from './consortium.ts';
import { foundEngine } from './engine.ts';
import { type TestNoteKey, testWitnessKey } from './keys.ts';
import type { NaiveLedger } from './naive-ledger.ts';
import { mth } from './naive-merkle.ts';

/** Files by path. */
export type FileMap = Map<string, Uint8Array>;

const LISTED = /^(?:tile|checkpoints|staging)\//;

/** The files as an audit reads them. */
export function mapFiles(files: ReadonlyMap<string, Uint8Array>, isPublicCopy = false): LedgerFiles {
  return {
    isPublicCopy,
    read: async (path) => files.get(path),
    async *list() {
      for (const path of files.keys()) if (LISTED.test(path)) yield path;
    },
  };
}

export const WITNESS: TestNoteKey = testWitnessKey('witness.example/mfds');

/** The policy of a reader who asks for the witness's cosignature. */
export function policyOf({ logKey }: Pick<Consortium, 'logKey'>, witness = WITNESS): string {
  return `log ${logKey.vkey}\nwitness mfds ${witness.vkey}\nquorum mfds\n`;
}

/** The `count` next tasks of a steward. */
export function tasks(consortium: Consortium, count: number, prefix = 'task'): SignedStatement[] {
  return Array.from({ length: count }, (_, i) =>
    consortium.statement('task', 'daejeon-institute', taskBody({ task: `${prefix}-${i}` })),
  );
}

/** An operator and one steward, both with Ed25519 keys: proofs of possession, which rules check in JavaScript, are few. */
export function smallConsortium(): Consortium {
  return new Consortium({ founders: FOUNDERS.slice(0, 2), charter: { quorums: QUORUMS_OF_ONE } });
}

/** What the engine stored after the founding (5 records), tasks published in groups of these sizes, and one more. */
export async function engineFiles(groups: readonly number[]): Promise<{ files: FileMap; policy: string }> {
  const consortium = smallConsortium();
  const { ledger, parts } = await foundEngine(consortium, { witness: WITNESS });
  const { size } = ledger.head;
  const root = Buffer.from(ledger.head.root).toString('hex');
  const batches = groups.map((count, i) => tasks(consortium, count, `group-${i}`));
  const seen = consortium.statement('task', 'daejeon-institute', taskBody({ task: 'seen' }), { seen: { size, root } });
  for (const batch of [...batches, [seen]]) {
    await Promise.all(batch.map((signed) => ledger.submit(signed).published));
  }
  await ledger.close();
  return { files: await storedFiles(parts.store), policy: policyOf(consortium) };
}

/** The files that a memory store would be in a folder. */
export async function storedFiles({ objects, head, checkpoints }: MemoryStore): Promise<FileMap> {
  const files: FileMap = new Map();
  for (const folder of ['tile/', 'staging/']) {
    for await (const path of objects.list(folder)) files.set(path, (await objects.get(path)) ?? Uint8Array.of());
  }
  files.set('head', (await head.read())?.bytes ?? Uint8Array.of());
  const notes: Uint8Array[] = [];
  for (let i = 0; i < (await checkpoints.count()); i++) notes.push((await checkpoints.read(i)) ?? Uint8Array.of());
  addNotes(files, notes);
  return files;
}

/**
 * What an operator stores who writes down everything that `ledger` is made of, right or wrong, and hashes it rightly.
 * @param state the account root in the head; that of the records if absent, which must then be records
 */
export function naiveFiles(ledger: NaiveLedger, state?: string): FileMap {
  const files: FileMap = new Map();
  const { records, publications } = ledger;
  for (const size of new Set([records.length, publications.at(-1)?.size ?? 0])) addTree(files, records.slice(0, size));
  addNotes(
    files,
    publications.map(({ note }) => Buffer.from(note)),
  );
  setHead(files, {
    generation: records.length,
    root: Buffer.from(ledger.root()).toString('hex'),
    size: records.length,
    state: state ?? Buffer.from(ledger.accountRoot()).toString('hex'),
  });
  return files;
}

/** Writes a head with a good checksum. */
export function setHead(files: FileMap, head: { generation: number; root: string; size: number; state: string }): void {
  const checksum = createHash('sha256').update(canonicalize(head)).digest('hex');
  files.set('head', Buffer.from(canonicalize({ ...head, checksum })));
}

/** Writes `checkpoints/` and `checkpoint`. */
export function addNotes(files: FileMap, notes: readonly Uint8Array[]): void {
  for (let from = 0; from < notes.length; from += 256) {
    files.set(`checkpoints/${digits(from / 256)}`, frame(notes.slice(from, from + 256)));
  }
  const last = notes.at(-1);
  if (last !== undefined) files.set('checkpoint', last);
}

/** Each item after its length, two bytes. */
export function frame(items: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(items.flatMap((item) => [Buffer.from([item.length >> 8, item.length & 255]), item]));
}

/** The inverse of {@link frame}. */
export function unframe(bytes: Uint8Array): Uint8Array[] {
  const items: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    items.push(bytes.slice(at + 2, end));
    at = end;
  }
  return items;
}

/** Every tile and bundle of the tree over `records`, by the definition. Requires fewer than 65,536. */
function addTree(files: FileMap, records: readonly Uint8Array[]): void {
  for (let level = 0; 256 ** level <= records.length; level++) {
    const span = 256 ** level;
    const hashes = Array.from({ length: Math.floor(records.length / span) }, (_, i) =>
      mth(records.slice(i * span, (i + 1) * span)),
    );
    for (let n = 0; n * 256 < hashes.length; n++) {
      const width = Math.min(256, hashes.length - n * 256);
      const name = digits(n) + (width < 256 ? `.p/${width}` : '');
      files.set(`tile/${level}/${name}`, Buffer.concat(hashes.slice(n * 256, n * 256 + width)));
      if (level === 0) files.set(`tile/entries/${name}`, frame(records.slice(n * 256, n * 256 + width)));
    }
  }
}

function digits(n: number): string {
  return String(n).padStart(3, '0');
}
