/**
 * Opening sealed documents: which confidential values a set of disclosures proves, and choosing which to hand on.
 * @module
 */
import { InputError } from '../error.ts';
import type { Json } from '../json/json.ts';
import { type Disclosure, encodeDisclosure, parseDisclosure } from './disclosure.ts';
import { elementDigest, reveal } from './reveal.ts';
import { assertSalt, type Fields, type SealedDocument } from './sealed.ts';

/**
 * The fields that `disclosures` prove, by name; the digest of each stands in `sealed`. Fields and elements that are not disclosed are
 * absent.
 * @throws InputError `bad-base64url`, `bad-utf8`, `bad-json`, `json-not-canonical`, `bad-disclosure`, `bad-salt`,
 *   `disclosure-repeated`, `disclosure-unknown`, `bad-sealed`
 */
export function openSealed(sealed: SealedDocument, disclosures: readonly string[]): Fields {
  const fields = reveal({ ...sealed }, disclosures.map(parseOwnDisclosure));
  // By name: the order of the digests is nobody's.
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The disclosures for the places asked for: a field such as `donors`, with all its elements, or one element such as `scores/0`.
 * They are a subset of `disclosures`, in its order.
 * @throws InputError `field-unknown`, and as {@link openSealed}
 */
export function selectDisclosures(
  sealed: SealedDocument,
  disclosures: readonly string[],
  places: readonly string[],
): readonly string[] {
  openSealed(sealed, disclosures);
  const parsed = disclosures.map(parseOwnDisclosure);
  const wanted = new Set(places.flatMap((place) => digestsAt(parsed, place)));
  return parsed.filter(({ digest }) => wanted.has(digest)).map(({ text }) => text);
}

/** A disclosure in the one spelling and with the salt that sealing gives it. */
function parseOwnDisclosure(text: string): Disclosure {
  const disclosure = parseDisclosure(text);
  const { salt, name, value } = disclosure;
  assertSalt(salt);
  if (encodeDisclosure(salt, name, value) === text) return disclosure;
  throw new InputError('json-not-canonical', 'disclosure: not its own canonical form (RFC 8785)');
}

/** A field's digest with those of its elements, or with the one that the place names. Names may hold a slash. */
function digestsAt(disclosures: readonly Disclosure[], place: string): string[] {
  const field = disclosures.find(({ name }) => name === place);
  if (field !== undefined) return [field.digest, ...elementsOf(field.value)];
  const [, name, index] = /^(.*)\/(0|[1-9][0-9]*)$/s.exec(place) ?? [];
  const parent = name === undefined ? undefined : disclosures.find((each) => each.name === name);
  const element = parent === undefined ? undefined : elementsOf(parent.value)[Number(index)];
  const isDisclosed = disclosures.some(({ digest }) => digest === element);
  if (parent === undefined || element === undefined || !isDisclosed)
    throw new InputError('field-unknown', `nothing is disclosed under ${JSON.stringify(place)}`);
  return [parent.digest, element];
}

function elementsOf(value: Json): string[] {
  return Array.isArray(value) ? value.flatMap((item: Json) => elementDigest(item) ?? []) : [];
}
