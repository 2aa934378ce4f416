/**
 * The two files of the engine that an audit reads beside the public ones. `src/log/head.ts` and `src/log/staging.ts`
 * write them; an auditor reads them with code of its own, as it recomputes everything else.
 *
 *     head    = RFC 8785 JSON {"checksum","generation","root","size","state"}; checksum = hex SHA-256 of it without that member
 *     staged  = "ledgerline/staged/v1" LF u64 oldSize || (u16 length || record)* || SHA-256 of all before
 *     staging/<generation, 16 digits>-<root, hex> is the batch that leads to the head with that generation and root
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { decodeHex, encodeHex } from '../../core/bytes/hex.ts';
import { decodeU16, decodeU64 } from '../../core/bytes/integers.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { canonicalize } from '../../core/json/jcs.ts';
import { type Json, parseCanonicalJson } from '../../core/json/json.ts';

export const HEAD_PATH = 'head';

/** What the ledger says it has committed. Unsigned: worth what the records bear out. */
export interface HeadRecord {
  readonly generation: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly state: Uint8Array;
}

/** Records `[oldSize, oldSize + records.length)`. */
export interface StagedRecords {
  readonly path: string;
  readonly oldSize: number;
  readonly records: readonly Uint8Array[];
}

const MAX_HEAD_BYTES = 1024;
const STAGED_MAGIC = encodeUtf8('ledgerline/staged/v1\n');
const STAGED_PATH = /^staging\/[0-9]{16}-[0-9a-f]{64}$/;
/** A file that was being written when the process ended (`src/storage/files/ledger-folder.ts`). */
const UNFINISHED_PATH = /^staging\/\.unfinished~[0-9]+$/;

/** @throws InputError `head-corrupt` */
export function parseHeadRecord(bytes: Uint8Array): HeadRecord {
  try {
    const value = parseCanonicalJson(bytes, MAX_HEAD_BYTES, 'head');
    const { checksum, ...fields } = (value ?? {}) as Record<string, Json>;
    const { generation, size, root, state } = fields;
    const isWhole =
      Object.keys(fields).length === 4 && checksum === encodeHex(sha256(encodeUtf8(canonicalize(fields))));
    if (!isWhole) throw new InputError('head-corrupt', 'its checksum does not hold');
    return {
      generation: assertCount(generation),
      size: assertCount(size),
      root: decodeHex(String(root), 32, 'root'),
      state: decodeHex(String(state), 32, 'state'),
    };
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError('head-corrupt', `head: ${cause.message}`, { cause });
  }
}

/** Where the batch that leads to `head` was staged. */
export function stagedPathOf({ generation, root }: HeadRecord): string {
  return `staging/${String(generation).padStart(16, '0')}-${encodeHex(root)}`;
}

/** True for the path of a staged batch or of a file that a crash left unfinished: cleared at the next start. */
export function isCrashTrace(path: string): boolean {
  return STAGED_PATH.test(path) || UNFINISHED_PATH.test(path);
}

/** @throws InputError `staging-corrupt` */
export function parseStagedRecords(path: string, bytes: Uint8Array): StagedRecords {
  const bodyLength = Math.max(0, bytes.length - 32);
  const body = bytes.subarray(0, bodyLength);
  const start = STAGED_MAGIC.length + 8;
  const isWhole =
    bodyLength >= start &&
    equalBytes(body.subarray(0, STAGED_MAGIC.length), STAGED_MAGIC) &&
    equalBytes(sha256(body), bytes.subarray(bodyLength));
  if (!isWhole) throw new InputError('staging-corrupt', `${path}: its checksum does not hold`);
  const records: Uint8Array[] = [];
  for (let at = start; at < bodyLength; ) {
    const end = at + 2 <= bodyLength ? at + 2 + decodeU16(body, at) : Infinity;
    if (end > bodyLength) throw new InputError('staging-corrupt', `${path}: ends inside record ${records.length}`);
    records.push(body.subarray(at + 2, end));
    at = end;
  }
  return { path, oldSize: oldSizeOf(path, body), records };
}

function oldSizeOf(path: string, body: Uint8Array): number {
  try {
    return decodeU64(body, STAGED_MAGIC.length);
  } catch (cause) {
    throw new InputError('staging-corrupt', `${path}: its size is none that a tree can have`, { cause });
  }
}

function assertCount(value: Json | undefined): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new InputError('head-corrupt', 'a count is not one');
}
