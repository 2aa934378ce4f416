/**
 * Evidence against a ledger (`*.evidence.json`): canonical JSON (RFC 8785) of schemas/evidence.schema.json. Three kinds:
 *
 * ```json
 * {"checkpoints":["<note>","<note>"],"format":"ledgerline/evidence@v1","kind":"fork",
 *  "prefix":{"consistency":["<hash>",…],"root":"<hash>"}}
 * {"checkpoint":"<note>","code":"bad-signature","format":"ledgerline/evidence@v1","inclusion":["<hash>",…],"index":9,
 *  "key":"<SPKI, base64>","kind":"rule","prefix":{"consistency":[…],"records":["<base64>",…]},"record":"<base64>"}
 * {"checkpoint":"<note>","format":"ledgerline/evidence@v1","inclusion":["<hash>",…],"kind":"omission","leaf":"<hash>",
 *  "receipt":"c2sp.org/tlog-proof@v1\nindex 12\n…","record":"<base64>"}
 * ```
 * Every note carries one signature line, the log's own: what others said of the tree changes nothing about what the log
 * signed. Parsing says nothing about truth: every field is attacker-controlled.
 * @module
 */
import { decodeBase64, encodeBase64 } from '../../core/bytes/base64.ts';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { decodeUtf8, encodeUtf8 } from '../../core/bytes/utf8.ts';
import { type ErrorCode, isErrorCode } from '../../core/catalogue/catalogue.ts';
import { InputError } from '../../core/error.ts';
import type {
  EvidenceDocument,
  ForkEvidenceDocument,
  OmissionEvidenceDocument,
  RuleEvidenceDocument,
} from '../../core/generated/documents.ts';
import { canonicalize } from '../../core/json/jcs.ts';
import { type Json, parseCanonicalJson, parseJson } from '../../core/json/json.ts';
import { HASH_BYTES } from '../../core/merkle/hash.ts';
import { formatNote, type Note, parseNote } from '../../core/note/note.ts';
import { formatTlogProof, parseTlogProof, type TlogProof } from '../../core/note/proof.ts';
import { validateDocument } from '../../core/statement/validate.ts';
import { MAX_BUNDLE_BYTES } from '../bundle.ts';
import { assertFormat } from '../version.ts';

const FORMAT = 'ledgerline/evidence@v1';
/** Two checkpoints that no one log can have. */
export interface ForkEvidence {
  readonly kind: 'fork';
  /** The smaller tree first. */
  readonly notes: readonly [Note, Note];
  /** For trees of two sizes: the root that the larger one has at the size of the smaller, proven. */
  readonly prefix?: { readonly root: Uint8Array; readonly consistency: readonly Uint8Array[] };
}

/** A record that the log holds and that its rules forbid. */
export interface RuleEvidence {
  readonly kind: 'rule';
  readonly note: Note;
  readonly index: number;
  readonly record: Uint8Array;
  readonly inclusion: readonly Uint8Array[];
  readonly code: ErrorCode;
  /** SPKI of the key that the record names, for a signature that does not verify. */
  readonly key?: Uint8Array;
  /** Every record before it, and the proof from the tree that ends with it to the checkpoint. */
  readonly prefix?: { readonly records: readonly Uint8Array[]; readonly consistency: readonly Uint8Array[] };
}

/** A record with a receipt, and the leaf that stands in its place. */
export interface OmissionEvidence {
  readonly kind: 'omission';
  readonly record: Uint8Array;
  readonly receipt: TlogProof;
  readonly note: Note;
  readonly leaf: Uint8Array;
  readonly inclusion: readonly Uint8Array[];
}

export type LedgerEvidence = ForkEvidence | RuleEvidence | OmissionEvidence;

/** True for a file that says it is evidence, of whichever version. It may be none. */
export function isEvidenceFile(bytes: Uint8Array): boolean {
  if (bytes.length > MAX_BUNDLE_BYTES) return false;
  try {
    const { format } = Object(parseJson(decodeUtf8(bytes), 'file')) as { readonly format?: Json };
    return typeof format === 'string' && format.startsWith(FORMAT.slice(0, FORMAT.indexOf('@') + 1));
  } catch {
    return false;
  }
}

/**
 * Parses evidence.
 * @throws InputError `unknown-version` for a later format; `bad-evidence`, `too-large`, `bad-utf8`, `bad-json`,
 *   `json-not-canonical`, `schema-violation`, and the codes of the parts
 */
export function parseEvidenceFile(bytes: Uint8Array): LedgerEvidence {
  const value = parseCanonicalJson(bytes, MAX_BUNDLE_BYTES, 'evidence');
  assertFormat(value, FORMAT);
  const document = validateDocument('evidence', value);
  const evidence = fromDocument(document);
  if (equalBytes(encodeEvidenceFile(evidence), bytes)) return evidence;
  throw new InputError('json-not-canonical', 'evidence: a part is not in its one spelling');
}

/** The bytes of evidence. Inverse of {@link parseEvidenceFile}. */
export function encodeEvidenceFile(evidence: LedgerEvidence): Uint8Array {
  return encodeUtf8(canonicalize(toDocument(evidence)));
}

function fromDocument(document: EvidenceDocument): LedgerEvidence {
  switch (document.kind) {
    case 'fork':
      return fromFork(document);
    case 'rule':
      return fromRule(document);
    case 'omission':
      return fromOmission(document);
  }
}

function fromFork({ checkpoints: [first = '', second = ''], prefix }: ForkEvidenceDocument): ForkEvidence {
  const notes = [parseOneSignature(first), parseOneSignature(second)] as const;
  if (prefix === undefined) return { kind: 'fork', notes };
  const root = decodeBase64(prefix.root, HASH_BYTES, 'prefix.root');
  return { kind: 'fork', notes, prefix: { root, consistency: parseHashes(prefix.consistency) } };
}

function fromRule({ checkpoint, index, record, inclusion, code, key, prefix }: RuleEvidenceDocument): RuleEvidence {
  if (!isErrorCode(code)) throw malformed(`code: there is no ${code}`);
  if (key !== undefined && (prefix !== undefined || code !== 'bad-signature'))
    throw malformed('key: only for bad-signature, and not beside a prefix');
  if (prefix !== undefined && prefix.records.length !== index)
    throw malformed(`prefix: ${prefix.records.length} records before record ${index}`);
  return {
    kind: 'rule',
    note: parseOneSignature(checkpoint),
    index,
    record: decodeBase64(record, undefined, 'record'),
    inclusion: parseHashes(inclusion),
    code,
    ...(key === undefined ? {} : { key: decodeBase64(key, undefined, 'key') }),
    ...(prefix === undefined
      ? {}
      : {
          prefix: {
            records: prefix.records.map((each) => decodeBase64(each, undefined, 'prefix.records')),
            consistency: parseHashes(prefix.consistency),
          },
        }),
  };
}

function fromOmission({ record, receipt, checkpoint, leaf, inclusion }: OmissionEvidenceDocument): OmissionEvidence {
  const proof = parseTlogProof(receipt);
  assertOneSignature(proof.note);
  return {
    kind: 'omission',
    record: decodeBase64(record, undefined, 'record'),
    receipt: proof,
    note: parseOneSignature(checkpoint),
    leaf: decodeBase64(leaf, HASH_BYTES, 'leaf'),
    inclusion: parseHashes(inclusion),
  };
}

function toDocument(evidence: LedgerEvidence): EvidenceDocument {
  if (evidence.kind === 'fork') {
    const { notes, prefix } = evidence;
    const shown = prefix && { root: encodeBase64(prefix.root), consistency: prefix.consistency.map(encodeBase64) };
    const checkpoints = notes.map(formatNote);
    return { format: FORMAT, kind: 'fork', checkpoints, ...(shown === undefined ? {} : { prefix: shown }) };
  }
  if (evidence.kind === 'omission') {
    const { record, receipt, note, leaf, inclusion } = evidence;
    return {
      format: FORMAT,
      kind: 'omission',
      record: encodeBase64(record),
      receipt: formatTlogProof(receipt),
      checkpoint: formatNote(note),
      leaf: encodeBase64(leaf),
      inclusion: inclusion.map(encodeBase64),
    };
  }
  const { note, index, record, inclusion, code, key, prefix } = evidence;
  const shown = prefix && {
    records: prefix.records.map(encodeBase64),
    consistency: prefix.consistency.map(encodeBase64),
  };
  return {
    format: FORMAT,
    kind: 'rule',
    checkpoint: formatNote(note),
    index,
    record: encodeBase64(record),
    inclusion: inclusion.map(encodeBase64),
    code,
    ...(key === undefined ? {} : { key: encodeBase64(key) }),
    ...(shown === undefined ? {} : { prefix: shown }),
  };
}

function parseOneSignature(text: string): Note {
  const note = parseNote(text);
  assertOneSignature(note);
  return note;
}

function assertOneSignature({ signatures }: Note): void {
  if (signatures.length !== 1) throw malformed(`a note with ${signatures.length} signatures; one is the log's`);
}

function parseHashes(hashes: readonly string[]): Uint8Array[] {
  return hashes.map((hash) => decodeBase64(hash, HASH_BYTES, 'hash'));
}

function malformed(what: string): InputError {
  return new InputError('bad-evidence', `evidence: ${what}`);
}
