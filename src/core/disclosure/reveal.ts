/**
 * Putting disclosed values back where their digests stand: the processing of RFC 9901 section 7.1, steps 2 to 5, for any
 * document with `_sd` arrays and `{"...": digest}` elements, nested and recursive ones included.
 *
 * A digest without a disclosure is a value that stays hidden, or a decoy; nobody can tell which, and it leaves no trace in
 * the result.
 * @module
 */
import { InputError } from '../error.ts';
import { MAX_DEPTH } from '../json/jcs.ts';
import type { Json } from '../json/json.ts';
import type { Disclosure } from './disclosure.ts';

type JsonObject = { readonly [key: string]: Json };

/**
 * The document with every disclosed value in its place, and without digests.
 * @throws InputError `disclosure-repeated` for a disclosure, digest or name that occurs twice; `disclosure-unknown` for one
 *   whose digest stands nowhere; `bad-disclosure` for a member where an element belongs or the reverse, and for too deep
 *   nesting; `bad-sealed` for digests that are none
 */
export function reveal(document: JsonObject, disclosures: readonly Disclosure[]): JsonObject {
  const walk = new Walk(disclosures);
  const { _sd_alg: _, ...revealed } = walk.object(document, 0);
  walk.assertAllUsed();
  return revealed;
}

/** One pass over a document. */
class Walk {
  readonly #hidden: Map<string, Disclosure>;
  readonly #seen = new Set<string>();

  constructor(disclosures: readonly Disclosure[]) {
    this.#hidden = new Map(disclosures.map((disclosure) => [disclosure.digest, disclosure]));
    if (this.#hidden.size !== disclosures.length)
      throw new InputError('disclosure-repeated', 'a disclosure is given twice');
  }

  object(object: JsonObject, depth: number): JsonObject {
    const { _sd: digests = [], ...open } = object;
    const members = new Map<string, Json>();
    for (const [name, value] of Object.entries(open)) members.set(name, this.#value(value, depth + 1));
    for (const digest of asDigests(digests)) {
      const disclosure = this.#take(digest);
      if (disclosure === undefined) continue;
      const { name, value } = disclosure;
      if (name === undefined)
        throw new InputError('bad-disclosure', `the digest ${digest} is a member's; its disclosure is an element's`);
      if (members.has(name))
        throw new InputError('disclosure-repeated', `the member ${JSON.stringify(name)} is there twice`);
      members.set(name, this.#value(value, depth + 1));
    }
    return Object.fromEntries(members);
  }

  /** A digest that no pass over the document met belongs to another document. */
  assertAllUsed(): void {
    const [left] = [...this.#hidden.keys()].filter((digest) => !this.#seen.has(digest));
    if (left !== undefined)
      throw new InputError('disclosure-unknown', `no place in the document has the digest ${left}`);
  }

  #value(value: Json, depth: number): Json {
    if (depth > MAX_DEPTH) throw new InputError('bad-disclosure', `the document nests deeper than ${MAX_DEPTH} levels`);
    if (typeof value !== 'object' || value === null) return value;
    if (!Array.isArray(value)) return this.object(value as JsonObject, depth);
    return (value as readonly Json[]).flatMap((item) => this.#element(item, depth + 1));
  }

  #element(item: Json, depth: number): readonly Json[] {
    const digest = elementDigest(item);
    if (digest === undefined) return [this.#value(item, depth)];
    const disclosure = this.#take(digest);
    if (disclosure === undefined) return [];
    if (disclosure.name !== undefined)
      throw new InputError('bad-disclosure', `the digest ${digest} is an element's; its disclosure is a member's`);
    return [this.#value(disclosure.value, depth)];
  }

  /** What is disclosed for a digest, if anything. */
  #take(digest: string): Disclosure | undefined {
    if (this.#seen.has(digest)) throw new InputError('disclosure-repeated', `the digest ${digest} stands there twice`);
    this.#seen.add(digest);
    return this.#hidden.get(digest);
  }
}

/** The digest of an element `{"...": digest}`; undefined for any other element. */
export function elementDigest(item: Json): string | undefined {
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, '...')) return undefined;
  const digest = (item as JsonObject)['...'];
  if (Object.keys(item).length === 1 && typeof digest === 'string') return digest;
  throw new InputError('bad-sealed', 'an element with "..." holds one digest and nothing else');
}

function asDigests(value: Json): readonly string[] {
  if (Array.isArray(value) && value.every((digest) => typeof digest === 'string')) return value as readonly string[];
  throw new InputError('bad-sealed', '_sd is an array of digests');
}
