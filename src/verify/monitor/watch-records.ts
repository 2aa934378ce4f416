/**
 * What the records of a ledger mean to one institution: written in its name, or about its keys, roles and standing.
 * @module
 */
import type { LedgerRecord } from '../../core/record/record.ts';
import type { Statement } from '../../core/statement/statement.ts';
import { type Alarm, makeAlarm } from './alarm.ts';

/** A record that concerns the institution. Small: all of them are kept. */
export interface ConcerningRecord {
  readonly index: number;
  readonly digest: string;
  readonly kind: string;
  readonly author: string;
  readonly keyId: string;
  /** What it does to the institution's keys, roles or standing. */
  readonly event?: { readonly code: 'key-event' | 'role-event' | 'standing-event'; readonly what: string };
}

/** What the institution is known to have signed. */
export interface OwnKnowledge {
  knows(digest: string): boolean;
  /** True where it is said to be everything: then what is not known is an alarm. */
  readonly isComplete: boolean;
}

/** The record as far as it concerns `institution`, or undefined. */
export function concerning(institution: string, record: LedgerRecord, index: number): ConcerningRecord | undefined {
  const { digest, keyId, statement } = record;
  const { kind, author } = statement;
  const event = eventOf(institution, statement);
  if (author !== institution && event === undefined) return undefined;
  return { index, digest, kind, author, keyId, ...(event === undefined ? {} : { event }) };
}

/**
 * What to tell of such a record.
 * @param since records before it were there when the watching began: known to everybody, unless they are foreign
 */
export function alarmsOfRecord(
  institution: string,
  record: ConcerningRecord,
  own: OwnKnowledge,
  since: number,
): Alarm[] {
  const { index, digest, author, kind, keyId, event } = record;
  const place = { index, statement: digest };
  const alarms: Alarm[] = [];
  const isKnown = author === institution && own.knows(digest);
  if (author === institution && !isKnown) {
    const message = `record ${index}: ${kind} ${digest}, signed for ${institution} with the key ${keyId}`;
    if (own.isComplete) alarms.push(makeAlarm('alarm', 'foreign-statement', digest, message, place));
    else if (index >= since) alarms.push(makeAlarm('notice', 'own-statement', digest, message, place));
  }
  if (event !== undefined && index >= since) {
    const message = `record ${index}: ${author} ${event.what}`;
    const level = isKnown ? 'notice' : 'alarm';
    alarms.push(makeAlarm(level, event.code, digest, message, { ...place, isLasting: true }));
  }
  return alarms;
}

function eventOf(institution: string, { kind, body }: Statement): ConcerningRecord['event'] {
  if (kind === 'key' && body.institution === institution) {
    const what =
      body.change === 'revoke'
        ? `revokes the key ${body.revokes}${body.compromisedSince === undefined ? '' : `, compromised since record ${body.compromisedSince}`}`
        : body.change === 'rotate'
          ? `rotates the key ${body.replaces}`
          : 'enrols a key';
    return { code: 'key-event', what: `${what} for ${institution}` };
  }
  if (kind === 'role' && body.institution === institution)
    return { code: 'role-event', what: `${body.change === 'grant' ? 'grants' : 'ends'} the role ${body.role}` };
  if (kind === 'institution' && body.institution === institution)
    return { code: 'standing-event', what: `records ${institution} as ${body.status}` };
  return undefined;
}
