/**
 * What somebody typed or pasted into the search box: looked up as everything that it may be. All look-ups are bounded.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { Text } from '../../../report/layout/blocks.ts';
import { shortDigest } from '../../format.ts';
import { KIND_NAMES } from '../../kinds.ts';
import type { ExplorerSource } from '../../source.ts';
import { isDigest, type Reference, resolveReferences } from '../../statements/references.ts';

/** One thing that fits. */
export type Hit = { readonly what: Sentence; readonly name: Text; readonly page: string };

/** The text as it was meant. */
export type Sought =
  | { readonly type: 'nothing' }
  | { readonly type: 'index'; readonly index: number }
  /** Hexadecimal digits, all 64 of a SHA-256 or its beginning. */
  | { readonly type: 'digest' | 'prefix'; readonly hex: string }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'odd'; readonly digits: number };

/** Hits that are listed. */
const MOST = 20;
const LEAST_PREFIX = 6;

/** Blanks, upper case, `sha256:`, `#` and a trailing file name of sha256sum are taken off. */
export function understand(text: string): Sought {
  const [word = ''] = text.trim().split(/\s+\*?(?=\S+\.)/);
  const bare = word
    .replace(/\s+/g, '')
    .toLowerCase()
    .replace(/^(sha-?256[:=]|0x|#)/, '');
  if (bare === '') return { type: 'nothing' };
  if (/^\d{1,15}$/.test(bare)) return { type: 'index', index: Number(bare) };
  if (isDigest(bare)) return { type: 'digest', hex: bare };
  if (/^[0-9a-f]{40,200}$/.test(bare)) return { type: 'odd', digits: bare.length };
  if (/^[0-9a-f]+$/.test(bare) && bare.length >= LEAST_PREFIX && /\d/.test(bare)) return { type: 'prefix', hex: bare };
  return { type: 'name', name: bare.slice(0, 64) };
}

export async function look(source: ExplorerSource, sought: Sought): Promise<Hit[]> {
  switch (sought.type) {
    case 'index':
      return sought.index < source.sizes.published ? [recordHit(sought.index)] : [];
    case 'digest':
      return lookUpDigest(source, sought.hex);
    case 'prefix':
      return [...(await lookUpPrefix(source, sought.hex)), ...(await lookUpName(source, sought.hex))].slice(0, MOST);
    case 'name':
      return lookUpName(source, sought.name);
    default:
      return [];
  }
}

async function lookUpDigest(source: ExplorerSource, hex: string): Promise<Hit[]> {
  const [references, [institution]] = await Promise.all([
    resolveReferences(source, [hex]),
    source.state([STATE.key(hex)]),
  ]);
  const found = references.find(hex);
  return [
    ...(found === undefined ? [] : [referenceHit(hex, found)]),
    ...(institution === undefined ? [] : [keyHit(hex, institution)]),
  ];
}

async function lookUpPrefix(source: ExplorerSource, hex: string): Promise<Hit[]> {
  const under = async (prefix: string): Promise<string[]> =>
    (await source.stateUnder(prefix + hex, MOST)).map(({ key }) => key.slice(prefix.length));
  const [statements, artefacts, keys] = await Promise.all([under('record/'), under('artefact/'), under('key/')]);
  const digests = [...new Set([...statements, ...artefacts])];
  const references = await resolveReferences(source, digests);
  const owners = await source.state(keys.map(STATE.key));
  return [
    ...digests.flatMap((digest) => {
      const found = references.find(digest);
      return found === undefined ? [] : [referenceHit(digest, found)];
    }),
    ...keys.flatMap((key, i) => (owners[i] === undefined ? [] : [keyHit(key, owners[i] ?? '')])),
  ];
}

/** Things with names, and the state under which they stand by name. */
const NAMED: readonly { readonly prefix: string; readonly what: Sentence; readonly page?: string }[] = [
  { prefix: 'institution/', what: { en: 'Institution', ko: '기관' }, page: '/institutions/' },
  { prefix: 'round-name/', what: { en: 'Round', ko: '라운드' }, page: '/rounds/' },
  { prefix: 'model/', what: { en: 'Model', ko: '모델' }, page: '/models/' },
  { prefix: 'task/', what: KIND_NAMES.task },
  { prefix: 'name/dataset/', what: KIND_NAMES.dataset },
  { prefix: 'name/preparation/', what: KIND_NAMES.preparation },
  { prefix: 'name/algorithm/', what: KIND_NAMES.algorithm },
  { prefix: 'name/credit-policy/', what: KIND_NAMES['credit-policy'] },
  { prefix: 'name/evaluation-plan/', what: KIND_NAMES['evaluation-plan'] },
  { prefix: 'name/report/', what: KIND_NAMES.report },
  { prefix: 'name/erasure/', what: KIND_NAMES.erasure },
];

/** Whatever has this name; if nothing has, whatever begins with it. */
async function lookUpName(source: ExplorerSource, name: string): Promise<Hit[]> {
  const lists = await Promise.all(
    NAMED.map(async ({ prefix, what, page }) => {
      const found = await source.stateUnder(prefix + name, MOST);
      return found.map(({ key, value }) => {
        const full = key.slice(prefix.length);
        return { what, name: full, page: page === undefined ? `/records/${String(value)}` : page + full };
      });
    }),
  );
  const all = lists.flat();
  const exact = all.filter((hit) => hit.name === name);
  return (exact.length > 0 ? exact : all).slice(0, MOST);
}

function recordHit(index: number): Hit {
  return { what: { en: 'Record', ko: '기록' }, name: String(index), page: `/records/${index}` };
}

function referenceHit(digest: string, { index, kind, author, isArtefact }: Reference): Hit {
  const { en, ko } = KIND_NAMES[kind];
  const what = isArtefact === true ? { en: `File of: ${en}`, ko: `파일: ${ko}` } : { en, ko };
  const name = {
    en: `record ${index} of ${author}, ${shortDigest(digest)}`,
    ko: `${author} 기관의 ${index}번 기록, ${shortDigest(digest)}`,
  };
  return { what, name, page: `/records/${index}` };
}

function keyHit(keyId: string, institution: string): Hit {
  const name = { en: `${shortDigest(keyId)} of ${institution}`, ko: `${institution} 기관의 ${shortDigest(keyId)}` };
  return { what: { en: 'Signing key', ko: '서명 키' }, name, page: `/institutions/${institution}` };
}
