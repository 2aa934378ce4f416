/**
 * The monitor of an institution that is shown a second history: larger, of the same size, or smaller than what it saw.
 */
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { LeafCopy } from '../../../src/node/monitor/leaf-copy.ts';
import { verifyEvidence } from '../../../src/verify/evidence-file/verify-evidence.ts';
import { flip } from '../../_util/audit.ts';
import { policyOf, verifySync, WITNESS } from '../../_util/proven-ledger.ts';
import { tasks } from '../../_util/stored-ledger.ts';
import { scene, show, type Watching } from '../../_util/watching.ts';

beforeAll(installNodePrimitives);

describe('I1, I11: a second history', () => {
  it('is an alarm that stays, with evidence; a proof that is only broken is one that goes when the proof holds', async () => {
    const { consortium, ledger, watching } = scene();
    const [twin, other] = [ledger.fork(), consortium.fork()];
    ledger.appendAll(tasks(consortium, 2, 'ours'));
    show(watching, ledger);
    expect(await watching.look()).toEqual([]);
    ledger.appendAll(tasks(consortium, 4, 'more'));
    show(watching, ledger);
    const tiles = [...watching.files].filter(([path]) => path.startsWith('tile/0/'));
    for (const [path, bytes] of tiles) watching.files.set(path, flip(bytes, 40));
    expect(await watching.look()).toEqual(['checkpoint-inconsistent']);
    expect(watching.last?.fresh[0]?.isLasting).toBe(false);
    expect(watching.kept.size).toBe(0);
    for (const [path, bytes] of tiles) watching.files.set(path, bytes);
    expect(await watching.look()).toEqual([]);
    expect(watching.last?.resolved).toMatchObject([{ code: 'checkpoint-inconsistent' }]);

    twin.appendAll(tasks(other, 9, 'theirs'));
    show(watching, twin);
    expect(await watching.look()).toEqual(['checkpoint-inconsistent']);
    expect([...watching.kept.keys()]).toEqual([expect.stringMatching(/^fork-[0-9a-f]{12}\.evidence\.json$/)]);
    const [evidence = new Uint8Array()] = watching.kept.values();
    const policy = policyOf([consortium.logKey], WITNESS);
    expect((await verifyEvidence(evidence, policy, { verifySignature: verifySync })).verdict).toBe('VERIFIED');
    show(watching, ledger);
    expect(await watching.look()).toEqual([]);
    expect([...watching.state.told.values()]).toMatchObject([{ code: 'checkpoint-inconsistent', isLasting: true }]);
  });

  /** Looks at five records of ours, starts again, and is shown `theirs` records of another history. */
  async function shownSmaller(theirs: number, spoil: (watching: Watching) => void = () => {}) {
    const { consortium, ledger, watching } = scene();
    const [twin, other] = [ledger.fork(), consortium.fork()];
    ledger.appendAll(tasks(consortium, 300, 'ours'));
    show(watching, ledger);
    await watching.look();
    watching.restart();
    spoil(watching);
    twin.appendAll(tasks(other, theirs, 'theirs'));
    show(watching, twin);
    const told = await watching.look();
    const policy = policyOf([consortium.logKey], WITNESS);
    const verdicts = await Promise.all(
      [...watching.kept.values()].map(
        async (evidence) => (await verifyEvidence(evidence, policy, { verifySignature: verifySync })).verdict,
      ),
    );
    return { told, verdicts, watching, ledger };
  }

  it.each([2, 256, 280])(
    'that is smaller is proven after a start again, by the copy of leaf hashes: %i records',
    async (theirs) => {
      const { told, verdicts, watching, ledger } = await shownSmaller(theirs);
      expect({ told, verdicts }).toEqual({ told: ['checkpoint-inconsistent'], verdicts: ['VERIFIED'] });
      expect(watching.last?.fresh[0]).toMatchObject({
        isLasting: true,
        message: expect.stringContaining('evidence: '),
      });
      show(watching, ledger);
      expect(await watching.look()).toEqual([]);
    },
  );

  it.each<[string, (path: string) => void]>([
    ['lost', (path) => rmSync(path)],
    ['cut off', (path) => truncateSync(path, 40)],
    ['changed', (path) => writeFileSync(path, flip(readFileSync(path), 9000))],
  ])('that is smaller is fewer records where the copy is %s, and its note is kept', async (_, spoil) => {
    const { told, verdicts, watching, ledger } = await shownSmaller(2, ({ leaves }) => spoil(leaves));
    expect({ told, verdicts }).toEqual({ told: ['rolled-back'], verdicts: [] });
    expect(watching.contradictions.length).toBe(1);
    // What the ledger shows again heals the copy.
    show(watching, ledger);
    await watching.look();
    const { size, root } = { size: ledger.size, root: ledger.root() };
    expect(await new LeafCopy(watching.leaves).tree({ size, root })).toBeDefined();
  });

  it('is told from one that only went back: a beginning of what was seen, which proves nothing', async () => {
    const { consortium, ledger, watching } = scene();
    show(watching, ledger);
    const early = watching.files;
    ledger.appendAll(tasks(consortium, 5, 'ours'));
    show(watching, ledger);
    await watching.look();
    watching.restart();
    watching.files = early;
    expect(await watching.look()).toEqual(['rolled-back']);
    expect(watching.last?.fresh[0]?.message).toContain('the same as before');
    expect(watching.kept.size).toBe(0);
  });

  it('that is smaller is proven by the note followed last, where a larger one was seen and never shown whole', async () => {
    const { consortium, ledger, watching } = scene();
    const [twin, other] = [ledger.fork(), consortium.fork()];
    ledger.appendAll(tasks(consortium, 5, 'ours'));
    show(watching, ledger);
    await watching.look();
    ledger.appendAll(tasks(consortium, 300, 'more'));
    show(watching, ledger);
    for (const path of watching.files.keys()) if (path.startsWith('tile/entries/')) watching.files.delete(path);
    expect(await watching.look()).toEqual(['object-missing']);
    watching.restart();
    twin.appendAll(tasks(other, 3, 'theirs'));
    show(watching, twin);
    expect(await watching.look()).toEqual(['checkpoint-inconsistent']);
    expect(watching.kept.size).toBe(1);
  });
});
