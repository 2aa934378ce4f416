/**
 * What an institution keeps between committing to an update and revealing it: `NAME.commitment.json`.
 *
 * ```json
 * {"format":"ledgerline/commitment@v1","ledger":"log.example/consortium","institution":"snuh","round":"<digest>",
 *  "update":"<tensor-set digest>","nonce":"<64 hex digits>","commitment":"<64 hex digits>","commit":"<statement digest>"}
 * ```
 * The nonce is secret until the reveal: whoever has it can tell whether an update that they hold is the one.
 * @module
 */
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { parseJson } from '../core/json/json.ts';
import { commitUpdate, type UpdateOpening } from '../core/statement/update-commitment.ts';

export interface UpdateCommitment extends UpdateOpening {
  readonly commitment: string;
  /** Statement digest of the `contribution-commit`. */
  readonly commit: string;
}

const FORMAT = 'ledgerline/commitment@v1';
const DIGESTS = ['round', 'update', 'nonce', 'commitment', 'commit'] as const;

/** Inverse of {@link parseCommitmentFile}. */
export function formatCommitmentFile({ origin, ...rest }: UpdateCommitment): string {
  return `${JSON.stringify({ format: FORMAT, ledger: origin, ...rest }, null, 2)}\n`;
}

/**
 * Parses a kept commitment.
 * @throws InputError `bad-opening` unless it is one and its parts fit each other; `bad-utf8`, `bad-json`
 */
export function parseCommitmentFile(bytes: Uint8Array, title: string): UpdateCommitment {
  const value: Partial<Record<string, unknown>> = Object(parseJson(decodeUtf8(bytes, title), title));
  const [format, origin, institution] = [value['format'], value['ledger'], value['institution']];
  const digests = DIGESTS.map((name) => value[name]);
  const isWhole = digests.every((digest) => typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest));
  if (format !== FORMAT || typeof origin !== 'string' || typeof institution !== 'string' || !isWhole)
    throw new InputError('bad-opening', `${title}: expected a ${FORMAT}`);
  const [round = '', update = '', nonce = '', commitment = '', commit = ''] = digests.map(String);
  if (commitUpdate({ origin, institution, round, update, nonce }) !== commitment)
    throw new InputError('bad-opening', `${title}: update and nonce do not give the commitment ${commitment}`);
  return { origin, institution, round, update, nonce, commitment, commit };
}
