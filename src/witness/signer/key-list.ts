/**
 * The keys that a signer holds: one vkey a line, the current key first. All are Ed25519 keys of one log under one name, so that each
 * line of a checkpoint's signatures belongs to one of them.
 *
 *     list = 1*8( vkey "\n" )
 * @module
 */
import { InputError } from '../../core/error.ts';
import { NOTE_ED25519, parseVkey, type VerifierKey } from '../../core/note/vkey.ts';

/** The current key, the one that succeeds it, and room. */
const MAX_KEYS = 8;

/** The inverse of {@link parseKeyList}. @throws InputError as it */
export function formatKeyList(vkeys: readonly string[]): string {
  const list = vkeys.map((vkey) => `${vkey}\n`).join('');
  parseKeyList(list);
  return list;
}

/** The vkeys. @throws InputError `signer-keys`; `bad-vkey` and its kin for a line that is none */
export function parseKeyList(list: string): readonly [string, ...string[]] {
  if (!list.endsWith('\n')) throw bad(list === '' ? 'no key' : 'the list does not end with a newline');
  const [first = '', ...others] = list.slice(0, -1).split('\n');
  if (others.length >= MAX_KEYS) throw bad(`more than ${MAX_KEYS} keys`);
  const keys = [first, ...others].map(parseVkey);
  for (const [i, key] of keys.entries()) assertOneLog(key, keys.slice(0, i));
  return [first, ...others];
}

function assertOneLog({ name, keyId, type }: VerifierKey, before: readonly VerifierKey[]): void {
  const [first] = before;
  if (type !== NOTE_ED25519)
    throw bad(`${name}+${keyId} is a key of type ${type}, which signs no checkpoints of a log`);
  if (first !== undefined && first.name !== name) throw bad(`keys of ${first.name} and of ${name}, and not of one log`);
  if (before.some((known) => known.keyId === keyId)) throw bad(`two keys with the id ${keyId}`);
}

function bad(what: string): InputError {
  return new InputError('signer-keys', `the keys of a signer: ${what}`);
}
