/**
 * What a monitor remembers, in one file that is replaced as a whole: where it began, the pulse of the ledger, what it told.
 * The checkpoint that it saw lies beside it (`checkpoint-memory.ts`).
 * @module
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isErrorCode } from '../../core/catalogue/catalogue.ts';
import { InputError } from '../../core/error.ts';
import type { AlarmLevel } from '../../verify/monitor/alarm.ts';
import type { Told, ToldAlarm } from '../../verify/monitor/reconcile.ts';
import type { Pulse } from '../../verify/monitor/watch-checkpoint.ts';
import { replaceFile } from '../durable-file.ts';

const FORMAT = 'ledgerline/monitor@v1';

export interface MonitorState {
  readonly origin: string;
  readonly institution: string;
  /** Records before it were there when the watching began; undefined before the first look. */
  readonly since?: number;
  /** Size of the largest tree followed. */
  readonly size: number;
  /** Its checkpoint, as it was signed; undefined before the first look. */
  readonly followed?: string;
  readonly pulse: Pulse;
  readonly told: Told;
  /** Ids of alarms that the webhook has not taken yet. */
  readonly undelivered: readonly string[];
}

/** Before the first look. */
export function newState(origin: string, institution: string, nowUnixMs: number): MonitorState {
  const pulse = { beganAt: nowUnixMs, grewAt: nowUnixMs, cosignedAt: {} };
  return { origin, institution, size: 0, pulse, told: new Map(), undelivered: [] };
}

/** The state in the file, or undefined where there is none. @throws InputError `bad-monitor-state` */
export async function loadState(path: string): Promise<MonitorState | undefined> {
  try {
    return parseMonitorState(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Durable when it returns. */
export async function saveState(path: string, state: MonitorState): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await replaceFile(path, formatMonitorState(state));
}

export function formatMonitorState({ told, ...state }: MonitorState): string {
  return `${JSON.stringify({ format: FORMAT, ...state, alarms: [...told.values()] }, null, 1)}\n`;
}

/** The inverse of {@link formatMonitorState}. @throws InputError `bad-monitor-state` */
export function parseMonitorState(text: string, title = 'monitor state'): MonitorState {
  try {
    const { format, origin, institution, since, size, followed, pulse, alarms, undelivered } = objectOf(
      JSON.parse(text),
    );
    if (format !== FORMAT) throw new TypeError(`format ${String(format)}`);
    const { beganAt, grewAt, cosignedAt } = objectOf(pulse);
    return {
      origin: textOf(origin),
      institution: textOf(institution),
      ...(since === undefined ? {} : { since: numberOf(since) }),
      size: numberOf(size),
      ...(followed === undefined ? {} : { followed: textOf(followed) }),
      pulse: {
        beganAt: numberOf(beganAt),
        grewAt: numberOf(grewAt),
        cosignedAt: Object.fromEntries(
          Object.entries(objectOf(cosignedAt)).map(([name, value]) => [name, numberOf(value)]),
        ),
      },
      told: new Map(listOf(alarms).map((each) => alarmOf(objectOf(each)))),
      undelivered: listOf(undelivered).map(textOf),
    };
  } catch (cause) {
    throw new InputError('bad-monitor-state', `${title}: damaged`, { cause });
  }
}

function alarmOf(fields: Readonly<Record<string, unknown>>): [string, ToldAlarm] {
  const { level, index, statement, isLasting, isAcknowledged } = fields;
  const [id, code, message] = [fields['id'], fields['code'], fields['message']].map(textOf);
  if (id === undefined || code === undefined || message === undefined || !isErrorCode(code))
    throw new TypeError('code');
  const alarm = {
    id,
    level: levelOf(level),
    code,
    message,
    ...(index === undefined ? {} : { index: numberOf(index) }),
    ...(statement === undefined ? {} : { statement: textOf(statement) }),
    isLasting: isLasting === true,
    isAcknowledged: isAcknowledged === true,
    firstAt: numberOf(fields['firstAt']),
  };
  return [id, alarm];
}

function levelOf(value: unknown): AlarmLevel {
  if (value === 'alarm' || value === 'doubt' || value === 'notice') return value;
  throw new TypeError('no level');
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no object');
  return { ...value };
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError('no list');
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('no text');
}

function numberOf(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError('no number');
}
