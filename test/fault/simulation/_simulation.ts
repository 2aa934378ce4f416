/**
 * The simulation of one seed: some lives of one ledger, each cut short somewhere, audited after each, and a last one that
 * ends well. Everything that happens follows from the seed.
 * @module
 */

import { canonicalize } from 'json-canonicalize';
import { vi } from 'vitest';
import { equalBytes } from '../../../src/core/bytes/bytes.ts';
import { createLedger } from '../../../src/log/create.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import type { Clock, IndexStore } from '../../../src/log/ports.ts';
import type { MemoryStore } from '../../../src/storage/memory/memory-store.ts';
import type { WitnessMemory } from '../../../src/witness/decide.ts';
import type { Consortium } from '../../_util/consortium.ts';
import { engineParts, tickingClock } from '../../_util/engine.ts';
import { interceptPorts } from '../../_util/faulty-ports.ts';
import { allEntries } from '../../_util/index-entries.ts';
import { policyOf } from '../../_util/stored-ledger.ts';
import { auditAfterFault, running } from '../_audit.ts';
import { Random } from '../_random.ts';
import { followNotes, submitTold, Told } from '../_told.ts';
import { memoryPlace, type OpenStores, type Place } from '../engine/_places.ts';
import { SteadyWitness } from '../engine/_witness.ts';
import { Author, Submissions } from './_authors.ts';
import { FAST_WITNESS, fastConsortium, verifyFast } from './_fast-keys.ts';
import { type Doom, Scheduler } from './_scheduler.ts';

const START_MS = Date.UTC(2026, 10, 23, 8, 30);
const AUTHORS = ['daejeon-institute', 'hangang-pharma', 'namsan-hospital'] as const;

/** A founded ledger, which every seed copies. */
export interface Beginning {
  readonly consortium: Consortium;
  readonly store: MemoryStore;
  /** What the witness cosigned last. */
  readonly memory: WitnessMemory;
}

export async function foundSimulation(): Promise<Beginning> {
  const consortium = fastConsortium();
  const clock = tickingClock(0, START_MS - 1000);
  const witnesses = newWitness(consortium, new Told());
  const parts = { ...engineParts(consortium, { clock, verify: verifyFastLater }), witnesses };
  const ledger = await createLedger(parts, consortium.founding());
  await ledger.close();
  const { size, root } = ledger.head;
  return { consortium, store: parts.store, memory: { size, root } };
}

function newWitness({ logKey }: Consortium, told: Told, memory?: WitnessMemory): SteadyWitness {
  const parts = { key: FAST_WITNESS, logKey, told, verify: verifyFast };
  return new SteadyWitness(memory === undefined ? parts : { ...parts, memory });
}

async function verifyFastLater(...args: Parameters<typeof verifyFast>): Promise<boolean> {
  return verifyFast(...args);
}

/** What came of a seed. */
export interface Simulated {
  /** Lives that ended before they should. */
  readonly crashes: number;
  /** Of those, the ones whose ledger said so: it stopped, or refused to open. The others were killed. */
  readonly noticed: number;
  readonly size: number;
  /** Says the same for two runs that took the same course. */
  readonly trace: string;
}

/** @param meddle changes the ports of every life: mutations come in here */
export async function simulate(
  { consortium, store, memory }: Beginning,
  seed: number,
  meddle: (parts: LedgerParts) => LedgerParts = (parts) => parts,
): Promise<Simulated> {
  await using place = await memoryPlace(store);
  const random = new Random(seed);
  const told = new Told();
  const witness = newWitness(consortium, told, memory);
  return await new Simulation({ consortium, random, told, witness, place, meddle }).run();
}

interface SimulationParts {
  readonly consortium: Consortium;
  readonly random: Random;
  readonly told: Told;
  readonly witness: SteadyWitness;
  readonly place: Place;
  readonly meddle: (parts: LedgerParts) => LedgerParts;
}

class Simulation {
  readonly #parts: SimulationParts;
  readonly #submissions = new Submissions();
  readonly #policy: string;
  #oldIndex: Awaited<ReturnType<IndexStore['range']>> = [];
  #crashes = 0;
  #noticed = 0;
  #trace = '';

  constructor(parts: SimulationParts) {
    this.#parts = parts;
    this.#policy = policyOf(parts.consortium, FAST_WITNESS);
  }

  async run(): Promise<Simulated> {
    const { random } = this.#parts;
    const lives = 1 + random.below(3);
    for (let i = 0; i < lives; i++) {
      await this.#life();
      await this.#audit();
      await this.#spoilIndex();
    }
    const size = await this.#lastLife();
    return { crashes: this.#crashes, noticed: this.#noticed, size, trace: this.#trace };
  }

  /** One life, cut short or not. */
  async #life(): Promise<void> {
    const { random, place, witness } = this.#parts;
    const stores = await place.open();
    const kind = random.pick(['fail before', 'fail after', 'kill', 'kill'] as const);
    const doom: Doom | undefined = random.chance(0.85) ? { at: random.below(random.pick([30, 300])), kind } : undefined;
    const absence = random.pick([0, 0, 0.5]);
    witness.isAway = () => random.chance(absence);
    const scheduler = new Scheduler(random, stores, doom);
    let hasFailed = false;
    const life = async (): Promise<void> => {
      const parts = interceptPorts(this.#ports(stores), scheduler.intercept);
      const ledger = await Ledger.open(parts).catch(() => undefined);
      hasFailed = ledger === undefined;
      if (ledger === undefined) return;
      followNotes(ledger, this.#parts.told);
      await Promise.all(AUTHORS.map((id) => this.#author(id, ledger).run(random.below(3), () => scheduler.pause(id))));
      await ledger.close();
      hasFailed = ledger.status.failure !== undefined;
    };
    const end = await scheduler.run(life());
    vi.clearAllTimers();
    if (hasFailed || end === 'killed') this.#crashes++;
    if (hasFailed) this.#noticed++;
    this.#trace += scheduler.trace;
  }

  #author(id: string, ledger: Ledger): Author {
    const { consortium, random, told } = this.#parts;
    return new Author({ id, consortium, random, told, submissions: this.#submissions }, ledger);
  }

  #ports(stores: OpenStores): LedgerParts {
    const { consortium, random, witness, meddle } = this.#parts;
    const base = engineParts(consortium, { clock: randomClock(random), verify: verifyFastLater });
    const { objects, heads, checkpoints, index } = stores;
    return meddle({ ...base, objects, heads, checkpoints, index, witnesses: witness });
  }

  /** What the last life left, read by an auditor. */
  async #audit(given: Partial<Parameters<typeof auditAfterFault>[0]> = {}): Promise<void> {
    const { place, told } = this.#parts;
    const files = await place.files();
    await auditAfterFault({ files, policy: this.#policy, told, verifySignature: verifyFast, ...given });
  }

  /** I10: between two lives the index may be lost, or replaced by the copy that was made before the one before. */
  async #spoilIndex(): Promise<void> {
    const { random, place } = this.#parts;
    const { index } = await place.open();
    const copy = await allEntries(index);
    if (random.chance(0.3)) {
      await index.clear();
      if (random.chance(0.5)) await index.write(this.#oldIndex);
    }
    this.#oldIndex = copy;
  }

  /** A life without faults, in which everybody gets an answer; then, of some seeds, the index again from nothing. Gives the size of the log. */
  async #lastLife(): Promise<number> {
    const { told, witness, place, random } = this.#parts;
    witness.isAway = () => false;
    const stores = await place.open();
    const ledger = await Ledger.open(this.#ports(stores));
    followNotes(ledger, told);
    await Promise.all(this.#submissions.open.map((signed) => this.#lastAnswer(ledger, signed)));
    await ledger.close();
    await this.#audit(running(ledger));
    if (ledger.sizes.published !== ledger.head.size) throw new Error('something stayed unpublished');
    if (random.chance(0.25)) await this.#rebuildIndex(stores, ledger.head.state);
    return ledger.head.size;
  }

  async #lastAnswer(ledger: Ledger, signed: Parameters<Ledger['submit']>[0]): Promise<void> {
    const answer = await submitTold(ledger, this.#parts.told, signed);
    if (answer === 'no answer') throw new Error(`statement ${signed.digest} has no answer`);
  }

  /** I4, I10: from the log alone comes the same index, byte for byte. */
  async #rebuildIndex(stores: OpenStores, state: Uint8Array): Promise<void> {
    const before = await textOf(stores.index);
    await stores.index.clear();
    const ledger = await Ledger.open(this.#ports(stores));
    await ledger.close();
    if (!equalBytes(ledger.head.state, state)) throw new Error('the accounts came out otherwise from a rebuilt index');
    if ((await textOf(stores.index)) !== before) throw new Error('the rebuilt index is another one');
  }
}

/** All of an index, as one text. */
async function textOf(index: IndexStore): Promise<string> {
  return canonicalize(await allEntries(index));
}

/** Goes on by some time at each look, and sometimes back a little. */
function randomClock(random: Random): Clock {
  let now = START_MS;
  let steady = 0;
  return {
    now: () => {
      const step = random.below(1500) - (random.chance(0.1) ? 20_000 : 0);
      now += step;
      steady += Math.max(0, step);
      return now;
    },
    monotonic: () => steady,
  };
}
