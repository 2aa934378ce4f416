/**
 * What a release left behind stays good for ever: its bundles verify with the same verdicts, its ledger opens and gives the same bytes.
 * `LEDGERLINE_RELEASE=0.1 npx vitest run --project unit test/conformance/released.test.ts` leaves another, never over one that is there.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { verifyAccountStatement } from '../../src/verify/account/verify-account.ts';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { auditMap } from '../_util/audit.ts';
import { verifySync } from '../_util/proven-ledger.ts';
import { liveReleasedLife, openStored, POLICIES, sha256Of } from '../_util/released-life.ts';
import type { FileMap } from '../_util/stored-ledger.ts';

const ROOT = fileURLToPath(new URL('../vectors/released/', import.meta.url));
const [OLD, BOTH, NEW] = ['old', 'both', 'new'] as const;

interface Kept {
  readonly index: number;
  readonly when: string;
  /** What readers say who know the first key of the log, both, the second. */
  readonly verdicts: Readonly<Record<'old' | 'both' | 'new', string>>;
}

const nameOf = (index: number): string => `bundles/${String(index).padStart(4, '0')}.proof.json`;
const verdictOf = async (bundle: Uint8Array, policy: string): Promise<string> =>
  (await verifyBundle(bundle, policy, { verifySignature: verifySync })).verdict;

const version = process.env['LEDGERLINE_RELEASE'];
test.runIf(version !== undefined)('a release leaves its bytes behind', async () => {
  const folder = join(ROOT, version ?? '');
  mkdirSync(folder); // throws where one is there
  const { files, bundles, account } = await liveReleasedLife();
  const written: FileMap = new Map([...files].map(([path, bytes]) => [`ledger/${path}`, bytes]));
  const kept: Kept[] = [];
  for (const { index, when, bytes } of bundles) {
    written.set(nameOf(index), bytes);
    const [old, both, later] = await Promise.all([OLD, BOTH, NEW].map((name) => verdictOf(bytes, POLICIES[name])));
    kept.push({ index, when, verdicts: { old: old ?? '', both: both ?? '', new: later ?? '' } });
  }
  for (const [name, text] of Object.entries(POLICIES)) written.set(`${name}.policy`, Buffer.from(text));
  written.set('hangang-pharma.account.json', account);
  written.set('bundles.json', Buffer.from(`${JSON.stringify(kept, null, 2)}\n`));
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
  const kept = JSON.parse(textOf('bundles.json')) as Kept[];
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

  test('the engine opens the ledger, and gives the same bundles, byte for byte', async () => {
    const ledger = await openStored(ledgerFiles);
    for (const { index } of kept) {
      const bundle = Buffer.from((await ledger.bundle(index)) ?? []).toString();
      expect(bundle, nameOf(index)).toBe(textOf(nameOf(index)));
    }
    const account = Buffer.from((await ledger.accountStatement('hangang-pharma')) ?? []).toString();
    expect(account).toBe(textOf('hangang-pharma.account.json'));
    await ledger.close();
  });

  test('an audit of the ledger finds nothing wrong', async () => {
    const report = await auditMap(ledgerFiles, textOf('both.policy'));
    expect([report.verdict, report.problems, report.doubts]).toEqual(['VERIFIED', [], []]);
    expect(report.notes.map(({ code }) => code)).toEqual(['key-compromised']);
  });

  test('the account statement verifies', async () => {
    const statement = fileOf('hangang-pharma.account.json');
    const options = { verifySignature: verifySync };
    expect((await verifyAccountStatement(statement, textOf('both.policy'), options)).verdict).toBe('VERIFIED');
  });
});
