/**
 * Disclosure files: what opens a sealed document, kept by the institution (mode 0600) or encrypted to readers. Canonical JSON:
 *
 * ```json
 * {"disclosures":["<disclosure>",…],"format":"ledgerline/disclosures@v1","sealed":"<hex SHA-256 of the sealed document>"}
 * ```
 * @module
 */
import { decodeHex } from '../../core/bytes/hex.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { MAX_DISCLOSED_BYTES } from '../../core/disclosure/sealed.ts';
import { InputError } from '../../core/error.ts';
import { canonicalize } from '../../core/json/jcs.ts';
import { type Json, parseCanonicalJson } from '../../core/json/json.ts';
import { assertFormat } from '../../verify/version.ts';

export const DISCLOSURE_FORMAT = 'ledgerline/disclosures@v1';

/** Base64url and frames make a file larger than the fields in it. */
const MAX_FILE_BYTES = 4 * MAX_DISCLOSED_BYTES;

/** What a disclosure file holds. */
export interface DisclosureFile {
  /** Which sealed document they open: hex SHA-256. */
  readonly sealed: string;
  readonly disclosures: readonly string[];
}

/** The bytes of a file. Inverse of {@link parseDisclosureFile}. */
export function encodeDisclosureFile({ sealed, disclosures }: DisclosureFile): Uint8Array {
  return encodeUtf8(canonicalize({ format: DISCLOSURE_FORMAT, sealed, disclosures }));
}

/**
 * Parses a file; what it discloses is not checked here.
 * @throws InputError `unknown-version` for a later format; `too-large`, `bad-utf8`, `bad-json`, `json-not-canonical`, `bad-hex`,
 *   `bad-disclosure`
 */
export function parseDisclosureFile(bytes: Uint8Array): DisclosureFile {
  const value = parseCanonicalJson(bytes, MAX_FILE_BYTES, 'disclosure file');
  assertFormat(value, DISCLOSURE_FORMAT);
  const { format, sealed, disclosures, ...others } = Object(value) as Record<string, Json>;
  const isList = Array.isArray(disclosures) && disclosures.every((each: Json) => typeof each === 'string');
  if (format !== DISCLOSURE_FORMAT || typeof sealed !== 'string' || !isList || Object.keys(others).length > 0)
    throw new InputError('bad-disclosure', `disclosure file: expected {"disclosures","format","sealed"}`);
  decodeHex(sealed, 32, 'disclosure file: sealed');
  return { sealed, disclosures: disclosures as readonly string[] };
}
