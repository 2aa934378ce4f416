/**
 * What must not pass as a record: a valid one with one mutation each. Makes `test/vectors/record/invalid/`.
 * @module
 */
import { canonicalize } from 'json-canonicalize';
import type { NegativeVector } from './vector-files.ts';

export interface InvalidRecord extends NegativeVector {
  /** Base64. */
  readonly record: string;
}

type Row = readonly [desc: string, code: string, record: Uint8Array | string];

interface Document {
  readonly envelope: {
    readonly payload: string;
    readonly payloadType: string;
    readonly signatures: readonly [{ readonly keyid: string; readonly sig: string }];
  };
  readonly recordedAt: string;
  readonly state: string;
  readonly v: number;
}

/** The vectors by name. `valid` is a record of a contribution. */
export function invalidRecords(valid: Uint8Array): Record<string, InvalidRecord> {
  const text = Buffer.from(valid).toString();
  const document = JSON.parse(text) as Document;
  const rows = { ...spellings(text), ...members(document), ...envelopes(document), ...payloads(document) };
  return Object.fromEntries(
    Object.entries(rows).map(([name, [desc, code, record]]) => [
      name,
      { desc, code, record: Buffer.from(record).toString('base64') },
    ]),
  );
}

function spellings(valid: string): Record<string, Row> {
  const state = /"state":"[0-9a-f]{64}"/.exec(valid)?.[0] ?? '';
  return {
    'no-bytes': ['nothing at all', 'bad-json', ''],
    'preceding-space': ['a space before the record', 'json-not-canonical', ` ${valid}`],
    'trailing-newline': ['a newline behind the record', 'json-not-canonical', `${valid}\n`],
    'trailing-garbage': ['a byte behind the record', 'bad-json', `${valid}x`],
    truncated: ['the last byte is missing', 'bad-json', valid.slice(0, -1)],
    'byte-order-mark': ['a byte order mark before the record', 'bad-json', `\ufeff${valid}`],
    'not-utf8': ['a byte 0xff behind the record', 'bad-utf8', Buffer.concat([Buffer.from(valid), Buffer.of(0xff)])],
    'duplicate-state': ['a member twice', 'json-not-canonical', valid.replace(state, `${state},${state}`)],
    'members-out-of-order': [
      'the last member first',
      'json-not-canonical',
      `{"v":1,${valid.slice(1).replace(',"v":1', '')}`,
    ],
    'version-with-point': ['the version spelled 1.0', 'json-not-canonical', valid.replace('"v":1', '"v":1.0')],
    'key-id-escaped': [
      'a letter spelled as an escape',
      'json-not-canonical',
      valid.replace('"keyid"', '"\\u006beyid"'),
    ],
    null: ['null', 'schema-violation', 'null'],
    'an-array': ['an array around the record', 'schema-violation', `[${valid}]`],
  };
}

function members(document: Document): Record<string, Row> {
  const { state } = document;
  const put = (desc: string, fields: object, code = 'schema-violation'): Row => [
    desc,
    code,
    canonicalize({ ...document, ...fields }),
  ];
  const recordedAt = (desc: string, text: string, code?: string): Row => put(desc, { recordedAt: text }, code);
  return {
    'version-missing': ['no version', 'schema-violation', canonicalize(without(document, 'v'))],
    'version-2': put('a later version', { v: 2 }),
    'version-text': put('a version as text', { v: '1' }),
    'unknown-member': put('a member that no record has', { note: 'x' }),
    'state-missing': ['no state root', 'schema-violation', canonicalize(without(document, 'state'))],
    'state-upper-case': put('a state root in capitals', { state: 'A'.repeat(64) }),
    'state-short': put('a state root of 63 digits', { state: state.slice(1) }),
    'state-base64': put('a state root in base64', { state: Buffer.from(state, 'hex').toString('base64') }),
    'recorded-at-missing': ['no time', 'schema-violation', canonicalize(without(document, 'recordedAt'))],
    'recorded-at-number': put('a time as Unix seconds', { recordedAt: 1_795_422_600 }),
    'recorded-at-seconds': recordedAt('a time without milliseconds', '2026-11-23T08:30:00Z'),
    'recorded-at-microseconds': recordedAt('a time with microseconds', '2026-11-23T08:30:00.000000Z'),
    'recorded-at-offset': recordedAt('a time that is not UTC', '2026-11-23T17:30:00.000+09:00'),
    'recorded-at-30-february': recordedAt('a day that does not exist', '2026-02-30T08:30:00.000Z', 'bad-time'),
    'recorded-at-hour-24': recordedAt('an hour that does not exist', '2026-11-23T24:00:00.000Z', 'bad-time'),
    'recorded-at-leap-second': recordedAt('a leap second', '2016-12-31T23:59:60.000Z', 'bad-time'),
  };
}

function envelopes(document: Document): Record<string, Row> {
  const { envelope } = document;
  const [signature] = envelope.signatures;
  const put = (desc: string, fields: object, code = 'schema-violation'): Row => [
    desc,
    code,
    canonicalize({ ...document, envelope: { ...envelope, ...fields } }),
  ];
  const signed = (desc: string, fields: object, code?: string): Row =>
    put(desc, { signatures: [{ ...signature, ...fields }] }, code);
  return {
    'envelope-missing': ['no envelope', 'schema-violation', canonicalize(without(document, 'envelope'))],
    'envelope-text': [
      'an envelope as text',
      'schema-violation',
      canonicalize({ ...document, envelope: canonicalize(envelope) }),
    ],
    'envelope-unknown-member': put('a member that no envelope has', { certificate: 'x' }),
    'payload-type-missing': put('no payload type', { payloadType: undefined }),
    'payload-type-json': put('another payload type', { payloadType: 'application/json' }),
    'payload-type-upper-case': put('a capital in the payload type', { payloadType: 'application/vnd.in-toto+JSON' }),
    'signatures-missing': put('no signatures', { signatures: undefined }),
    'signatures-empty': put('an empty list of signatures', { signatures: [] }),
    'signatures-twice': put('two signatures', { signatures: [signature, signature] }),
    'signature-unknown-member': signed('a member that no signature has', { cert: 'x' }),
    'key-id-missing': signed('a signature without key id', { keyid: undefined }),
    'key-id-empty': signed('an empty key id', { keyid: '' }),
    'key-id-upper-case': signed('a key id in capitals', { keyid: 'A'.repeat(64) }),
    'key-id-short': signed('a key id of 63 digits', { keyid: signature.keyid.slice(1) }),
    'sig-missing': signed('a signature without bytes', { sig: undefined }),
    'sig-empty': signed('an empty signature', { sig: '' }),
    'sig-url-alphabet': signed('a signature in the URL alphabet', { sig: '-_-_' }),
    'sig-stray-bits': signed('bits behind the last byte of the signature', { sig: 'AAAAAB==' }),
    'sig-6-kib': signed('a signature of 6 KiB', { sig: 'AAAA'.repeat(2049) }),
  };
}

function payloads(document: Document): Record<string, Row> {
  const { payload } = document.envelope;
  const put = (desc: string, code: string, text: string): Row => [
    desc,
    code,
    canonicalize({ ...document, envelope: { ...document.envelope, payload: text } }),
  ];
  const statement = Buffer.from(payload, 'base64').toString();
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return {
    'payload-empty': put('no statement', 'bad-json', ''),
    'payload-plain': put('a statement without base64', 'schema-violation', statement),
    'payload-line-break': put(
      'base64 with a line break',
      'schema-violation',
      `${payload.slice(0, 76)}\n${payload.slice(76)}`,
    ),
    'payload-padding-missing': put('base64 without padding', 'schema-violation', 'e30'),
    'payload-padding-surplus': put('base64 with too much padding', 'schema-violation', 'e30==='),
    'payload-stray-bits': put('bits behind the last byte', 'schema-violation', 'e31='),
    'payload-not-json': put('a statement that is no JSON', 'bad-json', base64('statement')),
    'payload-not-canonical': put('a statement in another spelling', 'json-not-canonical', base64(`${statement}\n`)),
    'payload-33-kib': put('a statement of more than 32 KiB', 'schema-violation', base64(' '.repeat(33 * 1024))),
    'payload-32-kib-and-1': put('a statement of 32,769 bytes', 'too-large', base64(' '.repeat(32 * 1024 + 1))),
    'payload-of-another-kind': put(
      'a statement whose kind its body does not fit',
      'schema-violation',
      base64(statement.replace('v1:contribution', 'v1:aggregation')),
    ),
    'payload-unknown-kind': put(
      'a statement of no kind',
      'unknown-kind',
      base64(statement.replace('v1:contribution', 'v1:wish')),
    ),
  };
}

function without(document: Document, name: keyof Document): object {
  const { [name]: _, ...rest } = document;
  return rest;
}
