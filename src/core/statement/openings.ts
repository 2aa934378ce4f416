/**
 * Openings: what an institution keeps to open its salted commitments later. JSON of any spelling, by the purpose of each:
 *
 * ```json
 * {"samples":{"salt":"<64 hex digits>","value":"895"}}
 * ```
 * Where a statement holds several commitments of one purpose, an entry has another name and says its `purpose`. The signer
 * record that lies beside a key, `{"name","salt"}`, opens the commitment to who signed.
 * @module
 */
import { decodeHex } from '../bytes/hex.ts';
import { decodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';
import { type Json, parseJson } from '../json/json.ts';
import { pointersTo } from '../json/pointers.ts';
import { COMMITMENT_PURPOSES, type CommitmentPurpose, commit } from './commitment.ts';
import type { Statement } from './statement.ts';

/** Largest file of openings, bytes. */
const MAX_OPENINGS_BYTES = 1_048_576;

/** One opening, with the commitment that it opens. */
export interface Opening {
  readonly name: string;
  readonly purpose: CommitmentPurpose;
  readonly value: string;
  /** Hex, 64 digits, computed from the rest. */
  readonly commitment: string;
}

/**
 * Parses a file of openings.
 * @throws InputError `too-large`, `bad-utf8`, `bad-json`, and `bad-opening` for another shape, an unknown purpose, or no opening
 */
export function parseOpenings(bytes: Uint8Array): Opening[] {
  if (bytes.length > MAX_OPENINGS_BYTES)
    throw new InputError('too-large', `openings have ${bytes.length} bytes, more than ${MAX_OPENINGS_BYTES}`);
  const value = parseJson(decodeUtf8(bytes, 'openings'), 'openings');
  const members = membersOf(value);
  if (typeof members['name'] === 'string' && typeof members['salt'] === 'string')
    return [parseEntry('signer', { salt: members['salt'], value: members['name'] })];
  const openings = Object.entries(members).map(([name, entry]) => parseEntry(name, entry));
  if (openings.length === 0) throw new InputError('bad-opening', 'openings: there is none');
  return openings;
}

/** Where a statement names a commitment or a digest: JSON Pointers into its body and its signing block. */
export function placesIn({ body, signing }: Pick<Statement, 'body' | 'signing'>, commitment: string): string[] {
  return pointersTo({ body, signing }, commitment);
}

function parseEntry(name: string, entry: Json): Opening {
  const { salt, value, purpose: stated = name, ...others } = membersOf(entry);
  const purpose = COMMITMENT_PURPOSES.find((known) => known === stated);
  if (purpose === undefined) throw new InputError('bad-opening', `openings: no purpose ${JSON.stringify(stated)}`);
  if (
    typeof salt !== 'string' ||
    !/^[0-9a-f]{64}$/.test(salt) ||
    typeof value !== 'string' ||
    Object.keys(others).length
  )
    throw new InputError(
      'bad-opening',
      `openings: ${JSON.stringify(name)} is not {"salt","value"}, 32 bytes of salt in hex`,
    );
  return { name, purpose, value, commitment: commit(purpose, decodeHex(salt), value) };
}

function membersOf(value: Json): { readonly [name: string]: Json } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { [name: string]: Json };
  throw new InputError('bad-opening', 'openings: expected a JSON object');
}
