/**
 * The folder of a signer: `key.pem` (0600), `memory.json` with what it signed last, `signer.json` with the origin. It belongs to a user
 * of its own, so that whoever takes over the ledger's process cannot read the key.
 * @module
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../core/error.ts';
import { NOTE_ED25519 } from '../core/note/vkey.ts';
import type { WitnessMemory } from '../witness/decide.ts';
import { createFileWitnessStore } from '../witness/file-store.ts';
import type { WitnessStore } from '../witness/local-witness.ts';
import { readPrivateKeyFile, writePrivateKeyFile } from './crypto/key-files.ts';
import { createNoteSigner, type NodeNoteSigner } from './crypto/note-signer.ts';

const KEY = 'key.pem';
const MEMORY = 'memory.json';
const CONFIG = 'signer.json';

export interface SignerFolder {
  readonly signer: NodeNoteSigner;
  readonly store: WitnessStore;
}

/**
 * Takes the log key over: it is in `folder` before it leaves `keyPath`, and never signs from both.
 * @param memory what the log signed last
 * @throws InputError `signer-initialised`, `key-file-access`, `bad-private-key`
 */
export async function initSignerFolder(
  folder: string,
  origin: string,
  keyPath: string,
  memory: WitnessMemory,
): Promise<NodeNoteSigner> {
  if (existsSync(join(folder, KEY)) || !existsSync(keyPath))
    throw new InputError('signer-initialised', `${folder}: a signer is here already, or ${keyPath} is missing`);
  const key = await readPrivateKeyFile(keyPath);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await createFileWitnessStore(join(folder, MEMORY)).store(memory);
  await writeFile(join(folder, `${CONFIG}.new`), `${JSON.stringify({ origin })}\n`);
  await rename(join(folder, `${CONFIG}.new`), join(folder, CONFIG));
  await writePrivateKeyFile(join(folder, KEY), key);
  await rm(keyPath);
  return createNoteSigner(origin, NOTE_ED25519, key);
}

/** @throws InputError `not-initialised`; `bad-witness-memory` where the memory is missing or damaged: a signer that forgot must not sign */
export async function openSignerFolder(folder: string): Promise<SignerFolder> {
  const origin = await readOrigin(join(folder, CONFIG));
  const store = thatIsThere(join(folder, MEMORY));
  await store.load();
  const key = await readPrivateKeyFile(join(folder, KEY));
  return { signer: createNoteSigner(origin, NOTE_ED25519, key), store };
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
