/**
 * Playing a scene until a fault strikes, and again from what it left: audited before the restart and after it.
 * @module
 */
import { Ledger } from '../../../src/log/ledger.ts';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import { manualClock } from '../../_util/credit-scenario.ts';
import { engineParts } from '../../_util/engine.ts';
import { auditAfterFault, running } from '../_audit.ts';
import { followNotes, submitTold, Told } from '../_told.ts';
import type { OpenStores, Place } from './_places.ts';
import { isRefusalList, type Scene } from './_scenes.ts';
import { SteadyWitness } from './_witness.ts';

/** A scene in a place, and what the world was told of it so far. */
export interface Play {
  readonly scene: Scene;
  readonly place: Place;
  readonly told: Told;
  readonly witness: SteadyWitness | undefined;
}

/** What came of one life of the ledger. */
export interface Life {
  /** By statement: `released`, `no answer`, or the code of a refusal. */
  readonly answers: ReadonlyMap<string, string>;
  /** Whether the ledger did not open, or stopped and says why. */
  readonly noticed: boolean;
}

/** Changes the ports of a life: this is where faults come in. */
export type Meddle = (parts: LedgerParts) => LedgerParts;

const HONEST: Meddle = (parts) => parts;

export function startPlay(scene: Scene, place: Place): Play {
  const told = new Told();
  const { logKey } = scene.consortium;
  const witness = scene.witness === undefined ? undefined : new SteadyWitness({ ...scene.witness, logKey, told });
  return { scene, place, told, witness };
}

/** One life: opens the ledger, plays all of the scene, closes. Faults may end it at any point. */
export async function live(play: Play, meddle: Meddle = HONEST): Promise<Life> {
  const stores = await play.place.open();
  try {
    return await liveOn(play, stores, meddle);
  } finally {
    await stores.close();
  }
}

/** The same life on stores that are open. `atRest` looks at the ledger after it has closed. */
export async function liveOn(
  { scene, told, witness }: Play,
  stores: OpenStores,
  meddle: Meddle,
  atRest: (ledger: Ledger) => Promise<void> = async () => undefined,
): Promise<Life> {
  const answers = new Map<string, string>();
  const clock = manualClock(scene.groups[0]?.atMs ?? 0);
  const { objects, heads, checkpoints, index } = stores;
  const witnesses = witness === undefined ? {} : { witnesses: witness };
  const parts = { ...engineParts(scene.consortium, { clock }), objects, heads, checkpoints, index, ...witnesses };
  const ledger = await Ledger.open(meddle(parts)).catch(() => undefined);
  if (ledger === undefined) return { answers, noticed: true };
  followNotes(ledger, told);
  for (const { atMs, signed } of scene.groups) {
    clock.set(atMs);
    const tell = async (each: (typeof signed)[number]): Promise<void> => {
      answers.set(each.digest, await submitTold(ledger, told, each));
    };
    await Promise.all(signed.map(tell));
  }
  await ledger.close();
  await atRest(ledger);
  return { answers, noticed: ledger.status.failure !== undefined };
}

/**
 * Restarts without a fault and plays the scene to its end, from whatever was left: every statement is in the log once, each
 * refused one is refused again, and the audit passes on the ledger at rest.
 */
export async function finish(play: Play): Promise<void> {
  const { scene, told, place } = play;
  const stores = await place.open();
  try {
    const { answers } = await liveOn(play, stores, HONEST, async (ledger) => {
      await auditAfterFault({ files: await place.files(), policy: scene.policy, told, ...running(ledger) });
      await compareEnd(scene, ledger);
    });
    const wrong = [...answers].filter(([digest, answer]) => !isAsExpected(scene, digest, answer));
    if (wrong.length > 0) throw new Error(`answers after the restart: ${JSON.stringify(wrong)}`);
  } finally {
    await stores.close();
  }
}

/** Audits what a fault left, before anybody has touched it. */
export async function auditLeft({ scene, told, place }: Play): Promise<void> {
  await auditAfterFault({ files: await place.files(), policy: scene.policy, told });
}

/** A statement that is refused breaks a rule, or by now its place in the chain is taken. */
function isAsExpected({ refused }: Scene, digest: string, answer: string): boolean {
  return refused.has(digest) ? answer === 'vocabulary' || answer === 'chain' : answer === 'released';
}

async function compareEnd({ sizeAfter, recordsAfter }: Scene, ledger: Ledger): Promise<void> {
  const records: string[] = [];
  for (let i = 0; i < ledger.head.size; i++) {
    const bytes = await ledger.record(i);
    if (bytes !== undefined && !isRefusalList(bytes)) records.push(Buffer.from(bytes).toString('hex'));
  }
  if (records.length !== sizeAfter) throw new Error(`${records.length} records instead of ${sizeAfter}`);
  const differs = recordsAfter?.findIndex((record, i) => record !== records[i]) ?? -1;
  if (differs >= 0) throw new Error(`record ${differs} has other bytes than in a life without a fault`);
}
