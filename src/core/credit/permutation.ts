/**
 * The permutations that a round is sampled by. Nobody chooses them: the seed binds the round, the plan and the nonces that
 * the contributors committed to before they knew each other's (docs/reference/credit.md, "Permutations").
 *
 *     seed     = SHA-256("ledgerline/permutations/v1" LF || round-open digest[32] || plan digest[32] || *( nonce[32] ))
 *     stream k = SHA-256(seed || u32 k || u32 0) || SHA-256(seed || u32 k || u32 1) || ...     read as u32 words
 *
 * Permutation k shuffles 0, 1, ..., n - 1 with stream k (Fisher and Yates): for i = n - 1 down to 1, swap the values at i
 * and at j, where j is the next word modulo i + 1; words from floor(2^32 / (i + 1)) * (i + 1) on are skipped, so that every
 * j is equally likely. All integers are big-endian. Each permutation can be computed on its own.
 * @module
 */
import { concatBytes } from '../bytes/bytes.ts';
import { sha256 } from '../bytes/sha256.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { badCreditInput } from './input.ts';

/** What the seed binds; 32 bytes each. */
export interface SeedParts {
  /** Digest of the round-open statement. */
  readonly roundOpen: Uint8Array;
  /** Digest of the evaluation plan's statement. */
  readonly plan: Uint8Array;
  /** The nonces revealed in the round, in ascending order of institution id: the caller sorts them. */
  readonly nonces: readonly Uint8Array[];
}

const DOMAIN_TAG = encodeUtf8('ledgerline/permutations/v1\n');
const SEED_BYTES = 32;
const WORD_BYTES = 4;
const WORDS_PER_BLOCK = 8;
const TWO_TO_32 = 0x1_0000_0000;

/** The 32-byte seed of a round's permutations. @throws InputError `bad-credit-input` when a part is not 32 bytes long */
export function permutationSeed({ roundOpen, plan, nonces }: SeedParts): Uint8Array {
  const parts = [roundOpen, plan, ...nonces];
  for (const part of parts) {
    if (part.length !== 32) throw badCreditInput(`seed: expected parts of 32 bytes, got ${part.length}`);
  }
  return sha256(concatBytes(DOMAIN_TAG, ...parts));
}

/**
 * The permutations number `start` to `start + count - 1`: the players in the order in which they join. Each is a fresh
 * array of the numbers from 0 to `players - 1`.
 * @throws InputError `bad-credit-input` unless the seed has 32 bytes, there is a player, and all numbers fit u32
 */
export function* permutations(seed: Uint8Array, players: number, count: number, start = 0): Generator<number[]> {
  for (const value of [players, count, start, start + count]) {
    if (!Number.isInteger(value) || value < 0 || value > TWO_TO_32) {
      throw badCreditInput(`permutations: expected an integer from 0 to 2^32, got ${value}`);
    }
  }
  if (seed.length !== SEED_BYTES || players === 0) {
    throw badCreditInput('permutations: expected a seed of 32 bytes and at least one player');
  }
  for (let k = start; k < start + count; k++) yield shuffle(players, wordsOf(seed, k));
}

function shuffle(players: number, words: Iterator<number, never>): number[] {
  const order = Array.from({ length: players }, (_, player) => player);
  for (let i = players - 1; i > 0; i--) {
    const j = below(i + 1, words);
    const [a = 0, b = 0] = [order[i], order[j]];
    order[i] = b;
    order[j] = a;
  }
  return order;
}

/** A number from 0 to `bound` - 1, each equally likely. Requires 1 <= bound <= 2^32. */
function below(bound: number, words: Iterator<number, never>): number {
  const limit = TWO_TO_32 - (TWO_TO_32 % bound);
  let word = words.next().value;
  while (word >= limit) word = words.next().value;
  return word % bound;
}

/** Stream `k`, word by word. It does not end: 2^35 words are more than any shuffle draws. */
function* wordsOf(seed: Uint8Array, k: number): Generator<number, never> {
  const preimage = new Uint8Array(SEED_BYTES + 2 * WORD_BYTES);
  preimage.set(seed);
  const view = new DataView(preimage.buffer);
  view.setUint32(SEED_BYTES, k);
  for (let counter = 0; ; counter++) {
    view.setUint32(SEED_BYTES + WORD_BYTES, counter);
    const block = sha256(preimage);
    const blockView = new DataView(block.buffer, block.byteOffset, block.byteLength);
    for (let word = 0; word < WORDS_PER_BLOCK; word++) yield blockView.getUint32(word * WORD_BYTES);
  }
}
