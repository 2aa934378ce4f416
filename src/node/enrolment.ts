/**
 * Enrolment requests: an institution's first key with the proof that it holds it.
 * @module
 */
import { encodeBase64 } from '../core/bytes/base64.ts';
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import type { EnrolmentRequestDocument } from '../core/generated/documents.ts';
import { parseJson } from '../core/json/json.ts';
import { checkProvenKey, possessionMessage } from '../core/statement/possession.ts';
import { validateDocument } from '../core/statement/validate.ts';
import { readBoundedFile } from './bounded-file.ts';
import type { PrivateKey } from './crypto/keys.ts';

/** A request has some 500 bytes. */
const MAX_REQUEST_BYTES = 65_536;

/** The key with its proof of possession for this ledger and institution. */
export function proveKey(origin: string, institution: string, key: PrivateKey): EnrolmentRequestDocument['key'] {
  const { spki, keyId } = key.publicKey;
  return {
    spki: encodeBase64(spki),
    possession: encodeBase64(key.sign(possessionMessage(origin, institution, keyId))),
  };
}

/** Builds a request. */
export function createEnrolmentRequest(
  options: Omit<EnrolmentRequestDocument, 'format' | 'key'>,
  key: PrivateKey,
): EnrolmentRequestDocument {
  return { format: 'ledgerline/enrolment@v1', ...options, key: proveKey(options.ledger, options.institution, key) };
}

/**
 * Reads and checks a request, its proof of possession included.
 * @throws InputError `file-not-found`, `too-large`, `bad-utf8`, `bad-json`, `schema-violation`, `bad-possession`
 */
export async function readEnrolmentRequest(path: string): Promise<EnrolmentRequestDocument> {
  const bytes = await readBoundedFile(path, MAX_REQUEST_BYTES, 'file-not-found');
  const request = validateDocument('enrolment-request', parseJson(decodeUtf8(bytes, path), path));
  checkProvenKey(request.ledger, request.institution, request.key);
  return request;
}
