/**
 * Checkpoints (C2SP tlog-checkpoint v1.0.0): the text of the note by which a log commits to its tree.
 *
 *     checkpoint = origin "\n" size "\n" base64(root) "\n" *(extension "\n")
 *     origin     = 1 to 255 bytes of UTF-8 without control characters; compared byte by byte, never parsed
 *     size       = canonical decimal, at most 2^53 - 1
 *     root       = 32 bytes
 *
 * Our log has no extension lines, and refuses them; a witness of other logs may tolerate them.
 *
 * Example (from the specification):
 *
 *     example.com/behind-the-sofa
 *     20852163
 *     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 * @module
 */
import { decodeBase64, encodeBase64 } from '../bytes/base64.ts';
import { assertTreeSize, parseDecimal } from '../bytes/integers.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';

const HASH_BYTES = 32;
/** What a cosigned message can hold (tlog-cosignature). */
const MAX_ORIGIN_BYTES = 255;

/** A log's claim about its tree. */
export interface Checkpoint {
  readonly origin: string;
  /** 0 <= size <= 2^53 - 1. */
  readonly size: number;
  /** The root hash at `size`, 32 bytes. */
  readonly root: Uint8Array;
  /** Extension lines, without newlines. Empty for our log. */
  readonly extensions: readonly string[];
}

/**
 * Parses a checkpoint from a note's text.
 * @param options.allowExtensions for checkpoints of other logs; false if absent
 * @throws InputError `bad-checkpoint`, `bad-integer`, `bad-base64`
 */
export function parseCheckpoint(text: string, options: { readonly allowExtensions?: boolean } = {}): Checkpoint {
  if (!text.endsWith('\n')) malformed('the last line is cut off');
  const [origin = '', size, root, ...extensions] = text.slice(0, -1).split('\n');
  if (size === undefined || root === undefined) malformed('fewer than three lines');
  assertOrigin(origin);
  if (extensions.length > 0 && options.allowExtensions !== true) malformed('extension lines');
  if (extensions.includes('')) malformed('empty extension line');
  return {
    origin,
    size: parseDecimal(size, 'checkpoint size'),
    root: decodeBase64(root, HASH_BYTES, 'checkpoint root'),
    extensions,
  };
}

/**
 * The inverse of {@link parseCheckpoint} with extensions allowed.
 * @throws InputError `bad-checkpoint`, `bad-integer`
 */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  assertOrigin(origin);
  if (root.length !== HASH_BYTES) malformed(`root of ${root.length} bytes`);
  if (extensions.some((line) => line === '' || line.includes('\n'))) malformed('extension line empty or of two lines');
  const lines = [origin, assertTreeSize(size, 'checkpoint size'), encodeBase64(root), ...extensions];
  return `${lines.join('\n')}\n`;
}

function assertOrigin(origin: string): void {
  const bytes = encodeUtf8(origin);
  if (bytes.length === 0 || bytes.length > MAX_ORIGIN_BYTES || bytes.some((byte) => byte < 0x20)) {
    malformed(`origin of ${bytes.length} bytes; expected 1 to ${MAX_ORIGIN_BYTES} without control characters`);
  }
}

function malformed(what: string): never {
  throw new InputError('bad-checkpoint', `checkpoint: ${what}`);
}
