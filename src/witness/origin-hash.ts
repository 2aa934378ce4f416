/**
 * How a log is named in files and paths: the hex SHA-256 of its origin.
 * @module
 */
import { encodeHex } from '../core/bytes/hex.ts';
import { sha256 } from '../core/bytes/sha256.ts';
import { encodeUtf8 } from '../core/bytes/utf8.ts';

export function hashOrigin(origin: string): string {
  return encodeHex(sha256(encodeUtf8(origin)));
}
