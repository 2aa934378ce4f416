/**
 * Mirrors that are asked before a start, across a succession of the log's key: one that lags shows what the retired key signed (I11).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/error.ts';
import { formatCheckpoint } from '../../src/core/note/checkpoint.ts';
import { signNote } from '../../src/core/note/sign.ts';
import { type LedgerState, STATE } from '../../src/core/rules/state.ts';
import { createLedger } from '../../src/log/create.ts';
import type { Ledger } from '../../src/log/ledger.ts';
import { type MirrorCheck, refuseBehindMirrors } from '../../src/node/mirror/start-check.ts';
import { createOutgoing } from '../../src/node/outgoing.ts';
import type { MemoryStore } from '../../src/storage/memory/memory-store.ts';
import { amendmentBody, taskBody } from '../_util/bodies.ts';
import { Consortium, ED25519_FOUNDERS, ORIGIN } from '../_util/consortium.ts';
import { copyStore, engineParts, logSigner } from '../_util/engine.ts';
import { type TestNoteKey, testLogKey } from '../_util/keys.ts';
import { startHostileServer } from './_hostile-server.ts';

const outgoing = createOutgoing({ allow: ['127.0.0.0/8'] });
const consortium = new Consortium({ founders: ED25519_FOUNDERS });
const OLD = consortium.logKey;
const NEXT = testLogKey(ORIGIN, 'the second key of the log');

/** The stores at the end, and before anything but the founding. */
let stored: MemoryStore;
let founded: MemoryStore;
let charter: LedgerState | undefined;
/** What a mirror shows that lags: signed by the old key alone. */
let early: string;
/** The newest checkpoint: signed by the new key alone. */
let newest: string;

beforeAll(async () => {
  const parts = { ...engineParts(consortium), successors: [logSigner(NEXT)] };
  const ledger = await createLedger(parts, consortium.founding());
  founded = await copyStore(parts.store);
  await ledger.submit(consortium.statement('task', 'hangang-pharma', taskBody())).published;
  early = ledger.published?.note ?? '';
  await amend(ledger, 'next', { vkey: NEXT.vkey });
  await amend(ledger, 'last', { retires: OLD.vkey });
  newest = ledger.published?.note ?? '';
  [charter] = await ledger.state([STATE.ledger]);
  await ledger.close();
  stored = parts.store;
});

async function amend(ledger: Ledger, amendment: string, log: { vkey?: string; retires?: string }): Promise<void> {
  const { endorseWithin: _, ...body } = amendmentBody({ amendment, log });
  const signed = consortium.statement('amendment', 'namsan-hospital', body);
  await ledger.submit(signed).published;
  await ledger.submit(consortium.endorsement('hangang-pharma', signed)).published;
}

/** A checkpoint over records that nobody has. */
const forged = (size: number, ...keys: readonly TestNoteKey[]): string =>
  signNote(
    formatCheckpoint({ origin: ORIGIN, size, root: new Uint8Array(32).fill(size), extensions: [] }),
    keys.map(({ signer }) => signer),
  );

describe('I11: mirrors, after a succession of the log key', () => {
  const mirrors: (AsyncDisposable & { readonly url: string })[] = [];
  afterAll(() => Promise.all(mirrors.map((mirror) => mirror[Symbol.asyncDispose]())));

  /** Asks a mirror that shows `note`. Returns what it warned of. */
  async function check(note: string, change: Partial<MirrorCheck> = {}, store = stored): Promise<string[]> {
    const mirror = await startHostileServer((response) => response.end(note));
    mirrors.push(mirror);
    const warned: string[] = [];
    const copy = await copyStore(store);
    await refuseBehindMirrors({
      ...{ objects: copy.objects, heads: copy.head, mirrors: [mirror.url], outgoing, timeoutMs: 2000 },
      ...{ logVkeys: [NEXT.vkey], charter: async () => charter, warn: (_, { code }) => warned.push(code) },
      ...change,
    });
    return warned;
  }
  const codeOf = (checked: Promise<unknown>): Promise<unknown> =>
    checked.then(
      (value) => value,
      (error: unknown) => (error instanceof InputError ? error.code : error),
    );

  it('one that lags is understood: the retired key signed what it shows', async () => {
    expect(early.match(/^— /gm)).toHaveLength(1);
    expect(await check(early)).toEqual([]);
  });

  it('one that shows another history, signed with the retired key before it ended, is believed', async () => {
    const size = Number(early.split('\n')[1]);
    expect(await codeOf(check(forged(size, OLD)))).toBe('fork-refused');
  });

  it('log-key-retired: what only a thief of the retired key can have signed stops nobody', async () => {
    const size = Number(newest.split('\n')[1]);
    for (const each of [size, size + 100]) expect(await check(forged(each, OLD))).toEqual(['log-key-retired']);
    expect(await codeOf(check(forged(size + 100, OLD, NEXT)))).toBe('fork-refused');
  });

  it('a folder that was rolled back to before the succession is refused by the key at hand', async () => {
    const never = () => Promise.reject(new Error('the charter is not needed'));
    expect(await codeOf(check(newest, { charter: never }, founded))).toBe('fork-refused');
    expect(await check(newest, { charter: never })).toEqual([]);
  });

  it('while both keys sign, either is enough', async () => {
    const both = { logVkeys: [OLD.vkey, NEXT.vkey] };
    for (const note of [early, newest]) expect(await check(note, both)).toEqual([]);
  });

  it('a key that the charter never named is a stranger, and without a charter all others are', async () => {
    const stranger = testLogKey(ORIGIN, 'a stranger');
    expect(await check(forged(500, stranger))).toEqual(['unverified-note']);
    expect(await check(early, { charter: async () => undefined })).toEqual(['unverified-note']);
  });

  it('a charter that cannot be read is no matter of the mirror', async () => {
    const broken = () => Promise.reject(new InputError('integrity', 'a tile is missing'));
    expect(await codeOf(check(early, { charter: broken }))).toBe('integrity');
  });
});
