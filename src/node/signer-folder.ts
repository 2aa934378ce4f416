/**
 * The folder of a signer. It belongs to a user of its own, so that whoever takes over the ledger's process cannot read the keys.
 *
 *     signer.json              the origin
 *     memory.json              what any key signed last: one memory, so that none of them can sign a fork
 *     key.pem                  the current key (0600, as all keys)
 *     key-next.pem             the one that succeeds it, while both sign
 *     key-retired-<id>.pem     the ones before, which sign nothing more: to be destroyed
 * @module
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../core/error.ts';
import { formatVkey, NOTE_ED25519 } from '../core/note/vkey.ts';
import type { WitnessMemory } from '../witness/decide.ts';
import { createFileWitnessStore } from '../witness/file-store.ts';
import type { WitnessStore } from '../witness/local-witness.ts';
import { readPrivateKeyFile, syncFolder, writePrivateKeyFile } from './crypto/key-files.ts';
import { generateKeyPair } from './crypto/keys.ts';
import { createNoteSigner, type NodeNoteSigner } from './crypto/note-signer.ts';

const KEY = 'key.pem';
const NEXT = 'key-next.pem';
const MEMORY = 'memory.json';
const CONFIG = 'signer.json';

export interface SignerFolder {
  readonly origin: string;
  /** The current key, and the one that succeeds it, if there is one. */
  readonly keys: readonly [FolderKey, ...FolderKey[]];
  readonly store: WitnessStore;
}

export interface FolderKey {
  readonly signer: NodeNoteSigner;
  readonly vkey: string;
}

/** Key files of a ledger. */
export interface LedgerKeyFiles {
  readonly current: string;
  /** May be absent. */
  readonly next: string;
}

/**
 * Takes the log key over, and its successor where there is one: they are in `folder` before they leave the ledger's, and never sign
 * from both.
 * @param memory what the log signed last
 * @throws InputError `signer-initialised`, `key-file-access`, `bad-private-key`
 */
export async function initSignerFolder(
  folder: string,
  origin: string,
  files: LedgerKeyFiles,
  memory: WitnessMemory,
): Promise<FolderKey> {
  if (existsSync(join(folder, KEY)) || !existsSync(files.current))
    throw new InputError('signer-initialised', `${folder}: a signer is here already, or ${files.current} is missing`);
  const key = await readPrivateKeyFile(files.current);
  const next = existsSync(files.next) ? await readPrivateKeyFile(files.next) : undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await createFileWitnessStore(join(folder, MEMORY)).store(memory);
  await writeFile(join(folder, `${CONFIG}.new`), `${JSON.stringify({ origin })}\n`);
  await rename(join(folder, `${CONFIG}.new`), join(folder, CONFIG));
  // The current key last: with it there is a signer, and a second try is refused.
  if (next !== undefined) await takeOver(join(folder, NEXT), next);
  await writePrivateKeyFile(join(folder, KEY), key);
  if (next !== undefined) await rm(files.next);
  await rm(files.current);
  return folderKey(origin, key);
}

/** @throws InputError `not-initialised`; `bad-witness-memory` where the memory is missing or damaged: a signer that forgot must not sign */
export async function openSignerFolder(folder: string): Promise<SignerFolder> {
  const origin = await readOrigin(join(folder, CONFIG));
  const store = thatIsThere(join(folder, MEMORY));
  await store.load();
  const current = await readKey(folder, KEY, origin);
  const successors = existsSync(join(folder, NEXT)) ? [await readKey(folder, NEXT, origin)] : [];
  return { origin, keys: [current, ...successors], store };
}

/** Makes the key that is to succeed the current one; where it is made already, returns it. @throws InputError `not-initialised` */
export async function addNextKey(folder: string): Promise<FolderKey> {
  const origin = await readOrigin(join(folder, CONFIG));
  if (!existsSync(join(folder, NEXT))) await writePrivateKeyFile(join(folder, NEXT), generateKeyPair('ed25519'));
  return readKey(folder, NEXT, origin);
}

/**
 * Puts the next key in the place of the current one, whose id is `retired`, and which signs nothing more. Where that was done already,
 * or begun, it is done.
 * @throws InputError `not-initialised`; `usage` where `retired` is not the current key, or nothing succeeds it
 */
export async function retireCurrentKey(folder: string, retired: string): Promise<FolderKey> {
  const origin = await readOrigin(join(folder, CONFIG));
  const [current, next] = [join(folder, KEY), join(folder, NEXT)];
  const aside = join(folder, `key-retired-${retired}.pem`);
  if (!existsSync(aside)) {
    const { keyId } = (await readKey(folder, KEY, origin)).signer;
    if (keyId !== retired) throw new InputError('usage', `${folder}: the current key is ${keyId}, not ${retired}`);
    if (!existsSync(next)) throw new InputError('usage', `${folder}: no key is there that succeeds ${keyId}`);
    await rename(current, aside);
  }
  // A crash between the two renames leaves the first one done.
  if (!existsSync(current)) await rename(next, current);
  await syncFolder(folder);
  return readKey(folder, KEY, origin);
}

/** A key of a try that a crash interrupted may be there: it is the same, or somebody else's. */
async function takeOver(path: string, key: Parameters<typeof writePrivateKeyFile>[1]): Promise<void> {
  if (existsSync(path) && (await readFile(path, 'utf8')) === key.toPem()) return;
  await writePrivateKeyFile(path, key);
}

async function readKey(folder: string, file: string, origin: string): Promise<FolderKey> {
  return folderKey(origin, await readPrivateKeyFile(join(folder, file)));
}

function folderKey(origin: string, key: Awaited<ReturnType<typeof readPrivateKeyFile>>): FolderKey {
  const signer = createNoteSigner(origin, NOTE_ED25519, key);
  return { signer, vkey: formatVkey(signer.verifierKey) };
}

/** A memory that `init` made: where it is gone, also while the signer runs, nothing is signed. */
function thatIsThere(path: string): WitnessStore {
  const store = createFileWitnessStore(path);
  return {
    ...store,
    load: async () => {
      if (existsSync(path)) return store.load();
      throw new InputError('bad-witness-memory', `${path} is missing; a signer that forgot must not sign`);
    },
  };
}

async function readOrigin(path: string): Promise<string> {
  try {
    const { origin } = Object(JSON.parse(await readFile(path, 'utf8')));
    if (typeof origin === 'string') return origin;
    throw new TypeError('no origin');
  } catch (cause) {
    throw new InputError('not-initialised', `${path}: no signer was made here: run \`ledgerline signer init\``, {
      cause,
    });
  }
}
