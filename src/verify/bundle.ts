/**
 * Proof bundles (`*.proof.json`): everything that proves one record offline, given a trust policy. Canonical JSON
 * (RFC 8785) of schemas/proof-bundle.schema.json; the same record gives the same bytes for ever:
 *
 * ```json
 * {"before":{"checkpoint":"<note>","consistency":["<hash>",…]},
 *  "format":"ledgerline/proof@v1",
 *  "governance":[{"inclusion":["<hash>",…],"index":0,"record":"<base64>"},…],
 *  "keys":{"path":{…},"records":[{"inclusion":[…],"index":1,"record":"<base64>"},…]},
 *  "proof":"c2sp.org/tlog-proof@v1\nindex 12\n…",
 *  "record":"<base64>",
 *  "succession":[{"checkpoint":"<note>","consistency":["<hash>",…]},…]}
 * ```
 * `path` is that of `core/account/path-json.ts`, `proof` that of `core/note/proof.ts`; `before` is absent where no
 * earlier cosigned checkpoint exists, `succession` where no key of the log was retired. Parsing says nothing about truth: every field is attacker-controlled.
 * @module
 */
import type { AccountPath } from '../core/account/path.ts';
import { type AccountPathJson, formatAccountPath, parseAccountPath } from '../core/account/path-json.ts';
import { decodeBase64, encodeBase64 } from '../core/bytes/base64.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import { encodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import type { ProofBundleDocument } from '../core/generated/documents.ts';
import { canonicalize } from '../core/json/jcs.ts';
import { parseCanonicalJson } from '../core/json/json.ts';
import { HASH_BYTES } from '../core/merkle/hash.ts';
import { formatNote, type Note, parseNote } from '../core/note/note.ts';
import { formatTlogProof, parseTlogProof, type TlogProof } from '../core/note/proof.ts';
import { validateDocument } from '../core/statement/validate.ts';
import { assertFormat } from './version.ts';

/** Largest bundle, bytes; a usual one has some tens of thousands. */
export const MAX_BUNDLE_BYTES = 64 * 1024 * 1024;

/** A record that the bundle shows beside the proven one, and why it is in the same tree. */
export interface IncludedRecord {
  readonly index: number;
  /** The bytes of the record, not parsed. */
  readonly bytes: Uint8Array;
  /** Inclusion proof to the checkpoint of the bundle. */
  readonly inclusion: readonly Uint8Array[];
}

/** A bundle, taken apart. */
export interface ProofBundle {
  /** The bytes of the proven record, not parsed. */
  readonly record: Uint8Array;
  /** Its index, its inclusion proof, and the first published checkpoint that covers it. */
  readonly proof: TlogProof;
  /** The charter, amendments and endorsements of amendments before the record. */
  readonly governance: readonly IncludedRecord[];
  /** The account `keys/<author>` under the record's `state`. */
  readonly keys: { readonly path: AccountPath; readonly records: readonly IncludedRecord[] };
  /** The last cosigned checkpoint published before the record. */
  readonly before?: EarlierCheckpoint;
  /** The last checkpoint of each retired key of the log, in the order of retirement; each note once. */
  readonly succession?: readonly EarlierCheckpoint[];
}

/** A checkpoint of the time before the record, with a consistency proof to that in `proof`. */
export interface EarlierCheckpoint {
  readonly note: Note;
  readonly consistency: readonly Uint8Array[];
}

/**
 * Parses a bundle.
 * @throws InputError `unknown-version` for a later format; `too-large`, `bad-utf8`, `bad-json`, `json-not-canonical`,
 *   `schema-violation`, and the codes of the parts
 */
export function parseBundle(bytes: Uint8Array): ProofBundle {
  const value = parseCanonicalJson(bytes, MAX_BUNDLE_BYTES, 'proof bundle');
  assertFormat(value, 'ledgerline/proof@v1');
  const { record, proof, governance, keys, before, succession } = validateDocument('proof-bundle', value);
  const bundle: ProofBundle = {
    record: decodeBase64(record, undefined, 'record'),
    proof: parseTlogProof(proof),
    governance: governance.map((each) => parseIncluded(each, 'governance')),
    keys: {
      path: parseAccountPath(keys.path),
      records: keys.records.map((each) => parseIncluded(each, 'keys.records')),
    },
    ...(before === undefined ? {} : { before: parseEarlier(before, 'before') }),
    ...(succession === undefined ? {} : { succession: succession.map((each) => parseEarlier(each, 'succession')) }),
  };
  // The parsers of the parts accept one spelling each; that this holds for the whole is checked, not believed.
  if (equalBytes(encodeBundle(bundle), bytes)) return bundle;
  throw new InputError('json-not-canonical', 'proof bundle: a part is not in its one spelling');
}

/** The bytes of a bundle. Inverse of {@link parseBundle}. */
export function encodeBundle({ record, proof, governance, keys, before, succession }: ProofBundle): Uint8Array {
  const path: AccountPathJson = formatAccountPath(keys.path);
  const document: ProofBundleDocument = {
    format: 'ledgerline/proof@v1',
    record: encodeBase64(record),
    proof: formatTlogProof(proof),
    governance: governance.map(formatIncluded),
    keys: { path: { ...path }, records: keys.records.map(formatIncluded) },
    ...(before === undefined ? {} : { before: formatEarlier(before) }),
    ...(succession === undefined ? {} : { succession: succession.map(formatEarlier) }),
  };
  return encodeUtf8(canonicalize(document));
}

type IncludedDocument = ProofBundleDocument['governance'][number];

function parseIncluded({ index, record, inclusion }: IncludedDocument, title: string): IncludedRecord {
  return { index, bytes: decodeBase64(record, undefined, title), inclusion: parseHashes(inclusion, title) };
}

function formatIncluded({ index, bytes, inclusion }: IncludedRecord): IncludedDocument {
  return { index, record: encodeBase64(bytes), inclusion: inclusion.map((hash) => encodeBase64(hash)) };
}

type EarlierDocument = NonNullable<ProofBundleDocument['before']>;

export function parseEarlier({ checkpoint, consistency }: EarlierDocument, title: string): EarlierCheckpoint {
  return { note: parseNote(checkpoint), consistency: parseHashes(consistency, title) };
}

export function formatEarlier({ note, consistency }: EarlierCheckpoint): EarlierDocument {
  return { checkpoint: formatNote(note), consistency: consistency.map((hash) => encodeBase64(hash)) };
}

function parseHashes(hashes: readonly string[], title: string): Uint8Array[] {
  return hashes.map((hash) => decodeBase64(hash, HASH_BYTES, `${title}: hash`));
}
