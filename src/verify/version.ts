/**
 * Telling a document of a later version, which nobody here can judge (CANNOT TELL), from a broken one (FAILED).
 * @module
 */
import { decodeBase64 } from '../core/bytes/base64.ts';
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { type Json, parseJson } from '../core/json/json.ts';
import { type LedgerRecord, parseRecord } from '../core/record/record.ts';
import { SUPPORTED_RULES } from '../core/rules/versions.ts';

/** Bundle formats are named `ledgerline/<document>@v<number>`. @throws InputError `unknown-version` for a later one */
export function assertFormat(document: Json, format: string): void {
  const stated = member(document, 'format');
  const family = format.slice(0, format.indexOf('@') + 1);
  if (typeof stated === 'string' && stated.startsWith(family) && stated !== format) {
    throw new InputError('unknown-version', `format ${JSON.stringify(stated)}; this version reads ${format}`);
  }
}

/**
 * `parseRecord`, with its own code for records that a later version may have written: another record version, another
 * version of the kinds, a charter under later rules.
 * @throws InputError `unknown-version`, and as `parseRecord`
 */
export function openRecord(bytes: Uint8Array): LedgerRecord {
  try {
    return parseRecord(bytes);
  } catch (cause) {
    if (cause instanceof InputError && cause.code === 'schema-violation') assertKnownVersions(bytes);
    throw cause;
  }
}

function assertKnownVersions(recordBytes: Uint8Array): void {
  const record = readJson(recordBytes);
  const version = member(record, 'v');
  if (typeof version === 'number' && version > 1) {
    throw new InputError('unknown-version', `record version ${version}; this version reads 1`);
  }
  const payload = member(member(record, 'envelope'), 'payload');
  const statement = typeof payload === 'string' ? readJson(decodeBase64(payload)) : null;
  const predicateType = member(statement, 'predicateType');
  if (typeof predicateType === 'string' && /^urn:ledgerline:v(?!1:)[1-9][0-9]*:/.test(predicateType)) {
    throw new InputError('unknown-version', `predicate type ${predicateType}; this version reads urn:ledgerline:v1:`);
  }
  const rules = member(member(member(statement, 'predicate'), 'body'), 'rules');
  if (predicateType === 'urn:ledgerline:v1:charter' && typeof rules === 'number') assertRules(rules);
}

/** @throws InputError `unknown-version` for rules that this version does not have */
export function assertRules(rules: number): void {
  if (SUPPORTED_RULES.includes(rules)) return;
  throw new InputError('unknown-version', `rules version ${rules}; this version has ${SUPPORTED_RULES.join(', ')}`);
}

function readJson(bytes: Uint8Array): Json {
  return parseJson(decodeUtf8(bytes), 'document');
}

/** A member of an object; undefined for what has none. */
function member(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as { readonly [key: string]: Json })[name] : undefined;
}
