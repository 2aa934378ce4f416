/**
 * Dead Simple Signing Envelope (DSSE v1.0.2): what exactly a signature covers.
 *
 * ```
 * PAE = "DSSEv1" SP LEN(type) SP type SP LEN(payload) SP payload      LEN = ASCII decimal byte count
 * ```
 * The signed bytes are never re-serialised: a verifier hashes and checks the payload as received.
 * @module
 */
import { concatBytes } from '../bytes/bytes.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';

/** The payload type of every statement: in-toto, unchanged, so that existing tools recognise it. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** Pre-authentication encoding: the bytes that the author signs. */
export function encodePae(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = encodeUtf8(payloadType);
  return concatBytes(encodeUtf8(`DSSEv1 ${type.length} `), type, encodeUtf8(` ${payload.length} `), payload);
}
