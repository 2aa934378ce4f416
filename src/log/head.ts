/**
 * The head record: what the ledger has committed. Replacing it is the only commit point. Unsigned, canonical JSON,
 * self-checksummed so that a torn or flipped byte is noticed:
 *
 * ```json
 * {"checksum":"<hex SHA-256 of the canonical form without this member>","generation":7,"root":"<hex>","size":42,"state":"<hex>"}
 * ```
 * @module
 */
import { decodeHex, encodeHex } from '../core/bytes/hex.ts';
import { sha256 } from '../core/bytes/sha256.ts';
import { encodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { canonicalize } from '../core/json/jcs.ts';
import { parseCanonicalJson } from '../core/json/json.ts';

/** What is committed. */
export interface Head {
  /** Counts the commits; 0 for the empty ledger. */
  readonly generation: number;
  readonly size: number;
  /** RFC 6962 root over the records, 32 bytes. */
  readonly root: Uint8Array;
  /** Root of the account tree over the records: the `state` of the next one. */
  readonly state: Uint8Array;
}

/** The stored form. Inverse of `parseHead`. */
export function encodeHead({ generation, size, root, state }: Head): Uint8Array {
  const fields = { generation, root: encodeHex(root), size, state: encodeHex(state) };
  return encodeUtf8(canonicalize({ ...fields, checksum: checksum(fields) }));
}

/** Parses a stored head. @throws InputError `head-corrupt` */
export function parseHead(bytes: Uint8Array): Head {
  try {
    const { checksum: stored, ...fields } = parseCanonicalJson(bytes, 1024, 'head') as Record<string, unknown>;
    const { generation, root, size, state } = fields;
    const integers = Number.isSafeInteger(generation) && Number.isSafeInteger(size);
    if (!integers || Object.keys(fields).length !== 4 || stored !== checksum(fields))
      throw new InputError('head-corrupt', 'checksum');
    return {
      generation: Number(generation),
      size: Number(size),
      root: decodeHex(String(root), 32),
      state: decodeHex(String(state), 32),
    };
  } catch (cause) {
    throw new InputError('head-corrupt', 'the head record is damaged: its checksum does not hold', { cause });
  }
}

function checksum(fields: object): string {
  return encodeHex(sha256(encodeUtf8(canonicalize(fields))));
}
