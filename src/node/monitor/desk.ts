/**
 * A monitor at work: looks, tells, remembers what it told, hands alarms to the webhook beside that. All changes of the state go
 * through here, one after the other.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ToldAlarm } from '../../verify/monitor/reconcile.ts';
import { markAcknowledged } from './acknowledged.ts';
import type { Look, Monitor } from './monitor.ts';
import { type MonitorState, saveState } from './state.ts';
import type { Webhook } from './webhook.ts';

export interface DeskParts {
  readonly monitor: Monitor;
  readonly statePath: string;
  readonly acknowledgedPath: string;
  readonly webhook: Webhook | undefined;
  /** Told of every look, before the state is saved: what is not told twice was told once. */
  tell(look: Look): void;
  /** A webhook that does not take an alarm. */
  tellFailure(message: string): void;
}

/** How often a single look tries the webhook before it leaves the rest to the next one. */
const ATTEMPTS = 3;

export class Desk {
  readonly #parts: DeskParts;
  #state: MonitorState;

  constructor(parts: DeskParts, state: MonitorState) {
    this.#parts = parts;
    this.#state = state;
  }

  /** Looks once and tells; with a webhook, tries it a few times. */
  async once(): Promise<Look> {
    const look = await this.#look();
    for (let attempt = 0; attempt < ATTEMPTS && this.#pending().length > 0; attempt++) {
      await sleep(this.#parts.webhook?.waitMs ?? 0);
      await this.#deliver();
    }
    return look;
  }

  /** Looks every `intervalMs` until `signal`; the webhook is served meanwhile. */
  async run(intervalMs: number, signal: AbortSignal): Promise<void> {
    const delivering = this.#deliverUntil(signal);
    while (!signal.aborted) {
      await this.#look();
      await pause(intervalMs, signal);
    }
    await delivering;
  }

  async #look(): Promise<Look> {
    const told = await markAcknowledged(this.#parts.acknowledgedPath, this.#state.told);
    const look = await this.#parts.monitor.look({ ...this.#state, told });
    this.#parts.tell(look);
    // What the webhook took meanwhile is not to be delivered again.
    const undelivered = look.state.undelivered.filter(
      (id) => this.#state.undelivered.includes(id) || look.fresh.some((alarm) => alarm.id === id),
    );
    this.#state = { ...look.state, undelivered };
    await this.#save();
    return look;
  }

  async #deliverUntil(signal: AbortSignal): Promise<void> {
    const { webhook } = this.#parts;
    if (webhook === undefined) return;
    while (!signal.aborted) {
      await this.#deliver();
      await pause(Math.max(webhook.waitMs, IDLE_MS), signal);
    }
  }

  async #deliver(): Promise<void> {
    const { webhook, tellFailure } = this.#parts;
    const pending = this.#pending();
    if (webhook === undefined || pending.length === 0) return;
    const { taken, failure } = await webhook.deliver(pending);
    if (failure !== undefined) tellFailure(failure);
    if (taken.length === 0) return;
    const undelivered = this.#state.undelivered.filter((id) => !taken.includes(id));
    this.#state = { ...this.#state, undelivered };
    await this.#save();
  }

  #pending(): ToldAlarm[] {
    if (this.#parts.webhook === undefined) return [];
    return this.#state.undelivered.flatMap((id) => this.#state.told.get(id) ?? []);
  }

  #saving: Promise<void> = Promise.resolve();

  /** One write at a time: they share a temporary file. */
  #save(): Promise<void> {
    const state = this.#state;
    this.#saving = this.#saving.then(() => saveState(this.#parts.statePath, state));
    return this.#saving;
  }
}

/** How soon a new alarm is handed to the webhook. */
const IDLE_MS = 200;

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
