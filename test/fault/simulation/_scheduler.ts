/**
 * A seeded scheduler: every call on a port waits here until a random choice lets it happen, so that a seed fixes the whole
 * interleaving. A call may fail before its effect, or after it; or the process ends where it stands.
 * @module
 */
import { createHash } from 'node:crypto';
import { vi } from 'vitest';
import type { ObjectToPut } from '../../../src/log/ports.ts';
import type { PortCall, PortInterceptor } from '../../_util/faulty-ports.ts';
import type { Random } from '../_random.ts';
import type { OpenStores } from '../engine/_places.ts';

/** How a life is cut short. */
export interface Doom {
  /** Number of the call at which it happens, from 0. */
  readonly at: number;
  readonly kind: 'fail before' | 'fail after' | 'kill';
}

/** More than any life takes: one that goes on has gone astray. */
const MAX_TURNS = 20_000;

interface Waiting {
  readonly call: PortCall;
  /** All of the call's effect, or of a set of objects some part. */
  readonly run: () => Promise<unknown>;
  readonly runPart: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Schedules one life of a ledger. */
export class Scheduler {
  readonly #random: Random;
  readonly #doom: Doom | undefined;
  readonly #stores: OpenStores;
  readonly #trace = createHash('sha256');
  #waiting: Waiting[] = [];
  #calls = 0;
  #isDead = false;

  constructor(random: Random, stores: OpenStores, doom: Doom | undefined) {
    this.#random = random;
    this.#stores = stores;
    this.#doom = doom;
  }

  readonly intercept: PortInterceptor = <T>(call: PortCall, run: () => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      if (this.#isDead) return; // nobody is there any more to be answered
      const runPart = (): Promise<unknown> => this.#putSome(call, run);
      this.#waiting.push({ call, run, runPart, resolve: resolve as (value: unknown) => void, reject });
    });

  /** Waits for its turn among the calls. */
  async pause(name: string): Promise<void> {
    await this.intercept({ name, isWrite: false, args: [] }, async () => undefined);
  }

  /** Lets calls happen until `life` settles, or is killed. @throws Error where it waits for nothing: somebody would wait for ever */
  async run(life: Promise<void>): Promise<'ended' | 'killed'> {
    let outcome: { readonly error?: unknown } | undefined;
    life.then(
      () => {
        outcome = {};
      },
      (error: unknown) => {
        outcome = { error };
      },
    );
    for (let turns = 0; turns < MAX_TURNS; turns++) {
      await new Promise(setImmediate); // whatever can go on without a port has gone on
      if (outcome !== undefined) break;
      if (this.#isDead) return 'killed';
      if (this.#waiting.length > 0) await this.#step();
      else if (vi.getTimerCount() > 0) vi.advanceTimersToNextTimer();
      else throw new Error('nothing can happen any more, and somebody waits');
    }
    if (outcome === undefined) throw new Error(`no end after ${MAX_TURNS} turns`);
    if ('error' in outcome) throw outcome.error;
    return 'ended';
  }

  /** Says the same for two runs that took the same course. */
  get trace(): string {
    return this.#trace.copy().digest('hex');
  }

  /** Begins one call. Over memory it takes no time, so that it ends before the next one begins. */
  async #step(): Promise<void> {
    const next = this.#takeNext();
    this.#trace.update(`${next.call.name}\n`);
    const isPortCall = next.call.name.includes('.');
    const kind = isPortCall && this.#calls++ === this.#doom?.at ? this.#doom.kind : undefined;
    if (kind === 'kill') return this.#kill(next);
    const fail = (when: string): void => next.reject(new Error(`injected ${when} ${next.call.name}`));
    if (kind === 'fail before') return fail('before');
    // Not awaited: what a witness asks for while it decides has to be scheduled too.
    next.run().then((result) => (kind === 'fail after' ? fail('after') : next.resolve(result)), next.reject);
  }

  /** Any of the waiting calls, but writes of the index in the order in which they were made: that much the port promises. */
  #takeNext(): Waiting {
    const firstWrite = this.#waiting.findIndex(({ call }) => isIndexWrite(call));
    const open = [...this.#waiting.keys()].filter((i) => i === firstWrite || !isIndexWrite(this.#waiting[i]?.call));
    const [next] = this.#waiting.splice(this.#random.pick(open), 1);
    if (next === undefined) throw new Error('nothing waits');
    return next;
  }

  /** Each write under way took place, in part, or not at all. */
  async #kill(first: Waiting): Promise<void> {
    this.#isDead = true;
    const writes = [first, ...this.#waiting].filter(({ call }) => call.isWrite);
    this.#waiting = [];
    for (const { call, run, runPart } of writes) {
      const fate = this.#random.next();
      // A part of the index's write is none of it; and a witness that has yet to ask for a proof gets none.
      const isWhole = fate > 0.7;
      if (fate < 0.4 || (isIndexWrite(call) && !isWhole)) continue;
      const end = (isWhole ? run() : runPart()).catch(() => undefined);
      if (!call.name.startsWith('witnesses.')) await end;
    }
  }

  async #putSome({ name, args }: PortCall, run: () => Promise<unknown>): Promise<unknown> {
    if (name !== 'objects.put') return run();
    const objects = args[0] as readonly ObjectToPut[];
    return this.#stores.objects.put(objects.filter(() => this.#random.chance(0.5)));
  }
}

function isIndexWrite(call: PortCall | undefined): boolean {
  return call?.isWrite === true && call.name.startsWith('index.');
}
