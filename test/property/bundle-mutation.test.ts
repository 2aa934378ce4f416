/**
 * Nothing in a bundle or policy can be changed unnoticed: every byte, and every part of the document, is changed in turn.
 * @module
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/error.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import type { Verification } from '../../src/verify/verdict.ts';
import { verifyUnderPolicy } from '../../src/verify/verify-bundle.ts';
import { offsetsBelow } from '../_util/byte-stride.ts';
import { readJson, writeJson } from '../_util/forge.ts';
import { cosigners, foundSmallest, STRANGER, verify, verifySync, WITNESS } from '../_util/proven-ledger.ts';

/** Every byte is changed, and each change verified anew. */
const { consortium, ledger } = foundSmallest();
const records = [...ledger.records];
ledger.truncate(2);
ledger.publish(cosigners(0, WITNESS));
for (const bytes of records.slice(2)) ledger.appendBytes(bytes);
ledger.publish(cosigners(10, WITNESS, STRANGER));
/** The operator enrols a key of the other founder. It has governance, events, a path, and a checkpoint before it. */
const bundle = ledger.bundle(2);

const POLICY = [
  '# What we trust.',
  `log ${consortium.logKey.vkey} https://log.example/`,
  `witness one ${WITNESS.vkey}`,
  'group all-of-us all one',
  'quorum all-of-us',
  '',
].join('\n');

beforeAll(installNodePrimitives);

describe('I8, I9: a bundle', () => {
  const trust = parsePolicy(POLICY);
  const strangers = signatureLines(STRANGER.name);
  const earlierStart = Buffer.from(bundle).indexOf('"checkpoint"');
  const earlierEnd = Buffer.from(bundle).indexOf('"consistency"');

  test('is VERIFIED as it is', async () => {
    const verification = await verify(bundle, POLICY);
    expect(verification.verdict).toBe('VERIFIED');
    expect(verification.facts?.time.notBefore).toBeDefined();
    expect(strangers).toHaveLength(1);
  });

  test('with any one byte changed is not, but for signature lines of unknown keys', async () => {
    const accepted: string[] = [];
    for (const offset of offsetsBelow(bundle.length)) {
      const byte = bundle[offset] ?? 0;
      // Most changes of an unknown key's line change nothing, which takes long to find out.
      if (isOfStranger(offset) && offset % 8 !== 0) continue;
      // The lowest bit of each byte, and at every fourth byte one of the others in turn.
      for (const mask of offset % 4 === 0 ? [1, 2 ** (1 + ((offset / 4) % 7))] : [1]) {
        const mutant = Uint8Array.from(bundle);
        mutant[offset] = byte ^ mask;
        const verification = await verifyUnderPolicy(mutant, trust, { verifySignature: verifySync });
        if (verification.verdict !== 'VERIFIED' || isOfStranger(offset) || losesLowerBound(offset, verification))
          continue;
        accepted.push(
          `byte ${offset} xor ${mask}: ${Buffer.from(bundle.subarray(offset - 30, offset + 30)).toString()}`,
        );
      }
    }
    expect(accepted).toEqual([]);
  }, 1_200_000);

  test('cut off anywhere is FAILED', async () => {
    for (let length = 0; length < bundle.length; length += 17) {
      expect((await verifyUnderPolicy(bundle.subarray(0, length), trust)).verdict).toBe('FAILED');
    }
  });

  test('with any part of the document removed, doubled, moved or counted otherwise is FAILED', async () => {
    const document = readJson<object>(bundle);
    const verdicts = new Map<string, string>();
    for (const { name, mutant } of restructured(document)) {
      verdicts.set(name, (await verify(writeJson(mutant), POLICY)).verdict);
    }
    // Without the earlier checkpoint it is still a bundle, whose time nobody bounds from below.
    expect(verdicts.get('without before')).toBe('VERIFIED');
    verdicts.delete('without before');
    expect(verdicts.size).toBeGreaterThan(60);
    expect([...verdicts].filter(([, verdict]) => verdict !== 'FAILED')).toEqual([]);
  });

  function isOfStranger(offset: number): boolean {
    return strangers.some(({ start, end }) => start <= offset && offset < end);
  }

  /** Another name or key ID makes a line of the earlier checkpoint that of an unknown key: it then bounds no time. */
  function losesLowerBound(offset: number, { facts, ignored }: Verification): boolean {
    const isEarlier = earlierStart <= offset && offset < earlierEnd;
    const nowIgnored = ignored.some(({ where }) => where === 'before');
    return isEarlier && nowIgnored && facts?.time.notBefore === undefined;
  }
});

describe('I9: a policy', () => {
  const urlStart = POLICY.indexOf(' https:') + 1;
  const urlEnd = POLICY.indexOf('\n', urlStart);
  const commentEnd = POLICY.indexOf('\n');
  const counts = [...Buffer.from(POLICY).keys()].filter(
    (offset) => offset >= commentEnd && !(urlStart <= offset && offset < urlEnd),
  );

  test('with any one byte changed that says something is refused, or vouches for nothing', async () => {
    const bytes = Buffer.from(POLICY);
    const outcomes = new Set<string>();
    for (const offset of counts) {
      for (let bit = 0; bit < 8; bit++) {
        const mutant = Buffer.from(bytes);
        mutant[offset] = (bytes[offset] ?? 0) ^ (1 << bit);
        outcomes.add(await outcomeUnder(mutant));
      }
    }
    expect(outcomes).not.toContain('VERIFIED');
    expect(outcomes).toContain('bad-policy');
  });

  test('with another URL or comment vouches as before', async () => {
    expect(await outcomeUnder(Buffer.from(POLICY.replace('https://log', 'http://other')))).toBe('VERIFIED');
    expect(await outcomeUnder(Buffer.from(POLICY.replace('What we', 'whom I')))).toBe('VERIFIED');
  });

  async function outcomeUnder(policy: Buffer): Promise<string> {
    try {
      return (await verify(bundle, policy)).verdict;
    } catch (error) {
      if (error instanceof InputError) return error.code;
      throw error;
    }
  }
});

/** Where the signature lines of a name stand in the bundle, without their newlines. */
function signatureLines(name: string): { start: number; end: number }[] {
  const text = Buffer.from(bundle);
  const lines: { start: number; end: number }[] = [];
  for (let start = text.indexOf(`— ${name} `); start >= 0; start = text.indexOf(`— ${name} `, start + 1)) {
    lines.push({ start, end: text.indexOf('\\n', start) });
  }
  return lines;
}

/** Every way to drop or double one member or element, to swap two neighbours, or to miscount by one. */
function* restructured(document: object): Generator<{ name: string; mutant: object }> {
  for (const path of pathsOf(document)) {
    const name = path.join('.');
    const at = (mutate: (parent: Container, key: string) => void) => {
      const mutant = structuredClone(document);
      const parent = path.slice(0, -1).reduce<Container>((value, key) => value[key] as Container, mutant as Container);
      mutate(parent, path.at(-1) ?? '');
      return { name, mutant };
    };
    yield { ...at(remove), name: `without ${name}` };
    const value = path.reduce<unknown>((parent, key) => (parent as Container)[key], document);
    const isElement = Array.isArray(path.slice(0, -1).reduce<unknown>((p, key) => (p as Container)[key], document));
    if (isElement) yield { ...at(double), name: `${name} twice` };
    if (isElement && path.at(-1) !== '0') yield { ...at(swap), name: `${name} swapped` };
    if (typeof value !== 'number') continue;
    for (const step of [-1, 1]) {
      yield {
        ...at((parent, key) => {
          parent[key] = value + step;
        }),
        name: `${name} ${step}`,
      };
    }
  }
}

type Container = { [key: string]: unknown };

function remove(parent: Container, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function double(parent: Container, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 0, parent[key]);
}

function swap(parent: Container, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key) - 1, 2, parent[key], parent[Number(key) - 1]);
}

function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [[...path, key], ...pathsOf(member, [...path, key])]);
}
