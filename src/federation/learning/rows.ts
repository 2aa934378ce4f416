/**
 * Training and test rows in compressed sparse form: a Morgan fingerprint sets some 50 of 2,048 bits, so lists of set
 * bits are both smaller and faster than vectors.
 * @module
 */

/** Row i has the set bits `bits[offsets[i]]` up to, not including, `bits[offsets[i + 1]]`, and the label `labels[i]`. */
export interface LabelledRows {
  readonly rowCount: number;
  /** `rowCount + 1` positions in `bits`, from 0, never falling. */
  readonly offsets: Uint32Array;
  /** Bit numbers, each below the model's number of weights. */
  readonly bits: Uint16Array;
  /** 0 or 1. */
  readonly labels: Uint8Array;
}

export interface LabelledRow {
  readonly bits: Uint16Array;
  readonly label: 0 | 1;
}

/** Packs rows in their order. */
export function packRows(rows: readonly LabelledRow[]): LabelledRows {
  const offsets = new Uint32Array(rows.length + 1);
  const bits = new Uint16Array(rows.reduce((total, row) => total + row.bits.length, 0));
  let end = 0;
  for (const [index, row] of rows.entries()) {
    bits.set(row.bits, end);
    end += row.bits.length;
    offsets[index + 1] = end;
  }
  return { rowCount: rows.length, offsets, bits, labels: Uint8Array.from(rows, (row) => row.label) };
}

/** The set bits of one row, as a view. Requires 0 <= index < rowCount. */
export function bitsOf({ offsets, bits }: LabelledRows, index: number): Uint16Array {
  return bits.subarray(offsets[index], offsets[index + 1]);
}
