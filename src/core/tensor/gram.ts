/**
 * Scalar products of several vectors that come in pieces: all pairs in one pass, whatever their length. From them follow the
 * norms and cosines by which the updates of a round are judged.
 *
 * Sums are those of doubles, over blocks of 1,024 elements, and compensated from block to block (Neumaier), so that the relative
 * error stays far below a millionth whatever the length. Another implementation may differ by one unit in the last place of
 * what {@link normMicro} and {@link cosinePpm} round; nobody may count on less.
 * @module
 */
const BLOCK_ELEMENTS = 1024;
const MILLION = 1_000_000;

/** The scalar products of `count` vectors. */
export class GramSums {
  readonly count: number;
  /** Of row i and column j <= i. */
  readonly #sums: Float64Array;
  readonly #lost: Float64Array;

  constructor(count: number) {
    this.count = count;
    this.#sums = new Float64Array((count * (count + 1)) / 2);
    this.#lost = new Float64Array(this.#sums.length);
  }

  /**
   * Adds one piece of every vector; undefined stands for zeros.
   * @param pieces one a vector, finite, all of one length
   */
  add(pieces: readonly (Float64Array | undefined)[]): void {
    for (let row = 0; row < this.count; row++) {
      const left = pieces[row];
      if (left === undefined) continue;
      for (let column = 0; column <= row; column++) {
        const right = pieces[column];
        if (right !== undefined) this.#addProduct(row, column, left, right);
      }
    }
  }

  /** The scalar product of the vectors i and j; for i = j the square of the norm. */
  product(i: number, j: number): number {
    const at = place(Math.max(i, j), Math.min(i, j));
    return (this.#sums[at] ?? 0) + (this.#lost[at] ?? 0);
  }

  #addProduct(row: number, column: number, left: Float64Array, right: Float64Array): void {
    const at = place(row, column);
    for (let start = 0; start < left.length; start += BLOCK_ELEMENTS) {
      const end = Math.min(start + BLOCK_ELEMENTS, left.length);
      let block = 0;
      for (let i = start; i < end; i++) block += (left[i] ?? 0) * (right[i] ?? 0);
      this.#addCompensated(at, block);
    }
  }

  #addCompensated(at: number, value: number): void {
    const sum = this.#sums[at] ?? 0;
    const total = sum + value;
    const lost = Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
    this.#sums[at] = total;
    this.#lost[at] = (this.#lost[at] ?? 0) + lost;
  }
}

/** Position of the pair in a triangle. Requires column <= row. */
function place(row: number, column: number): number {
  return (row * (row + 1)) / 2 + column;
}

/** A norm in millionths, to the nearest; 2^53 - 1 for every larger one. Requires the square of the norm, 0 or more. */
export function normMicro(square: number): number {
  return Math.min(Math.round(Math.sqrt(Math.max(square, 0)) * MILLION), Number.MAX_SAFE_INTEGER);
}

/** A cosine in parts per million, to the nearest, halves away from 0; 0 where one of the vectors is zero. */
export function cosinePpm(product: number, square: number, otherSquare: number): number {
  const norms = Math.sqrt(Math.max(square, 0)) * Math.sqrt(Math.max(otherSquare, 0));
  if (norms === 0) return 0;
  const cosine = Math.min(Math.abs(product) / norms, 1);
  const ppm = Math.round(cosine * MILLION);
  return product < 0 && ppm > 0 ? -ppm : ppm;
}
