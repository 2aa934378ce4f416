/**
 * Files of the engine with checksums: valid ones, and checksums made anew for changed ones.
 * @module
 */
import { canonicalize } from 'json-canonicalize';
import { framed, RECORDS, sha256, utf8 } from './_samples.ts';

const MAGIC = 'ledgerline/staged/v1\n';
const CHECKSUM_BYTES = 32;

function head(generation: number, size: number): Uint8Array {
  const fields = { generation, root: '1'.repeat(64), size, state: '2'.repeat(64) };
  return utf8(canonicalize({ ...fields, checksum: sha256(canonicalize(fields)).toString('hex') }));
}

export const HEADS: readonly Uint8Array[] = [head(0, 0), head(7, 42), head(2 ** 53 - 1, 2 ** 53 - 1)];

/** The head with the checksum of what it says, if it is a JSON object. */
export function sealHead(bytes: Uint8Array): Uint8Array {
  try {
    const { checksum: _, ...fields } = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
    return utf8(canonicalize({ ...fields, checksum: sha256(canonicalize(fields)).toString('hex') }));
  } catch {
    return bytes;
  }
}

/** The bytes with a checksum in place of their last 32. */
export function sealStaged(bytes: Uint8Array): Uint8Array {
  const body = bytes.subarray(0, Math.max(0, bytes.length - CHECKSUM_BYTES));
  return new Uint8Array(Buffer.concat([body, sha256(body)]));
}

const OLD_SIZE = Buffer.from('0000000000000007', 'hex');
const staged = (records: readonly Uint8Array[]): Uint8Array => {
  const body = Buffer.concat([Buffer.from(MAGIC), OLD_SIZE, framed(records)]);
  return new Uint8Array(Buffer.concat([body, sha256(body)]));
};
export const STAGED: readonly Uint8Array[] = [staged(RECORDS.slice(0, 2)), staged([utf8('a')])];
