/**
 * Key ids: the hex SHA-256 of a key's SubjectPublicKeyInfo, so that an id names one key and no other.
 * @module
 */
import { decodeBase64 } from '../bytes/base64.ts';
import { encodeHex } from '../bytes/hex.ts';
import { sha256 } from '../bytes/sha256.ts';

/** The id of a key given as base64 SPKI. Whether it is a usable key is checked where it is enrolled. @throws InputError `bad-base64` */
export function keyIdOf(spki: string): string {
  return encodeHex(sha256(decodeBase64(spki, undefined, 'spki')));
}
