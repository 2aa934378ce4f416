/**
 * Nothing is wrong with the ledger: what an audit says of it under different policies, after a crash, and while it runs.
 */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/error.ts';
import { formatSignatureLine } from '../../../src/core/note/note.ts';
import { parseHead } from '../../../src/log/head.ts';
import { encodeStaged, stagingPath } from '../../../src/log/staging.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { type AuditReport, audit, fsck } from '../../../src/verify/audit/audit.ts';
import type { LedgerFiles } from '../../../src/verify/audit/ledger-files.ts';
import { auditMap, codesOf, fileOf, flip, verifySignature, withFile } from '../../_util/audit.ts';
import { Consortium } from '../../_util/consortium.ts';
import { foundEngine } from '../../_util/engine.ts';
import { forgeRecord } from '../../_util/forge.ts';
import { sampleHistory } from '../../_util/history.ts';
import { inputError } from '../../_util/input-error.ts';
import { testLogKey, testWitnessKey } from '../../_util/keys.ts';
import { NaiveLedger } from '../../_util/naive-ledger.ts';
import {
  engineFiles,
  type FileMap,
  mapFiles,
  naiveFiles,
  policyOf,
  smallConsortium,
  storedFiles,
  tasks,
  unframe,
  WITNESS,
} from '../../_util/stored-ledger.ts';

installNodePrimitives();

const cosigners = [{ witness: WITNESS, timestampSeconds: 1_795_000_000 }];

/** A ledger at each of these sizes, as the engine stored it; and its records. */
async function engineSteps(counts: readonly number[]): Promise<{ steps: FileMap[]; policy: string }> {
  const consortium = smallConsortium();
  const { ledger, parts } = await foundEngine(consortium, { witness: WITNESS });
  const steps: FileMap[] = [];
  for (const [i, count] of counts.entries()) {
    await Promise.all(tasks(consortium, count, `step-${i}`).map((signed) => ledger.submit(signed).published));
    steps.push(await storedFiles(parts.store));
  }
  await ledger.close();
  return { steps, policy: policyOf(consortium) };
}

/** A published ledger of five founding records and three tasks, by the oracle. */
function naive(): { consortium: Consortium; ledger: NaiveLedger; policy: string } {
  const consortium = smallConsortium();
  const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
  ledger.appendAll([...consortium.founding(), ...tasks(consortium, 3)]);
  ledger.publish(cosigners);
  return { consortium, ledger, policy: policyOf(consortium) };
}

function expectVerified(report: AuditReport): void {
  expect(report).toMatchObject({ problems: [], doubts: [], verdict: 'VERIFIED', records: report.size });
}

describe('I4: a sound ledger is VERIFIED', () => {
  it('with every kind of statement and every algorithm', async () => {
    const consortium = new Consortium();
    const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
    const history = sampleHistory(consortium);
    ledger.appendAll(history.slice(0, 20));
    ledger.publish(cosigners);
    ledger.appendAll(history.slice(20));
    ledger.publish(cosigners);
    const report = await auditMap(naiveFiles(ledger), policyOf(consortium));
    expectVerified(report);
    expect(report.notes).toEqual([]);
    expect(report.root).toBe(Buffer.from(ledger.root()).toString('hex'));
    expect(report).toMatchObject({ size: history.length, published: history.length });
  });

  it('with records that no checkpoint covers yet: it says how far the published ones reach', async () => {
    const { consortium, ledger, policy } = naive();
    ledger.appendAll(tasks(consortium, 2, 'late'));
    const report = await auditMap(naiveFiles(ledger), policy);
    expectVerified(report);
    expect(report).toMatchObject({ size: 10, published: 8, notes: [] });
  });

  it('as a copy of its public files, up to the newest checkpoint, with and without a list of them', async () => {
    const { ledger, policy } = naive();
    const files = withFile(naiveFiles(ledger), 'head', undefined);
    expectVerified(await auditMap(files, policy, true));
    const served: LedgerFiles = { read: async (path) => files.get(path) };
    expectVerified(await audit(served, policy, { verifySignature }));
    expect((await fsck(served)).isSound).toBe(true);
  });

  it('without witnesses, if the policy asks for none; the report says so', async () => {
    const { ledger, consortium } = naive();
    ledger.publications.length = 0;
    ledger.publish();
    const report = await auditMap(naiveFiles(ledger), `log ${consortium.logKey.vkey}\nquorum none\n`);
    expectVerified(report);
    expect(codesOf(report.notes)).toEqual(['no-witness']);
  });

  it('and reports its progress', async () => {
    const { ledger, policy } = naive();
    const progress: unknown[] = [];
    await audit(mapFiles(naiveFiles(ledger)), policy, { verifySignature, onProgress: (at) => progress.push(at) });
    expect(progress).toEqual([{ records: 8, size: 8 }]);
  });
});

describe('CANNOT TELL, never FAILED', () => {
  it('a policy for another log', async () => {
    const { ledger } = naive();
    const report = await auditMap(naiveFiles(ledger), policyOf({ logKey: testLogKey('other.example/log') }));
    expect(report).toMatchObject({ verdict: 'CANNOT TELL', problems: [], records: 8 });
    expect(report.doubts).toEqual([expect.objectContaining({ code: 'other-policy', path: 'checkpoints/000' })]);
  });

  it('a policy with another key of this log', async () => {
    const { ledger } = naive();
    const report = await auditMap(naiveFiles(ledger), policyOf({ logKey: testLogKey(ledger.origin, 'another key') }));
    expect(report).toMatchObject({ verdict: 'CANNOT TELL', problems: [] });
    expect(codesOf(report.doubts)).toEqual(['unverified-note']);
  });

  it('a policy with another witness', async () => {
    const { ledger, consortium } = naive();
    const report = await auditMap(naiveFiles(ledger), policyOf(consortium, testWitnessKey('witness.example/kpbma')));
    expect(report).toMatchObject({ verdict: 'CANNOT TELL', problems: [] });
    expect(codesOf(report.doubts)).toEqual(['too-few-cosignatures']);
  });

  it('checkpoints that too few witnesses cosigned, in one finding a run', async () => {
    const { consortium, ledger, policy } = naive();
    for (const cosigned of [false, false, true, false]) {
      ledger.appendAll(tasks(consortium, 1, `after-${ledger.size}`));
      ledger.publish(cosigned ? cosigners : []);
    }
    const report = await auditMap(naiveFiles(ledger), policy);
    expect(report).toMatchObject({ verdict: 'CANNOT TELL', problems: [], published: 12 });
    // A later checkpoint with its quorum covers what was published before it; nothing covers the last.
    expect(report.doubts).toEqual([
      expect.objectContaining({ code: 'too-few-cosignatures', message: expect.stringContaining('note 4:') }),
    ]);
    expect(report.notes).toContainEqual(
      expect.objectContaining({ code: 'too-few-cosignatures', message: expect.stringContaining('notes 1 to 2:') }),
    );
  });

  it('but VERIFIED once the newest has its quorum: witnesses were named after the founding', async () => {
    const { consortium, ledger, policy } = naive();
    ledger.publications.length = 0;
    ledger.publish([]);
    ledger.appendAll(tasks(consortium, 1, 'witnessed'));
    ledger.publish(cosigners);
    const report = await auditMap(naiveFiles(ledger), policy);
    expect(report).toMatchObject({ verdict: 'VERIFIED', doubts: [], published: ledger.size });
    expect(codesOf(report.notes)).toEqual(['too-few-cosignatures']);
  });

  it('a quorum that depends on a key of a type that cannot be checked here', async () => {
    const { ledger, consortium } = naive();
    const name = 'witness.example/pq';
    const material = Buffer.concat([Buffer.from([6]), Buffer.alloc(1312, 7)]);
    const keyId = createHash('sha256').update(`${name}\n`).update(material).digest('hex').slice(0, 8);
    ledger.publications.length = 0;
    ledger.publish([], [formatSignatureLine({ name, keyId, signature: Buffer.alloc(100, 1) })]);
    const vkey = `${name}+${keyId}+${material.toString('base64')}`;
    const policy = `log ${consortium.logKey.vkey}\nwitness pq ${vkey}\nquorum pq\n`;
    const report = await auditMap(naiveFiles(ledger), policy);
    expect(report).toMatchObject({ verdict: 'CANNOT TELL', problems: [] });
    expect(codesOf(report.doubts)).toEqual(['unchecked-cosignature']);
  });

  it('signature lines of `checkpoint` that the policy does not know and `checkpoints/` does not have', async () => {
    const { ledger, policy } = naive();
    const files = naiveFiles(ledger);
    const line = formatSignatureLine({ name: 'someone.example', keyId: '00000000', signature: Buffer.alloc(64) });
    const more = Buffer.concat([fileOf(files, 'checkpoint'), Buffer.from(line)]);
    const report = await auditMap(withFile(files, 'checkpoint', more), policy);
    expect(report).toMatchObject({ verdict: 'CANNOT TELL', problems: [] });
    expect(codesOf(report.doubts)).toEqual(['checkpoint-differs']);
  });

  it('a record of a later version', async () => {
    const { ledger, policy } = naive();
    forgeRecord(ledger, 7, (document) => Object.assign(document, { v: 2 }));
    ledger.publications.length = 0;
    ledger.publish(cosigners);
    const report = await auditMap(naiveFiles(ledger, '00'.repeat(32)), policy);
    expect(report).toMatchObject({ verdict: 'CANNOT TELL', problems: [], published: 8, records: 7 });
    expect(report.doubts).toEqual([expect.objectContaining({ code: 'unknown-version', index: 7 })]);
  });

  it('a ledger that has published nothing', async () => {
    const { ledger, policy } = naive();
    ledger.publications.length = 0;
    const report = await auditMap(naiveFiles(ledger), policy);
    expect(report).toMatchObject({ verdict: 'CANNOT TELL', problems: [], published: 0, records: 8 });
    expect(codesOf(report.doubts)).toEqual(['nothing-published']);
  });
});

describe('what is no finding about the ledger', () => {
  it('a policy that cannot be read', async () => {
    await expect(auditMap(naiveFiles(naive().ledger), 'quorum none\n')).rejects.toThrow(inputError('bad-policy'));
  });

  it('a connection that broke', async () => {
    const files: LedgerFiles = {
      read: async (path) => {
        if (path.startsWith('tile/0')) throw new TypeError('fetch failed');
        return naiveFiles(naive().ledger).get(path);
      },
    };
    await expect(audit(files, naive().policy, { verifySignature })).rejects.toThrow('fetch failed');
  });

  it('but a file that cannot be read is one', async () => {
    const { ledger, policy } = naive();
    const stored = naiveFiles(ledger);
    for (const path of ['tile/0/000.p/8', 'tile/entries/000.p/8', 'checkpoints/000', 'checkpoint', 'head']) {
      const read = async (name: string): Promise<Uint8Array | undefined> => {
        if (name === path) throw new InputError('unreadable-file', `${path}: EIO`);
        return stored.get(name);
      };
      const report = await audit({ ...mapFiles(stored), read }, policy, { verifySignature });
      expect(report.verdict).toBe('FAILED');
      expect(report.problems).toContainEqual(expect.objectContaining({ code: 'unreadable-file', path }));
      expect(report.problems.length).toBe(path === 'checkpoints/000' ? 2 : 1);
    }
  });
});

/** Before and after a batch that fills the first tile. */
describe('the traces of a crash are notes, not problems', () => {
  let [before, after]: [FileMap, FileMap] = [new Map(), new Map()];
  let policy = '';
  let staged: [string, Uint8Array] = ['', new Uint8Array()];
  beforeAll(async () => {
    const made = await engineSteps([110, 120, 40]);
    policy = made.policy;
    [, before = before, after = after] = made.steps;
    const entries = ['tile/entries/000', 'tile/entries/001.p/19'].flatMap((path) => unframe(fileOf(after, path)));
    const records = entries.slice(235);
    staged = [stagingPath(parseHead(fileOf(after, 'head'))), encodeStaged({ oldSize: 235, records })];
  });

  /** The folder after the head was swapped, with what was written of the batch until then. */
  function crashed(written: readonly string[]): FileMap {
    const head = fileOf(after, 'head');
    return new Map([...before, ['head', head], staged, ...written.map((path) => [path, fileOf(after, path)] as const)]);
  }

  it('between the commit and each of the writes that apply it', async () => {
    const added = [...after.keys()].filter((path) => path.startsWith('tile/') && !before.has(path));
    expect(added.length).toBe(5);
    for (let subset = 0; subset < 2 ** added.length; subset++) {
      const written = added.filter((_, i) => Math.floor(subset / 2 ** i) % 2 === 1);
      const report = await fsck(mapFiles(crashed(written)));
      expect(report, written.join()).toMatchObject({ problems: [], size: 275, published: 235 });
      const missing = added.filter((path) => !written.includes(path));
      const recovered = report.notes.filter(({ code }) => code === 'needs-recovery').map(({ path }) => path);
      expect(recovered.toSorted()).toEqual(missing.toSorted());
    }
  });

  it('and the records of the batch are replayed from staging', async () => {
    for (const written of [[], ['tile/0/000', 'tile/entries/001.p/19']]) {
      const report = await auditMap(crashed(written), policy);
      expectVerified(report);
      expect(report).toMatchObject({ size: 275, published: 235, records: 275 });
    }
  });

  it('but a staged batch that is damaged, or other than what was applied, is a problem', async () => {
    const [path, bytes] = staged;
    const damaged = withFile(crashed([]), path, flip(bytes, 100));
    expect(codesOf((await fsck(mapFiles(damaged))).problems)).toContain('staging-corrupt');
    const { records, oldSize } = { records: unframe(bytes.slice(29, -32)), oldSize: 235 };
    const other = encodeStaged({ oldSize, records: records.toReversed() });
    const report = await fsck(mapFiles(withFile(new Map([...after, staged]), path, other)));
    expect(report.problems).toEqual([
      expect.objectContaining({ code: 'staging-corrupt', path, index: 235 }),
      expect.objectContaining({ code: 'staging-corrupt', path, index: 256 }),
    ]);
    const short = encodeStaged({ oldSize, records: records.slice(1) });
    expect(codesOf((await fsck(mapFiles(withFile(after, path, short)))).problems)).toEqual(['staging-corrupt']);
  });

  it('a staged batch that was applied, or never committed, and a file that was being written', async () => {
    const files = new Map(after);
    files.set(...staged);
    files.set(`staging/0000000000000099-${'ab'.repeat(32)}`, Buffer.from('anything'));
    files.set('staging/.unfinished~3', Buffer.from('half'));
    const report = await fsck(mapFiles(files));
    expect(report.problems).toEqual([]);
    expect(codesOf(report.notes)).toEqual(['crash-trace', 'crash-trace', 'crash-trace']);
  });

  it('partial tiles and bundles of an earlier size', async () => {
    const files = new Map([...before, ...after]);
    const report = await fsck(mapFiles(files));
    expect(report.problems).toEqual([]);
    expect(report.notes.map(({ path }) => path).toSorted()).toEqual(['tile/0/000.p/235', 'tile/entries/000.p/235']);
    expect(codesOf(report.notes)).toEqual(['crash-trace', 'crash-trace']);
  });

  it('a publication cut off: before `checkpoint` was replaced, or in the middle of the note', async () => {
    const whole = fileOf(after, 'checkpoints/000');
    // The partial tiles of the older checkpoint go when the newer one stands.
    const behind = withFile(new Map([...before, ...after]), 'checkpoint', unframe(whole).at(-2));
    expect((await fsck(mapFiles(behind))).problems).toEqual([]);
    expect(codesOf((await fsck(mapFiles(behind))).notes)).toEqual(['needs-recovery', 'crash-trace', 'crash-trace']);

    for (const cut of [1, 100, 300]) {
      const torn = withFile(behind, 'checkpoints/000', whole.slice(0, -cut));
      const report = await auditMap(torn, policy);
      expect(report).toMatchObject({ verdict: 'VERIFIED', size: 275, published: 235, problems: [] });
      expect(codesOf(report.notes)).toEqual(['needs-recovery']);
    }
  });

  it('the very first publication cut off', async () => {
    const { ledger, policy: smallPolicy } = naive();
    const files = naiveFiles(ledger);
    const unshown = await auditMap(withFile(files, 'checkpoint', undefined), smallPolicy);
    expectVerified(unshown);
    expect(codesOf(unshown.notes)).toEqual(['needs-recovery']);
    const torn = withFile(unshownNote(files), 'checkpoint', undefined);
    const report = await auditMap(torn, smallPolicy);
    expect(report).toMatchObject({ verdict: 'CANNOT TELL', problems: [] });
    expect(codesOf(report.notes)).toEqual(['needs-recovery']);
    expect(codesOf(report.doubts)).toEqual(['nothing-published']);
  });

  function unshownNote(files: FileMap): FileMap {
    return withFile(files, 'checkpoints/000', fileOf(files, 'checkpoints/000').slice(0, -7));
  }
});

describe('a ledger that goes on while it is audited', () => {
  /** The files of the next step from the read number `at` on. */
  function moving(steps: readonly FileMap[], moveAt: number): { files: LedgerFiles; reads: () => number } {
    let reads = 0;
    const now = (): FileMap => steps[reads >= moveAt ? 1 : 0] ?? new Map();
    const files: LedgerFiles = {
      read: async (path) => {
        const bytes = now().get(path);
        reads++;
        return bytes;
      },
      async *list() {
        yield* mapFiles(now()).list?.() ?? [];
      },
      isPublicCopy: false,
    };
    return { files, reads: () => reads };
  }

  it.each([
    ['within a tile', [2, 1]],
    ['over the end of a tile', [190, 40, 60]],
  ])('is sound wherever it moves on: %s', async (_, counts) => {
    const { steps, policy } = await engineSteps(counts);
    const last = steps.slice(-2);
    const { files: quiet, reads } = moving(last, Number.POSITIVE_INFINITY);
    const still = await fsck(quiet);
    for (let moveAt = 0; moveAt <= reads(); moveAt++) {
      const { files } = moving(last, moveAt);
      const report = counts[0] === 2 ? await audit(files, policy, { verifySignature }) : await fsck(files);
      expect(report, `moved at read ${moveAt}`).toMatchObject({ problems: [], notes: [] });
      expect(report.size).toBeGreaterThanOrEqual(still.size);
      if ('verdict' in report) expect(report.verdict).toBe('VERIFIED');
    }
  });

  it('but a head that goes back moved nothing', async () => {
    const { steps } = await engineSteps([2, 1]);
    for (let moveAt = 1; moveAt < 6; moveAt++) {
      const report = await fsck(moving(steps.toReversed(), moveAt).files);
      expect(report.isSound, `moved at read ${moveAt}`).toBe(false);
    }
  });
});

it('more checkpoints than a file holds, one for every record', async () => {
  const { files, policy } = await engineFiles(Array.from({ length: 259 }, () => 1));
  expect([...files.keys()].filter((path) => path.startsWith('checkpoints/'))).toEqual([
    'checkpoints/000',
    'checkpoints/001',
  ]);
  const report = await auditMap(files, policy);
  expectVerified(report);
  expect(report).toMatchObject({ size: 265, published: 265, notes: [] });
});
