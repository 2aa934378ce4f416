/**
 * Later evidence: a newer checkpoint that contains the tree of a bundle, in a file of its own because bundles never
 * change. Canonical JSON of schemas/later-evidence.schema.json:
 *
 * ```json
 * {"checkpoint":"<note>","consistency":["<hash>",…],"format":"ledgerline/later@v1","size":42}
 * ```
 * `size` is that of the checkpoint in the bundle.
 * @module
 */
import { decodeBase64, encodeBase64 } from '../core/bytes/base64.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import { encodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import type { LaterEvidenceDocument } from '../core/generated/documents.ts';
import { canonicalize } from '../core/json/jcs.ts';
import { parseCanonicalJson } from '../core/json/json.ts';
import { HASH_BYTES } from '../core/merkle/hash.ts';
import { formatNote, MAX_NOTE_BYTES, type Note, parseNote } from '../core/note/note.ts';
import { validateDocument } from '../core/statement/validate.ts';
import { assertFormat } from './version.ts';

/** A note whose every character is escaped, and 126 hashes. */
const MAX_LATER_BYTES = 6 * MAX_NOTE_BYTES + 8192;

/** Later evidence, taken apart. */
export interface LaterEvidence {
  readonly size: number;
  readonly note: Note;
  /** From `size` to the checkpoint in `note`. */
  readonly consistency: readonly Uint8Array[];
}

/**
 * Parses later evidence.
 * @throws InputError `unknown-version` for a later format; `too-large`, `bad-utf8`, `bad-json`, `json-not-canonical`,
 *   `schema-violation`, and the codes of the parts
 */
export function parseLaterEvidence(bytes: Uint8Array): LaterEvidence {
  const value = parseCanonicalJson(bytes, MAX_LATER_BYTES, 'later evidence');
  assertFormat(value, 'ledgerline/later@v1');
  const { size, checkpoint, consistency } = validateDocument('later-evidence', value);
  const evidence = {
    size,
    note: parseNote(checkpoint),
    consistency: consistency.map((hash) => decodeBase64(hash, HASH_BYTES, 'consistency: hash')),
  };
  if (equalBytes(encodeLaterEvidence(evidence), bytes)) return evidence;
  throw new InputError('json-not-canonical', 'later evidence: a part is not in its one spelling');
}

/** The bytes of later evidence. Inverse of {@link parseLaterEvidence}. */
export function encodeLaterEvidence({ size, note, consistency }: LaterEvidence): Uint8Array {
  const document: LaterEvidenceDocument = {
    format: 'ledgerline/later@v1',
    size,
    checkpoint: formatNote(note),
    consistency: consistency.map((hash) => encodeBase64(hash)),
  };
  return encodeUtf8(canonicalize(document));
}
