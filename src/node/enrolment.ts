/**
 * Enrolment requests: an institution's first key with the proof that it holds it.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { encodeBase64 } from '../core/bytes/base64.ts';
import { InputError } from '../core/error.ts';
import type { EnrolmentRequestDocument } from '../core/generated/documents.ts';
import { parseJson } from '../core/json/json.ts';
import { checkProvenKey, possessionMessage } from '../core/statement/possession.ts';
import { validateDocument } from '../core/statement/validate.ts';
import type { PrivateKey } from './crypto/keys.ts';

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

/** Reads and checks a request, its proof of possession included. @throws InputError `file-not-found`, `schema-violation`, `bad-possession` */
export async function readEnrolmentRequest(path: string): Promise<EnrolmentRequestDocument> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new InputError('file-not-found', `${path} cannot be read`, { cause });
  }
  const request = validateDocument('enrolment-request', parseJson(text, path));
  checkProvenKey(request.ledger, request.institution, request.key);
  return request;
}
