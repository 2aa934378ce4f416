/**
 * Nothing in an account statement can be changed unnoticed: every byte, and every part of the document, is changed in turn.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { assembleStatement } from '../../src/verify/account/assemble.ts';
import { openFilesSource } from '../../src/verify/account/files-source.ts';
import { verifyAccountUnderPolicy } from '../../src/verify/account/verify-account.ts';
import { BYTE_STRIDE, offsetsBelow } from '../_util/byte-stride.ts';
import { spentLedger } from '../_util/credit-ledger.ts';
import { PHARMA } from '../_util/credit-scenario.ts';
import { readJson, writeJson } from '../_util/forge.ts';
import { cosigners, foundSmallest, policyOf, verifySync, WITNESS } from '../_util/proven-ledger.ts';
import { mapFiles, naiveFiles } from '../_util/stored-ledger.ts';

/** Every byte is changed, and each change verified anew. */
const { consortium, ledger } = foundSmallest();
ledger.truncate(3);
ledger.publish(cosigners(0, WITNESS));
const policy = parsePolicy(policyOf([consortium.logKey], WITNESS));
const judge = (bytes: Uint8Array) => verifyAccountUnderPolicy(bytes, policy, { verifySignature: verifySync });
const build = async (): Promise<Uint8Array> =>
  assembleStatement(await openFilesSource(mapFiles(naiveFiles(ledger), true)), 'keys/a');

beforeAll(installNodePrimitives);

describe('I5, I8, I9: an account statement', () => {
  test('is VERIFIED as it is', async () => {
    expect((await judge(await build())).verdict).toBe('VERIFIED');
  });

  test('with any one byte changed is not', async () => {
    const statement = await build();
    const accepted: string[] = [];
    for (const offset of offsetsBelow(statement.length)) {
      const byte = statement[offset] ?? 0;
      // The lowest bit of each byte, and at every fourth byte one of the others in turn.
      for (const mask of offset % 4 === 0 ? [1, 2 ** (1 + ((offset / 4) % 7))] : [1]) {
        const mutant = Uint8Array.from(statement);
        mutant[offset] = byte ^ mask;
        if ((await judge(mutant)).verdict !== 'VERIFIED') continue;
        accepted.push(`byte ${offset} xor ${mask}: ${Buffer.from(statement.subarray(offset - 30, offset + 30))}`);
      }
    }
    expect(statement.length).toBeGreaterThan(4000);
    expect(accepted).toEqual([]);
  }, 1_200_000);

  test('cut off anywhere is FAILED', async () => {
    const statement = await build();
    for (let length = 0; length < statement.length; length += 17) {
      expect((await judge(statement.subarray(0, length))).verdict).toBe('FAILED');
    }
  });
});

describe('I6: a statement with credit', () => {
  const made = spentLedger();

  test('with any part of the document removed, doubled, swapped or counted otherwise is FAILED', async () => {
    const document = readJson<object>(await made.statement(PHARMA));
    const wrong: string[] = [];
    let count = 0;
    for (const { name, mutant } of restructured(document)) {
      if (count++ % BYTE_STRIDE > 0) continue;
      const { verdict } = await made.verify(writeJson(mutant));
      if (verdict !== 'FAILED') wrong.push(`${name}: ${verdict}`);
    }
    expect(count).toBeGreaterThan(600);
    expect(wrong).toEqual([]);
  }, 1_200_000);

  test('with one byte changed, here and there, is not VERIFIED', async () => {
    const statement = await made.statement(PHARMA);
    const accepted: number[] = [];
    for (let offset = 3; offset < statement.length; offset += 97) {
      const mutant = Uint8Array.from(statement);
      mutant[offset] = (statement[offset] ?? 0) ^ 1;
      if ((await made.verify(mutant)).verdict === 'VERIFIED') accepted.push(offset);
    }
    expect(accepted).toEqual([]);
  });
});

type Container = { [key: string]: unknown };

/** Every way to drop or double one member or element, to swap two neighbours, or to miscount by one. */
function* restructured(document: object): Generator<{ name: string; mutant: object }> {
  for (const path of pathsOf(document)) {
    const key = path.at(-1) ?? '';
    const parent = parentIn(document, path);
    const changed = (what: string, mutate: (parent: Container, key: string) => void) => {
      const mutant = structuredClone(document);
      mutate(parentIn(mutant, path), key);
      return { name: `${path.join('.')} ${what}`, mutant };
    };
    yield changed('removed', (at) => (Array.isArray(at) ? at.splice(Number(key), 1) : delete at[key]));
    if (Array.isArray(parent)) {
      yield changed('doubled', (at) => Array.isArray(at) && at.splice(Number(key), 0, at[Number(key)]));
      if (key !== '0')
        yield changed('swapped', (at) => {
          if (Array.isArray(at)) at.splice(Number(key) - 1, 2, at[Number(key)], at[Number(key) - 1]);
        });
    }
    const value = parent[key];
    if (typeof value !== 'number') continue;
    for (const step of [-1, 1]) {
      yield changed(`${step}`, (at) => {
        at[key] = value + step;
      });
    }
  }
}

function parentIn(document: object, path: readonly string[]): Container {
  return path.slice(0, -1).reduce<Container>((value, key) => value[key] as Container, document as Container);
}

function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [[...path, key], ...pathsOf(member, [...path, key])]);
}
