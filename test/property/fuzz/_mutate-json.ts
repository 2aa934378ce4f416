/**
 * Changes to JSON documents that keep them JSON: members exchanged, dropped, added, repeated; hostile values; other spellings.
 * @module
 */
import type { Choice } from './_mutate-bytes.ts';

/** A token that is written as it stands: a number that no JavaScript value spells. */
export class Token {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A mutable JSON value. */
export type Tree = null | boolean | number | string | Token | Tree[] | { [name: string]: Tree };

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '', 'x', '\ud800', '\u0000', 'ä'];

const TOKENS = ['1e400', '-0', '1.0', '1e2', '0.1', '9007199254740993', '18446744073709551616', '-1', '1'.repeat(400)];

const VALUES: readonly (() => Tree)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 0.5,
  () => 2 ** 53,
  () => '',
  () => 'x'.repeat(5000),
  () => '\ud800',
  () => '\u202e\u0000',
  () => '-1',
  () => '1'.repeat(50),
  () => 'A==='.repeat(3),
  () => [],
  () => ({}),
  () => own({}, '__proto__', { admin: true }),
  () => nested(40, (inner) => [inner]),
  () => nested(40, (inner) => ({ a: inner })),
  () => nested(500, (inner) => [inner]),
  () => Array.from({ length: 2000 }, () => null),
];

function nested(levels: number, wrap: (inner: Tree) => Tree): Tree {
  let value: Tree = 0;
  for (let i = 0; i < levels; i++) value = wrap(value);
  return value;
}

/** Sets a member of this very name, also one that means something to JavaScript. */
function own(object: { [name: string]: Tree }, name: string, value: Tree): Tree {
  Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  return object;
}

/** A place in a tree: what holds it, and under which name. */
type Place = readonly [holder: Tree[] | { [name: string]: Tree }, name: string];

function placesOf(tree: Tree, found: Place[] = []): Place[] {
  if (typeof tree !== 'object' || tree === null || tree instanceof Token) return found;
  for (const name of Object.keys(tree)) {
    found.push([tree, name]);
    placesOf(Reflect.get(tree, name) as Tree, found);
  }
  return found;
}

const at = ([holder, name]: Place): Tree => Reflect.get(holder, name) as Tree;
function put([holder, name]: Place, value: Tree): void {
  if (Array.isArray(holder)) holder[Number(name)] = value;
  else own(holder, name, value);
}
function drop([holder, name]: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else Reflect.deleteProperty(holder, name);
}
const chosen = <T>(items: readonly T[], pick: number): T => items[pick % items.length] as T;

type Change = (place: Place, choice: Choice, places: readonly Place[]) => void;

const CHANGES: readonly Change[] = [
  (place, { pick }) => put(place, chosen(VALUES, pick)()),
  (place, { pick }) => put(place, new Token(chosen(TOKENS, pick))),
  (place) => drop(place),
  (place, { size }, places) => {
    const other = chosen(places, size);
    const [a, b] = [structuredClone(at(place)), structuredClone(at(other))];
    put(other, a);
    put(place, b);
  },
  (place, { size, pick }) => {
    const [holder] = place;
    if (Array.isArray(holder)) for (let i = 0; i <= size % 300; i++) holder.push(structuredClone(at(place)));
    else own(holder, chosen(NAMES, pick), structuredClone(at(place)));
  },
  (place, { pick }) => {
    const value = at(place);
    drop(place);
    if (!Array.isArray(place[0])) own(place[0], chosen(NAMES, pick), value);
  },
  (place, { size, pick }) => {
    const value = at(place);
    if (typeof value === 'number') put(place, value + chosen([1, -1, 2 ** 32, 2 ** 52], pick));
    if (typeof value === 'string') {
      const cut = size % (value.length + 1);
      put(
        place,
        value.slice(0, cut) +
          chosen(['', '0', 'A', '=', '\n', '\ud800', 'é', ' '], pick) +
          value.slice(cut + (pick % 2)),
      );
    }
  },
];

/** How many kinds of change there are. */
export const JSON_CHANGES: number = CHANGES.length;

/** Changes `tree` in place, and returns it; a value without members is replaced. */
export function changeTree(kind: number, tree: Tree, choice: Choice): Tree {
  const places = placesOf(tree);
  if (places.length === 0) return chosen(VALUES, choice.pick)();
  chosen(CHANGES, kind)(chosen(places, choice.at), choice, places);
  return tree;
}

/** How many spellings {@link spell} knows; number 0 is the canonical one (RFC 8785) where the tree has one. */
export const SPELLINGS = 6;

/** The text of a tree. */
export function spell(tree: Tree, spelling: number): string {
  const canonical = write(tree, true);
  switch (spelling % SPELLINGS) {
    case 1:
      return write(tree, false);
    case 2:
      return ` ${canonical}\n`;
    case 3:
      return canonical.replace(/"([a-z])/, (_, letter: string) => `"\\u00${letter.charCodeAt(0).toString(16)}`);
    case 4: // the first member twice
      return canonical.replace(/^\{("(?:[^"\\]|\\.)*":(?:"(?:[^"\\]|\\.)*"|[0-9]+)),/, '{$1,$1,');
    case 5:
      return `\ufeff${canonical}`;
    default:
      return canonical;
  }
}

/** The value that a tree stands for. */
export function plainOf(tree: Tree): unknown {
  if (tree instanceof Token) return Number(tree.text);
  if (Array.isArray(tree)) return tree.map(plainOf);
  if (typeof tree !== 'object' || tree === null) return tree;
  const object = {};
  for (const [name, member] of Object.entries(tree)) own(object, name, plainOf(member) as Tree);
  return object;
}

/** As JSON, without recursion beyond what a test may nest. */
function write(tree: Tree, isSorted: boolean): string {
  if (tree instanceof Token) return tree.text;
  if (Array.isArray(tree)) return writeArray(tree, isSorted);
  if (typeof tree !== 'object' || tree === null) return JSON.stringify(tree);
  const names = isSorted ? Object.keys(tree).sort() : Object.keys(tree).reverse();
  return `{${names.map((name) => `${JSON.stringify(name)}:${write(Reflect.get(tree, name) as Tree, isSorted)}`).join(',')}}`;
}

function writeArray(items: readonly Tree[], isSorted: boolean): string {
  return `[${items.map((item) => write(item, isSorted)).join(',')}]`;
}
