/**
 * What a release left behind stays good for ever: its bundles verify with the same verdicts, its ledger opens and gives the same bytes.
 * `LEDGERLINE_RELEASE=0.1 npx vitest run --project unit test/conformance/released.test.ts` leaves another, never over one that is there.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { encodeAccountStatement, parseAccountStatement } from '../../src/verify/account/statement.ts';
import { verifyAccountStatement } from '../../src/verify/account/verify-account.ts';
import { encodeBundle, parseBundle } from '../../src/verify/bundle.ts';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { auditMap } from '../_util/audit.ts';
import { readJson, writeJson } from '../_util/forge.ts';
import { verifySync } from '../_util/proven-ledger.ts';
import { HOLDER, liveReleasedLife, openStored, POLICIES, sha256Of } from '../_util/released-life.ts';
import type { FileMap } from '../_util/stored-ledger.ts';

const ROOT = fileURLToPath(new URL('../vectors/released/', import.meta.url));
const [OLD, BOTH, NEW] = ['old', 'both', 'new'] as const;

interface Kept {
  readonly when: string;
  /** What readers say who know the first key of the log, both, the second. */
  readonly verdicts: Readonly<Record<'old' | 'both' | 'new', string>>;
}
type KeptBundle = Kept & { readonly index: number };
type KeptAccount = Kept & { readonly size: number };

const nameOf = (index: number): string => `bundles/${String(index).padStart(4, '0')}.proof.json`;
const nameOfAccount = (size: number): string => `accounts/${String(size).padStart(4, '0')}.account.json`;
const options = { verifySignature: verifySync };
const verdictOf = async (bundle: Uint8Array, policy: string): Promise<string> =>
  (await verifyBundle(bundle, policy, options)).verdict;
const accountVerdictOf = async (statement: Uint8Array, policy: string): Promise<string> =>
  (await verifyAccountStatement(statement, policy, options)).verdict;
/** What each reader says now. */
const verdictsOf = async (judge: typeof verdictOf, bytes: Uint8Array): Promise<Kept['verdicts']> => ({
  old: await judge(bytes, POLICIES.old),
  both: await judge(bytes, POLICIES.both),
  new: await judge(bytes, POLICIES.new),
});
const toJson = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

const version = process.env['LEDGERLINE_RELEASE'];
test.runIf(version !== undefined)('a release leaves its bytes behind', async () => {
  const folder = join(ROOT, version ?? '');
  mkdirSync(folder); // throws where one is there
  const { files, bundles, accounts } = await liveReleasedLife();
  const written: FileMap = new Map([...files].map(([path, bytes]) => [`ledger/${path}`, bytes]));
  const kept: { bundles: KeptBundle[]; accounts: KeptAccount[] } = { bundles: [], accounts: [] };
  for (const { index, when, bytes } of bundles) {
    written.set(nameOf(index), bytes);
    kept.bundles.push({ index, when, verdicts: await verdictsOf(verdictOf, bytes) });
  }
  for (const { size, when, bytes } of accounts) {
    written.set(nameOfAccount(size), bytes);
    kept.accounts.push({ size, when, verdicts: await verdictsOf(accountVerdictOf, bytes) });
  }
  for (const [name, text] of Object.entries(POLICIES)) written.set(`${name}.policy`, Buffer.from(text));
  for (const [name, list] of Object.entries(kept)) written.set(`${name}.json`, toJson(list));
  const sums = [...written]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => `${sha256Of(bytes)}  ${path}\n`);
  written.set('SHA256SUMS', Buffer.from(sums.join('')));
  for (const [path, bytes] of written) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes, { flag: 'wx' });
  }
});

const releases = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test('there is one of every release', () => {
  expect(releases.map(({ name }) => name)).toEqual(['0.1']);
});

describe.each(releases.map(({ name }) => name))('what %s left behind', (name) => {
  const folder = join(ROOT, name);
  const files: FileMap = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path)]),
  );
  const fileOf = (path: string): Uint8Array => files.get(path) ?? new Uint8Array();
  const textOf = (path: string): string => Buffer.from(fileOf(path)).toString();
  const kept = JSON.parse(textOf('bundles.json')) as KeptBundle[];
  const accounts = JSON.parse(textOf('accounts.json')) as KeptAccount[];
  const ledgerFiles: FileMap = new Map(
    [...files].flatMap(([path, bytes]) => (path.startsWith('ledger/') ? [[path.slice(7), bytes] as const] : [])),
  );

  test('is as it was, to the byte, and nothing was added', () => {
    const sums = textOf('SHA256SUMS').trimEnd().split('\n');
    const now = [...files]
      .filter(([path]) => path !== 'SHA256SUMS')
      .map(([path, bytes]) => `${sha256Of(bytes)}  ${path}`);
    expect(now.toSorted()).toEqual(sums.toSorted());
  });

  test('I3, I8: every bundle has the verdict that it had, for readers of each key of the log', async () => {
    expect(kept.length).toBeGreaterThan(15);
    for (const { index, when, verdicts } of kept) {
      for (const reader of [OLD, BOTH, NEW]) {
        const verdict = await verdictOf(fileOf(nameOf(index)), textOf(`${reader}.policy`));
        expect(verdict, `record ${index}, ${when}, for a reader of ${reader}`).toBe(verdicts[reader]);
      }
      expect(verdicts.both).toBe('VERIFIED');
    }
  });

  test('I5, I8: every account statement has the verdict that it had, for readers of each key of the log', async () => {
    for (const { size, when, verdicts } of accounts) {
      for (const reader of [OLD, BOTH, NEW]) {
        const verdict = await accountVerdictOf(fileOf(nameOfAccount(size)), textOf(`${reader}.policy`));
        expect(verdict, `size ${size}, ${when}, for a reader of ${reader}`).toBe(verdicts[reader]);
      }
      expect(verdicts.both).toBe('VERIFIED');
    }
    expect(accounts.map(({ when }) => when)).toEqual([...new Set(kept.map(({ when }) => when))]);
  });

  test('the engine opens the ledger, and gives the same bundles and statements, byte for byte', async () => {
    const ledger = await openStored(ledgerFiles);
    for (const { index } of kept) {
      const bundle = Buffer.from((await ledger.bundle(index)) ?? []).toString();
      expect(bundle, nameOf(index)).toBe(textOf(nameOf(index)));
    }
    for (const { size } of accounts) {
      const statement = Buffer.from((await ledger.accountStatement(HOLDER, size)) ?? []);
      expect([nameOfAccount(size), statement.equals(fileOf(nameOfAccount(size)))]).toEqual([nameOfAccount(size), true]);
    }
    await ledger.close();
  });

  test('an audit of the ledger finds nothing wrong', async () => {
    const report = await auditMap(ledgerFiles, textOf('both.policy'));
    expect([report.verdict, report.problems, report.doubts]).toEqual(['VERIFIED', [], []]);
    expect(report.notes.map(({ code }) => code)).toEqual(['key-compromised']);
  });
});

describe('issue 5: what was made before a format addition verifies afterwards, byte for byte the same', () => {
  const fileOf = (name: string): Buffer => readFileSync(join(ROOT, '0.1', name));
  const policyOf = (name: string): string => fileOf(`${name}.policy`).toString();
  const has = (bytes: Uint8Array): boolean => Object.keys(readJson<object>(bytes)).includes('succession');

  test('`succession` in account statements: the statement of before it is read as it was, and written as it was', async () => {
    const before = fileOf('hangang-pharma.account.json');
    const now = fileOf(nameOfAccount(30));
    expect([has(before), has(now)]).toEqual([false, true]);
    expect(Buffer.from(encodeAccountStatement(parseAccountStatement(before))).equals(before)).toBe(true);
    // Of one checkpoint: the addition is all that tells them apart.
    const { succession: _, ...rest } = readJson<{ succession: unknown }>(now);
    expect(before.equals(writeJson(rest))).toBe(true);
    const verdicts = [OLD, BOTH, NEW].map((reader) => accountVerdictOf(before, policyOf(reader)));
    expect(await Promise.all(verdicts)).toEqual(['CANNOT TELL', 'VERIFIED', 'VERIFIED']); // as ever
    const after = [OLD, BOTH, NEW].map((reader) => accountVerdictOf(now, policyOf(reader)));
    expect(await Promise.all(after)).toEqual(['VERIFIED', 'VERIFIED', 'VERIFIED']); // and what was added
  });

  test('`succession` stands in files under a checkpoint that retired a key, and what is without it is none the worse', async () => {
    for (const { index, verdicts } of JSON.parse(fileOf('bundles.json').toString()) as KeptBundle[]) {
      const bundle = fileOf(nameOf(index));
      expect([index, has(bundle)]).toEqual([index, index >= 26]);
      expect(Buffer.from(encodeBundle(parseBundle(bundle))).equals(bundle)).toBe(true);
      expect(verdicts.old).toBe('VERIFIED');
    }
    for (const { size, verdicts } of JSON.parse(fileOf('accounts.json').toString()) as KeptAccount[]) {
      const statement = fileOf(nameOfAccount(size));
      expect([size, has(statement)]).toEqual([size, size > 26]);
      expect(Buffer.from(encodeAccountStatement(parseAccountStatement(statement))).equals(statement)).toBe(true);
      expect(verdicts.old).toBe('VERIFIED');
    }
  });
});
