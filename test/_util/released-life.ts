/**
 * The life of the ledger whose bytes a release leaves behind in `test/vectors/released/` (its README says what happens in it). Run
 * once a release, with the code of that release; later code must read what it left.
 * @module
 */
import { createHash } from 'node:crypto';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { createLedger } from '../../src/log/create.ts';
import { Ledger } from '../../src/log/ledger.ts';
import type { LedgerParts } from '../../src/log/ledger-parts.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { createMemoryStore, type MemoryStore } from '../../src/storage/memory/memory-store.ts';
import { NOTHING_SEEN, type WitnessMemory } from '../../src/witness/decide.ts';
import { createLocalWitness } from '../../src/witness/local-witness.ts';
import {
  amendmentBody,
  contributionBody,
  keyEnrolBody,
  keyRevokeBody,
  keyRotateBody,
  modelBody,
  roundOpenBody,
  taskBody,
} from './bodies.ts';
import { Consortium, ED25519_FOUNDERS, ORIGIN } from './consortium.ts';
import { copyStore, engineParts, logSigner } from './engine.ts';
import { testKey, testLogKey, testWitnessKey } from './keys.ts';
import { type FileMap, storedFiles, unframe } from './stored-ledger.ts';

const [INSTITUTE, PHARMA, HOSPITAL] = ['daejeon-institute', 'hangang-pharma', 'namsan-hospital'] as const;
const WITNESS = testWitnessKey('mfds.example/witness');
const OLD = testLogKey(ORIGIN);
const NEW = testLogKey(ORIGIN, 'the second key of the log');
const verifier = createNodeVerifier({ maxKeys: 1000 });

/** Policies of readers who know the first key of the log, both, the second. */
export const POLICIES = {
  old: policy(OLD.vkey),
  both: policy(OLD.vkey, NEW.vkey),
  new: policy(NEW.vkey),
} as const;

function policy(...vkeys: readonly string[]): string {
  return `${vkeys.map((vkey) => `log ${vkey}\n`).join('')}witness mfds ${WITNESS.vkey}\nquorum mfds\n`;
}

/** A bundle as it was answered, and when. */
export interface KeptBundle {
  readonly index: number;
  readonly when: string;
  readonly bytes: Uint8Array;
}

/** The institution of which account statements are kept. */
export const HOLDER = 'hangang-pharma';

/** Its account statement as it was answered under the checkpoint of `size` records. */
export interface KeptAccount {
  readonly size: number;
  readonly when: string;
  readonly bytes: Uint8Array;
}

export interface ReleasedLife {
  /** The public and the committed files of the ledger at its end. */
  readonly files: FileMap;
  readonly bundles: readonly KeptBundle[];
  /** One at the end of each time. */
  readonly accounts: readonly KeptAccount[];
}

/** Lives it. */
export async function liveReleasedLife(): Promise<ReleasedLife> {
  const consortium = new Consortium({ founders: ED25519_FOUNDERS });
  const bundles: KeptBundle[] = [];
  let parts = partsOver(consortium, createMemoryStore());
  let ledger = await createLedger(parts, consortium.founding());
  const accounts: KeptAccount[] = [];
  let when = 'before everything';
  const then = async (next: string): Promise<void> => {
    const bytes = await ledger.accountStatement(HOLDER);
    if (bytes !== undefined) accounts.push({ size: ledger.published?.size ?? 0, when, bytes });
    when = next;
  };
  const keep = async (index: number): Promise<void> => {
    const bytes = await ledger.bundle(index);
    if (bytes !== undefined) bundles.push({ index, when, bytes });
  };
  const record = async (signed: SignedStatement): Promise<SignedStatement> => {
    await keep((await ledger.submit(signed).published).index);
    return signed;
  };
  const endorse = (signed: SignedStatement) => record(consortium.endorsement(PHARMA, signed));

  await keep(0);
  await record(consortium.statement('task', PHARMA, taskBody()));
  await record(consortium.statement('model', INSTITUTE, modelBody()));
  const { digest } = await record(consortium.statement('round-open', INSTITUTE, roundOpenBody()));
  await record(consortium.statement('contribution', PHARMA, contributionBody(digest, 'update of pharma')));

  await then('after the rotation of a key');
  const [first, second] = [testKey(`${PHARMA} ed25519`), testKey(`${PHARMA}, the second key`)];
  await record(consortium.statement('key', PHARMA, keyRotateBody(ORIGIN, PHARMA, second, first.keyId)));
  consortium.useKey(PHARMA, second);
  await record(consortium.statement('task', PHARMA, taskBody({ task: 'rotated' })));

  await then('after a lost key came back by quorum');
  const lost = testKey(`${HOSPITAL} ed25519`);
  const found = testKey(`${HOSPITAL}, the second key`);
  await endorse(await record(consortium.statement('key', INSTITUTE, keyRevokeBody(HOSPITAL, lost.keyId))));
  await endorse(await record(consortium.statement('key', INSTITUTE, keyEnrolBody(ORIGIN, HOSPITAL, found))));
  consortium.useKey(HOSPITAL, found);
  await record(consortium.statement('contribution', HOSPITAL, contributionBody(digest, 'update of hospital')));

  await then('while both keys of the log sign');
  const amend = async (amendment: string, log: { vkey?: string; retires?: string }): Promise<void> => {
    const { endorseWithin: _, ...body } = amendmentBody({ amendment, log });
    await endorse(await record(consortium.statement('amendment', INSTITUTE, body)));
  };
  await amend('next', { vkey: NEW.vkey });
  await record(consortium.statement('task', PHARMA, taskBody({ task: 'both' })));

  await then('after the first key of the log was retired');
  await amend('last', { retires: OLD.vkey });
  await record(consortium.statement('task', PHARMA, taskBody({ task: 'retired' })));
  const flag = keyRevokeBody(PHARMA, first.keyId, { compromisedSince: bundles[1]?.index ?? 0 });
  await record(consortium.statement('key', PHARMA, flag));

  await then('after a restart from a backup');
  await ledger.close();
  parts = partsOver(consortium, await copyStore(parts.store));
  ledger = await Ledger.open(parts);
  await record(consortium.statement('task', PHARMA, taskBody({ task: 'restored' })));
  await then('');
  await ledger.close();
  return { files: await storedFiles(parts.store), bundles, accounts };
}

/** Opens a ledger over stored files, with an empty index. */
export async function openStored(files: FileMap): Promise<Ledger> {
  const store = createMemoryStore();
  const objects = [...files].filter(([path]) => path.startsWith('tile/')).map(([path, bytes]) => ({ path, bytes }));
  await store.objects.put(objects);
  await store.head.compareAndSwap(undefined, files.get('head') ?? new Uint8Array());
  const notes = [...files].filter(([path]) => path.startsWith('checkpoints/')).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const note of notes.flatMap(([, bytes]) => unframe(bytes))) {
    await store.checkpoints.append(await store.checkpoints.count(), note);
  }
  return Ledger.open(partsOver(new Consortium({ founders: ED25519_FOUNDERS }), store));
}

/** Both keys of the log, and a witness that knows both. */
function partsOver(consortium: Consortium, store: MemoryStore): LedgerParts & { readonly store: MemoryStore } {
  const parts = engineParts(consortium, { store });
  let memory: WitnessMemory = NOTHING_SEEN;
  const witnesses = createLocalWitness({
    signer: WITNESS.signer,
    logKeys: [OLD.verifier, NEW.verifier],
    store: {
      load: async () => memory,
      store: async (next) => {
        memory = next;
      },
    },
    clock: parts.clock,
    verify: (key, message, signature) => verifier.verifySync(key, message, signature),
  });
  return { ...parts, witnesses, successors: [logSigner(NEW)] };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
