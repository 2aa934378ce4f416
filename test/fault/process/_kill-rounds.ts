/**
 * `kill -9` at random moments: a server under load from several authors is killed, started again, and held to everything
 * that it ever answered. A round is one such life of the process; a ledger lives for a few rounds, then a fresh one follows.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import type { Consortium } from '../../_util/consortium.ts';
import { type Pick, picker } from '../../_util/random-history.ts';
import { Connection } from './_connection.ts';
import { AUTHORS, nextTasks, type PreparedFolder } from './_prepared.ts';
import type { Program } from './_program.ts';
import { Receipts } from './_receipts.ts';
import { ServerProcess } from './_serving.ts';

export interface KillRoundsOptions {
  readonly program: Program;
  readonly prepared: PreparedFolder;
  readonly rounds: number;
  readonly seed: number;
}

/** What the kills met. */
export interface KillCount {
  rounds: number;
  /** Rounds whose kill cut something off: a start, or a submission before its answer. */
  interrupted: number;
  /** Receipts that were held against their ledger up to its last start. */
  receipts: number;
}

/** Statements that one round submits, a few by each author. */
const STATEMENTS = 6;
/** So that the audits stay short. */
const MAX_RECORDS = 40;
/** One round in so many is killed before it serves. */
const STARTS_KILLED = 4;

/** How long starting and answering take on this machine, milliseconds: the spans in which kills fall. */
interface Spans {
  start: number;
  load: number;
}

export function noKills(): KillCount {
  return { rounds: 0, interrupted: 0, receipts: 0 };
}

/**
 * Runs the rounds, and counts in `count`, which holds after an error too.
 * @throws Error where anything acknowledged is gone, or another
 */
export async function killRounds(options: KillRoundsOptions, count: KillCount = noKills()): Promise<KillCount> {
  const pick = picker(options.seed);
  const spans: Spans = { start: 250, load: 50 };
  const root = await mkdtemp(join(tmpdir(), 'ledgerline-kill-'));
  try {
    for (let life = 0; count.rounds < options.rounds; life++) {
      const folder = join(root, String(life));
      const consortium = await options.prepared.copyTo(folder);
      await new Life(options, folder, consortium, pick, spans).live(count);
      await rm(folder, { recursive: true, force: true });
    }
    return count;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** One ledger, from the copy of the founded folder to its last audit. */
class Life {
  readonly #options: KillRoundsOptions;
  readonly #folder: string;
  readonly #consortium: Consortium;
  readonly #pick: Pick;
  readonly #spans: Spans;
  readonly #receipts = new Receipts();

  constructor(options: KillRoundsOptions, folder: string, consortium: Consortium, pick: Pick, spans: Spans) {
    this.#options = options;
    this.#folder = folder;
    this.#consortium = consortium;
    this.#pick = pick;
    this.#spans = spans;
  }

  async live(count: KillCount): Promise<void> {
    const { rounds, prepared } = this.#options;
    const hasRoom = (): boolean => prepared.size + this.#receipts.submitted.length + STATEMENTS <= MAX_RECORDS;
    for (; hasRoom() && count.rounds < rounds; count.rounds++) {
      const isCut = this.#pick(STARTS_KILLED) === 0 ? await this.#killStart() : await this.#killUnderLoad(count.rounds);
      if (isCut) count.interrupted++;
    }
    await this.#serve(async () => undefined);
    count.receipts += this.#receipts.told.receipts.size;
  }

  async #killStart(): Promise<true> {
    const server = new ServerProcess(this.#options.program, this.#folder);
    await sleep(this.#pick(this.#spans.start));
    await server.end('SIGKILL');
    return true;
  }

  /** True when the kill left statements without an answer. */
  async #killUnderLoad(round: number): Promise<boolean> {
    await this.#serve(async (server, url) => {
      const statements = nextTasks(this.#consortium, STATEMENTS, `round-${round}`);
      this.#receipts.submitted.push(...statements);
      const answers = await this.#submitAll(url, statements);
      if (this.#pick(2) === 0) await settled(answers, 1 + this.#pick(answers.length));
      else await sleep(this.#pick(this.#spans.load));
      await server.end('SIGKILL');
      await Promise.all(answers);
    });
    const isCut = this.#receipts.unanswered.length > 0;
    // A machine that answers before the kills come is killed sooner.
    this.#spans.load *= isCut ? 1.1 : 0.8;
    return isCut;
  }

  /** Starts the server and holds it to what was told before; then does `work`, and ends it. */
  async #serve(work: (server: ServerProcess, url: string) => Promise<void>): Promise<void> {
    const begin = performance.now();
    const server = new ServerProcess(this.#options.program, this.#folder);
    try {
      const url = await server.ready();
      this.#spans.start = performance.now() - begin;
      await this.#expectRecovered(url);
      await work(server, url);
    } finally {
      await server.end('SIGKILL');
    }
  }

  /** What was answered is there, what was not is taken again, each statement once. */
  async #expectRecovered(url: string): Promise<void> {
    const { policy } = this.#options.prepared;
    await this.#receipts.audit(url, { folder: this.#folder, policy }, async () => {
      await Promise.all(await this.#submitAll(url, this.#receipts.unanswered));
      expect(this.#receipts.unanswered).toEqual([]);
    });
  }

  /** Each author on a connection of its own, its chain in single statements and batches that do not wait for each other. */
  async #submitAll(url: string, statements: readonly SignedStatement[]): Promise<Promise<unknown>[]> {
    const answers = AUTHORS.map(async (author) => {
      const chain = statements.filter(({ statement }) => statement.author === author);
      if (chain.length === 0) return [];
      const connection = await Connection.open(url);
      const requests = this.#cut(chain).map((part) => this.#receipts.submit(connection, part));
      void Promise.allSettled(requests).then(() => connection.close());
      return requests;
    });
    return (await Promise.all(answers)).flat();
  }

  /** Cuts a chain into requests of one to three statements. */
  #cut(chain: readonly SignedStatement[]): SignedStatement[][] {
    const parts: SignedStatement[][] = [];
    for (let at = 0; at < chain.length; at += parts.at(-1)?.length ?? 0) {
      parts.push(chain.slice(at, at + 1 + this.#pick(3)));
    }
    return parts;
  }
}

/** Waits until `count` of the promises have settled. Rejects as soon as one does. */
function settled(promises: readonly Promise<unknown>[], count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let came = 0;
    const one = (): void => {
      came++;
      if (came === count) resolve();
    };
    for (const promise of promises) promise.then(one, reject);
  });
}
