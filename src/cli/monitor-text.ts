/**
 * What a monitor prints: alarms on stdout, one line each; the log of its looks on stderr.
 * @module
 */
import { CATALOGUE, type Sentence } from '../core/catalogue/catalogue.ts';
import type { Look } from '../node/monitor/monitor.ts';
import type { Alarm, AlarmLevel } from '../verify/monitor/alarm.ts';
import { printable } from '../verify/text.ts';
import type { Output } from './output.ts';

const WORDS: Readonly<Record<AlarmLevel | 'resolved', Sentence>> = {
  alarm: { en: 'ALARM', ko: '경보' },
  doubt: { en: 'DOUBT', ko: '의심' },
  notice: { en: 'notice', ko: '알림' },
  resolved: { en: 'resolved', ko: '해소' },
};

/** What a person reads of a message, which may quote a hostile ledger. */
const MAX_MESSAGE = 1000;

/** Prints a look. With `--json` each line of stdout is a document. */
export function describeLook(
  output: Output,
  look: Look,
  nowUnixMs: number,
  { isOnce }: { readonly isOnce: boolean },
): void {
  for (const alarm of look.fresh) tell(output, alarm, alarm.level, nowUnixMs);
  for (const notice of look.notices) tell(output, notice, 'notice', nowUnixMs);
  for (const alarm of look.resolved) tell(output, alarm, 'resolved', nowUnixMs);
  const at = new Date(nowUnixMs).toISOString();
  if (look.unreached !== undefined)
    output.progress(`${at} ${look.unreached.code}: ${printable(look.unreached.message)}`);
  if (!isOnce) return;
  const standing = [...look.state.told.values()].filter(({ isAcknowledged }) => !isAcknowledged).length;
  if (output.json) output.document(JSON.stringify({ event: 'look', at, size: look.size, standing }));
  output.progress(
    output.say({
      en: `${at} ${look.size} records, ${standing} alarms stand`,
      ko: `${at} 기록 ${look.size}건, 남은 경보 ${standing}건`,
    }),
  );
}

function tell(output: Output, alarm: Alarm, event: AlarmLevel | 'resolved', nowUnixMs: number): void {
  const at = new Date(nowUnixMs).toISOString();
  const { id, level, code, index, statement } = alarm;
  const message = printable(alarm.message.slice(0, MAX_MESSAGE));
  const line = `${output.say(WORDS[event])} ${id} ${code} ${message}`;
  if (output.json) output.document(JSON.stringify({ event, at, id, level, code, message, index, statement }));
  else output.line(line);
  output.progress(`${at} ${line}`);
  if (!output.json && event !== 'resolved') output.progress(`  ${output.say(CATALOGUE[code])}`);
}
