/**
 * Receipts: a proof bundle must be about what was asked for. Whether it proves that is for `verify` to say.
 * @module
 */
import { InputError } from '../core/error.ts';
import { formatNote } from '../core/note/note.ts';
import { parseRecord } from '../core/record/record.ts';
import { parseBundle } from '../verify/bundle.ts';

/** What of a receipt its receiver needs at once. */
export interface Receipt {
  readonly digest: string;
  readonly index: number;
  /** The checkpoint in the bundle. */
  readonly checkpoint: string;
}

/**
 * Reads a bundle that was asked for by statement digest or by index.
 * @throws InputError `unexpected-answer` when it is no bundle, or about another record
 */
export function readReceipt(bundle: Uint8Array, asked: string | number): Receipt {
  const receipt = parseReceipt(bundle);
  const named = typeof asked === 'number' || /^[0-9]{1,16}$/.test(asked) ? String(receipt.index) : receipt.digest;
  if (named === String(asked)) return receipt;
  throw new InputError('unexpected-answer', `asked for the proof of ${asked}, got that of ${named}`);
}

function parseReceipt(bundle: Uint8Array): Receipt {
  try {
    const { record, proof } = parseBundle(bundle);
    return { digest: parseRecord(record).digest, index: proof.index, checkpoint: formatNote(proof.note) };
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError('unexpected-answer', `the answer is no proof bundle: ${cause.message}`, { cause });
  }
}
