/**
 * Records: the log entries. The RFC 6962 leaf hash covers exactly these bytes, RFC 8785 JSON of at most 65,535 bytes:
 *
 * ```json
 * {"envelope":{"payload":"<base64>","payloadType":"application/vnd.in-toto+json",
 *   "signatures":[{"keyid":"<hex>","sig":"<base64>"}]},
 *  "recordedAt":"2026-11-23T08:26:00.000Z","state":"<hex>","v":1}
 * ```
 * `recordedAt` never falls from one record to the next; `state` is the account tree's root over all records before.
 * @module
 */
import { decodeBase64, encodeBase64 } from '../bytes/base64.ts';
import { decodeHex, encodeHex } from '../bytes/hex.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';
import type { EnvelopeDocument } from '../generated/documents.ts';
import { canonicalize } from '../json/jcs.ts';
import { type Json, parseCanonicalJson } from '../json/json.ts';
import { hashLeaf } from '../merkle/hash.ts';
import { PAYLOAD_TYPE } from '../statement/dsse.ts';
import { parseInstant } from '../statement/instant.ts';
import { parseStatement, type Statement, statementDigest } from '../statement/statement.ts';
import { validateDocument } from '../statement/validate.ts';

/** Largest record, bytes: an entry of a tlog-tiles bundle has a 16-bit length. */
export const MAX_RECORD_BYTES = 65_535;

/** A statement with its signature, as submitted: the DSSE envelope in its only spelling. */
export interface SignedStatement {
  readonly payload: Uint8Array;
  readonly statement: Statement;
  /** Hex SHA-256 of the payload. */
  readonly digest: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** What a record says around its statement. */
export interface RecordFrame extends Pick<SignedStatement, 'payload' | 'keyId' | 'signature'> {
  /** Instant text; text order is time order. */
  readonly recordedAt: string;
  /** Root of the account tree over all records before this one, 32 bytes. */
  readonly state: Uint8Array;
}

/** A record, parsed. */
export interface LedgerRecord extends SignedStatement, RecordFrame {
  readonly bytes: Uint8Array;
  readonly leafHash: Uint8Array;
}

/**
 * Parses a DSSE envelope, a JSON value that is attacker-controlled. The signature is not checked here.
 * @throws InputError `schema-violation`, `bad-base64` and those of `parseStatement`
 */
export function parseEnvelope(value: Json): SignedStatement {
  const envelope = openEnvelope(validateDocument('envelope', value));
  const { payload } = envelope;
  return { ...envelope, statement: parseStatement(payload), digest: statementDigest(payload) };
}

/** The fields of an envelope whose form a schema has checked already, by itself or as part of a record. */
function openEnvelope({ payload, signatures }: EnvelopeDocument): Pick<RecordFrame, 'payload' | 'keyId' | 'signature'> {
  const [first] = signatures;
  if (first === undefined) throw new InputError('schema-violation', 'envelope carries no signature');
  return {
    payload: decodeBase64(payload, undefined, 'envelope.payload'),
    keyId: first.keyid,
    signature: decodeBase64(first.sig, undefined, 'envelope.signatures[0].sig'),
  };
}

/** The envelope of a signed statement. Inverse of `parseEnvelope`. */
export function formatEnvelope(signed: Pick<SignedStatement, 'payload' | 'keyId' | 'signature'>): EnvelopeDocument {
  return {
    payload: encodeBase64(signed.payload),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: signed.keyId, sig: encodeBase64(signed.signature) }],
  };
}

/** The bytes of a record. Inverse of `parseRecord`. @throws InputError `too-large` */
export function encodeRecord(signed: SignedStatement, recordedAt: string, state: Uint8Array): Uint8Array {
  const envelope = formatEnvelope(signed);
  const bytes = encodeUtf8(canonicalize({ envelope, recordedAt, state: encodeHex(state), v: 1 }));
  if (bytes.length > MAX_RECORD_BYTES)
    throw new InputError('too-large', `record has ${bytes.length} bytes, more than ${MAX_RECORD_BYTES}`);
  return bytes;
}

/** A record made from an already parsed statement, without parsing it again. Equal to `parseRecord(encodeRecord(…))`. */
export function makeRecord(signed: SignedStatement, recordedAt: string, state: Uint8Array): LedgerRecord {
  const bytes = encodeRecord(signed, recordedAt, state);
  return { ...signed, bytes, leafHash: hashLeaf(bytes), recordedAt, state };
}

/**
 * Parses a log entry. The signature is not checked here.
 * @throws InputError those of `parseRecordFrame` and `parseStatement`
 */
export function parseRecord(bytes: Uint8Array): LedgerRecord {
  const frame = parseRecordFrame(bytes);
  const { payload } = frame;
  return {
    ...frame,
    statement: parseStatement(payload),
    digest: statementDigest(payload),
    bytes,
    leafHash: hashLeaf(bytes),
  };
}

/**
 * Parses a log entry as far as its payload, which stays as it is.
 * @throws InputError `too-large`, `bad-utf8`, `bad-json`, `json-not-canonical`, `schema-violation`, `bad-base64`, `bad-time`
 */
export function parseRecordFrame(bytes: Uint8Array): RecordFrame {
  const value = parseCanonicalJson(bytes, MAX_RECORD_BYTES, 'record');
  const { envelope, recordedAt, state } = validateDocument('record', value);
  parseInstant(recordedAt, 'recordedAt');
  return { ...openEnvelope(envelope), recordedAt, state: decodeHex(state, 32, 'state') };
}
