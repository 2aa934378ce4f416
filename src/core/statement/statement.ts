/**
 * Statements: what an institution signs. in-toto Statement v1 in its RFC 8785 form, at most 32 KiB.
 *
 * ```json
 * {"_type":"https://in-toto.io/Statement/v1",
 *  "predicate":{"author":"snuh","body":{…},"chain":{"previous":"00…","sequence":0},
 *   "ledger":"log.example/k-melloddy","signing":{"meaning":"author","signedAt":"2026-11-23T17:26:00+09:00","signer":"…"}},
 *  "predicateType":"urn:ledgerline:v1:contribution",
 *  "subject":[{"digest":{"sha256":"…"},"name":"update"}]}
 * ```
 * The statement digest SHA-256(payload) names the record everywhere.
 * @module
 */
import { encodeHex } from '../bytes/hex.ts';
import { sha256 } from '../bytes/sha256.ts';
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';
import type { Bodies } from '../generated/bodies.ts';
import type { StatementDocument } from '../generated/documents.ts';
import { SUBJECTS } from '../generated/subjects.ts';
import { canonicalize } from '../json/jcs.ts';
import { parseCanonicalJson } from '../json/json.ts';
import { parseZonedInstant } from './instant.ts';
import { isKindName, type KindName, validateBody, validateDocument } from './validate.ts';

/** Largest payload, bytes. */
export const MAX_PAYLOAD_BYTES = 32 * 1024;

/** What precedes the kind in `predicateType`. */
export const PREDICATE_PREFIX = 'urn:ledgerline:v1:';

/** `chain.previous` of an author's first statement. */
export const CHAIN_START: string = '0'.repeat(64);

/** Who signed, when, in which meaning and why. */
export type Signing = StatementDocument['predicate']['signing'];

/** The subject: the artefact that a statement is about. */
export interface Subject {
  readonly name: string;
  /** Hex SHA-256. */
  readonly sha256: string;
}

/** A statement, parsed. `kind` tells the type of `body`. */
export type Statement = { readonly [K in KindName]: StatementOf<K> }[KindName];

/** A statement of one kind. */
export interface StatementOf<K extends KindName> {
  readonly kind: K;
  readonly subject: Subject;
  readonly ledger: string;
  readonly author: string;
  readonly chain: { readonly sequence: number; readonly previous: string };
  readonly signing: Signing;
  readonly seen?: { readonly size: number; readonly root: string };
  readonly body: Bodies[K];
}

/** SHA-256 of a payload, hexadecimal: the name of the record. */
export function statementDigest(payload: Uint8Array): string {
  return encodeHex(sha256(payload));
}

/**
 * The subject of a statement without an artefact: its kind, the id in its body, and the digest of the body.
 * @throws InputError `bad-subject` for a kind whose subject is an artefact
 */
export function bodySubject<K extends KindName>(kind: K, body: Bodies[K]): Subject {
  const rule = SUBJECTS[kind];
  if (rule === undefined || 'artefact' in rule)
    throw new InputError('bad-subject', `the subject of ${kind} is an artefact`);
  const id = Reflect.get(body, rule.id);
  return { name: `${kind}/${id}`, sha256: encodeHex(sha256(encodeUtf8(canonicalize(body)))) };
}

/**
 * The signed bytes of a statement. Inverse of `parseStatement`.
 * @throws InputError as `parseStatement`: what this returns always parses
 */
export function encodeStatement(statement: Statement): Uint8Array {
  const { kind, subject, ...predicate } = statement;
  const payload = encodeUtf8(
    canonicalize({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: subject.name, digest: { sha256: subject.sha256 } }],
      predicateType: PREDICATE_PREFIX + kind,
      predicate,
    }),
  );
  parseStatement(payload);
  return payload;
}

/**
 * Parses a payload that is attacker-controlled.
 * @throws InputError `too-large`, `bad-utf8`, `bad-json`, `json-not-canonical`, `schema-violation`, `unknown-kind`,
 *   `bad-time`, `bad-subject`
 */
export function parseStatement(payload: Uint8Array): Statement {
  const value = parseCanonicalJson(payload, MAX_PAYLOAD_BYTES, 'statement');
  const document = validateDocument('statement', value);
  const statement = statementOf(document);
  const { kind, signing } = statement;
  if (!isKindName(kind)) throw new InputError('unknown-kind', `there is no statement kind ${JSON.stringify(kind)}`);
  validateBody(kind, statement.body);
  parseZonedInstant(signing.signedAt, 'signing.signedAt');
  checkSubject(statement);
  return statement;
}

/**
 * The statement in a payload that `parseStatement` has accepted before: read from its bytes once more, checked for nothing.
 * Requires exactly those bytes.
 */
export function rereadStatement(payload: Uint8Array): Statement {
  return statementOf(JSON.parse(decodeUtf8(payload)) as StatementDocument);
}

/** The schemas prove the shape; the correlation of kind and body is what `validateBody` checks. */
function statementOf({ subject: [first], predicateType, predicate }: StatementDocument): Statement {
  const kind = predicateType.slice(PREDICATE_PREFIX.length);
  return { kind, subject: { name: first?.name, sha256: first?.digest.sha256 }, ...predicate } as Statement;
}

function checkSubject({ kind, subject, body }: Statement): void {
  const rule = SUBJECTS[kind];
  const expected =
    rule !== undefined && 'artefact' in rule
      ? { name: rule.artefact, sha256: subject.sha256 }
      : bodySubject(kind, body);
  if (subject.name === expected.name && subject.sha256 === expected.sha256) return;
  throw new InputError('bad-subject', `the subject of this ${kind} is ${expected.name} with digest ${expected.sha256}`);
}
