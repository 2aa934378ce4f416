/**
 * Alarms that somebody dealt with: a file that only grows, so that a monitor at work and the command that acknowledges do not
 * overwrite each other. A line names an alarm and when it began: the same cause, come back later, is not meant.
 *
 *     line = id " " decimal "\n"
 * @module
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Told, ToldAlarm } from '../../verify/monitor/reconcile.ts';
import { appendFile } from '../durable-file.ts';

/** Durable when it returns. */
export async function addAcknowledged(path: string, alarm: ToldAlarm): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, `${nameOf(alarm)}\n`);
}

/** The alarms, those marked that the file names. */
export async function markAcknowledged(path: string, told: Told): Promise<Told> {
  const names = new Set((await readLines(path)).split('\n'));
  const mark = (alarm: ToldAlarm) => (names.has(nameOf(alarm)) ? { ...alarm, isAcknowledged: true } : alarm);
  return new Map([...told].map(([id, alarm]) => [id, mark(alarm)]));
}

function nameOf({ id, firstAt }: ToldAlarm): string {
  return `${id} ${firstAt}`;
}

async function readLines(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
