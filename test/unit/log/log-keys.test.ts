/**
 * The engine with two keys of the log: who signs what, while the charter names the one, both, the other.
 */
import { describe, expect, it } from 'vitest';
import { formatCheckpoint } from '../../../src/core/note/checkpoint.ts';
import { formatNote, parseNote } from '../../../src/core/note/note.ts';
import { STATE } from '../../../src/core/rules/state.ts';
import { createLedger } from '../../../src/log/create.ts';
import type { Ledger } from '../../../src/log/ledger.ts';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import { amendmentBody, taskBody } from '../../_util/bodies.ts';
import { Consortium, ED25519_FOUNDERS } from '../../_util/consortium.ts';
import { copyStore, engineParts, logSigner, reopen } from '../../_util/engine.ts';
import { testLogKey } from '../../_util/keys.ts';
import { NaiveLedger } from '../../_util/naive-ledger.ts';

interface Life {
  readonly consortium: Consortium;
  readonly parts: LedgerParts & ReturnType<typeof engineParts>;
  ledger: Ledger;
}

const consortium = () => new Consortium({ founders: ED25519_FOUNDERS });
const NEXT = testLogKey(consortium().origin, 'the second key of the log');

async function found(): Promise<Life> {
  const own = consortium();
  const parts = { ...engineParts(own), successors: [logSigner(NEXT)] };
  return { consortium: own, parts, ledger: await createLedger(parts, own.founding()) };
}

async function amend({ consortium: own, ledger }: Life, amendment: string, log: { vkey?: string; retires?: string }) {
  const { endorseWithin: _, ...body } = amendmentBody({ amendment, log });
  const signed = own.statement('amendment', 'namsan-hospital', body);
  await ledger.submit(signed).published;
  await ledger.submit(own.endorsement('hangang-pharma', signed)).published;
}

async function task({ consortium: own, ledger }: Life, name: string): Promise<number> {
  const { index } = await ledger.submit(own.statement('task', 'hangang-pharma', taskBody({ task: name }))).published;
  return index;
}

/** Key ids of the log that signed the newest checkpoint, in their order. */
function signersOf({ ledger, consortium: own }: Life): string[] {
  const { signatures } = parseNote(ledger.published?.note ?? '');
  return signatures.filter(({ name }) => name === own.origin).map(({ keyId }) => keyId);
}

const bundles = (ledger: Ledger, indexes: readonly number[]) =>
  Promise.all(indexes.map(async (index) => Buffer.from((await ledger.bundle(index)) ?? []).toString()));

describe('the keys of the log', () => {
  it('sign as the charter lists them, without a restart: the first, both, the second', async () => {
    const life = await found();
    const [old, next] = [life.consortium.logKey, NEXT].map(({ vkey }) => vkey.split('+')[1]);
    await task(life, 'one');
    expect(signersOf(life)).toEqual([old]);
    await amend(life, 'next', { vkey: NEXT.vkey });
    await task(life, 'two');
    expect(signersOf(life)).toEqual([old, next]);
    await amend(life, 'last', { retires: life.consortium.logKey.vkey });
    await task(life, 'three');
    expect(signersOf(life)).toEqual([next]);
    await life.ledger.close();
  });

  it('I1: a checkpoint of the tree in which a key is retired bears its signature no more, the very first included', async () => {
    const life = await found();
    await amend(life, 'next', { vkey: NEXT.vkey });
    await amend(life, 'last', { retires: life.consortium.logKey.vkey });
    const [charter] = await life.ledger.state([STATE.ledger]);
    const [retired] = charter?.retiredLogKeys ?? [];
    expect(retired?.until).toBe(life.ledger.head.size - 1);
    const own = life.consortium.logKey.vkey.split('+')[1];
    const { checkpoints } = life.parts;
    for (let ordinal = 0; ordinal < (await checkpoints.count()); ordinal++) {
      const { text, signatures } = parseNote((await checkpoints.read(ordinal)) ?? new Uint8Array());
      const size = Number(text.split('\n')[1]);
      expect(signatures.some(({ keyId }) => keyId === own)).toBe(size <= (retired?.until ?? 0));
    }
    await life.ledger.close();
  });

  it('I4: give the bundles of the oracle, and the same ones after each step and each restart', async () => {
    const life = await found();
    const oracle = new NaiveLedger(life.consortium.origin, life.consortium.logKey);
    oracle.successors = [NEXT];
    const seen: number[] = [await task(life, 'one')];
    const first = await bundles(life.ledger, seen);
    await amend(life, 'next', { vkey: NEXT.vkey });
    seen.push(await task(life, 'two'));
    const second = await bundles(life.ledger, seen);
    await amend(life, 'last', { retires: life.consortium.logKey.vkey });
    seen.push(await task(life, 'three'), await task(life, 'four'));
    const last = await bundles(life.ledger, seen);
    expect(second.slice(0, 1)).toEqual(first);
    expect(last.slice(0, 2)).toEqual(second);
    expect(last.map((bundle) => bundle.includes('"succession"'))).toEqual([false, false, true, true]);

    await life.ledger.close();
    const { operator: _, ...parts } = { ...life.parts, ...storesOf(await copyStore(life.parts.store)) };
    const restored = await reopen(parts);
    expect(await bundles(restored, seen)).toEqual(last);
    for (let index = 0; index < restored.head.size; index++) {
      oracle.appendBytes((await restored.record(index)) ?? new Uint8Array());
    }
    const { checkpoints } = life.parts;
    for (let ordinal = 0; ordinal < (await checkpoints.count()); ordinal++) {
      const note = Buffer.from((await checkpoints.read(ordinal)) ?? []).toString();
      oracle.publications.push({ size: Number(note.split('\n')[1]), note });
    }
    expect(seen.map((index) => Buffer.from(oracle.bundle(index)).toString())).toEqual(last);
    await restored.close();
  });

  it('shows the last checkpoint of the old key though it had gone from the process before it was retired', async () => {
    const life = await found();
    await amend(life, 'next', { vkey: NEXT.vkey });
    await task(life, 'both');
    const both = life.ledger.published?.note ?? '';
    await life.ledger.close();
    const { successors: _, ...parts } = { ...life.parts, signer: logSigner(NEXT) };
    life.ledger = await reopen(parts);
    await amend(life, 'last', { retires: life.consortium.logKey.vkey });
    const [bundle = ''] = await bundles(life.ledger, [await task(life, 'after')]);
    const { succession } = JSON.parse(bundle) as { succession: { checkpoint: string }[] };
    expect(succession.map(({ checkpoint }) => checkpoint)).toEqual([both]);
    await life.ledger.close();
  });
});

describe('I11: a ledger with a key that its charter does not name', () => {
  it('log-key-not-in-charter: does not start with the successor alone before the amendment, nor with the retired key after', async () => {
    const life = await found();
    await life.ledger.close();
    const start = ({ successors: _, ...parts }: LedgerParts, signer = parts.signer) =>
      codeOf(() => reopen({ ...parts, signer }));
    expect(await start(life.parts, logSigner(NEXT))).toBe('log-key-not-in-charter');
    life.ledger = await reopen(life.parts);
    await amend(life, 'next', { vkey: NEXT.vkey });
    await amend(life, 'last', { retires: life.consortium.logKey.vkey });
    await life.ledger.close();
    expect(await start(life.parts)).toBe('log-key-not-in-charter');
    const { successors: _, ...parts } = life.parts;
    const ledger = await reopen({ ...parts, signer: logSigner(NEXT) });
    expect(ledger.status).not.toHaveProperty('failure');
    await ledger.close();
  });

  it('log-key-not-in-charter: stops, and signs nothing, when its only key is retired under it; nothing is lost', async () => {
    const life = await found();
    await amend(life, 'next', { vkey: NEXT.vkey });
    await life.ledger.close();
    const { successors: _, ...alone } = life.parts;
    life.ledger = await reopen(alone);
    const retires = life.consortium.logKey.vkey;
    await expect(amend(life, 'last', { retires })).rejects.toMatchObject({ code: 'stopped' });
    expect(life.ledger.status.failure?.code).toBe('log-key-not-in-charter');
    const { committed, published } = life.ledger.sizes;
    expect(committed).toBe(published + 1);
    await life.ledger.close().catch(() => {});
    life.ledger = await reopen(life.parts);
    await task(life, 'on-it-goes');
    expect(signersOf(life)).toEqual([NEXT.vkey.split('+')[1]]);
    await life.ledger.close();
  });

  it('fork-refused: a note of either key that shows more than there is', async () => {
    for (const key of [consortium().logKey, NEXT]) {
      const life = await found();
      await amend(life, 'next', { vkey: NEXT.vkey });
      await life.ledger.close();
      const { checkpoints } = life.parts;
      const { size } = life.ledger.head;
      const text = formatCheckpoint({
        origin: life.consortium.origin,
        size: size + 1,
        root: new Uint8Array(32),
        extensions: [],
      });
      const { name, keyId, sign } = key.signer;
      await checkpoints.append(
        await checkpoints.count(),
        Buffer.from(formatNote({ text, signatures: [{ name, keyId, signature: sign(Buffer.from(text)) }] })),
      );
      expect(await codeOf(() => reopen(life.parts))).toBe('fork-refused');
    }
  });
});

/** The code of the error that `run` rejects with; undefined if it does not. */
function codeOf(run: () => Promise<unknown>): Promise<string | undefined> {
  return run().then(
    () => undefined,
    ({ code }: { readonly code?: string }) => code,
  );
}

function storesOf(store: Awaited<ReturnType<typeof copyStore>>) {
  return { store, objects: store.objects, heads: store.head, checkpoints: store.checkpoints, index: store.index };
}
