/**
 * Policies for long keeping, as docs/how-to/rotate-keys.md tells how to write them: witnesses come and go, bundles stay.
 */
import { describe, expect, test } from 'vitest';
import { taskBody } from '../../_util/bodies.ts';
import { ORIGIN } from '../../_util/consortium.ts';
import { testLogKey, testWitnessKey } from '../../_util/keys.ts';
import { cosigners, found, unmet, verify } from '../../_util/proven-ledger.ts';

const { vkey } = testLogKey(ORIGIN);
const [MFDS, SNU, MFDS_NEXT, SNU_NEXT] = [
  testWitnessKey('mfds.example/witness', 'mfds 2026'),
  testWitnessKey('snu.example/witness', 'snu 2026'),
  testWitnessKey('mfds.example/witness', 'mfds 2031'),
  testWitnessKey('snu.example/witness', 'snu 2031'),
];
const FIRST = `witness mfds-2026 ${MFDS.vkey}\nwitness snu-2026 ${SNU.vkey}\n`;
const SECOND = `witness mfds-2031 ${MFDS_NEXT.vkey}\nwitness snu-2031 ${SNU_NEXT.vkey}\n`;
const groups = (name: string, year: string) => `group ${name} all mfds-${year} snu-${year}\n`;
const EITHER = `log ${vkey}\n${FIRST}${SECOND}${groups('first', '2026')}${groups('second', '2031')}group either any first second\nquorum either\n`;
const NEWEST = `log ${vkey}\n${SECOND}${groups('second', '2031')}quorum second\n`;

describe('witnesses that retired', () => {
  const { consortium, ledger } = found();
  const task = (name: string) => consortium.statement('task', 'hangang-pharma', taskBody({ task: name }));
  const old = ledger.append(task('old'));
  ledger.publish(cosigners(0, MFDS, SNU));
  const recent = ledger.append(task('recent'));
  ledger.publish(cosigners(60, MFDS_NEXT, SNU_NEXT));
  const mixed = ledger.append(task('mixed'));
  ledger.publish(cosigners(120, MFDS, SNU_NEXT));

  test('I3: bundles of their time stay VERIFIED for who lists them, in a quorum of their own', async () => {
    for (const index of [old, recent]) expect((await verify(ledger.bundle(index), EITHER)).verdict).toBe('VERIFIED');
  });

  test('do not lend each other a quorum', async () => {
    const verification = await verify(ledger.bundle(mixed), EITHER);
    expect([verification.verdict, ...unmet(verification)]).toEqual([
      'CANNOT TELL',
      'witnesses unknown too-few-cosignatures',
    ]);
  });

  test('I9: who does not list them cannot tell, and is never told that something is wrong', async () => {
    const verification = await verify(ledger.bundle(old), NEWEST);
    expect([verification.verdict, ...unmet(verification)]).toEqual([
      'CANNOT TELL',
      'witnesses unknown too-few-cosignatures',
    ]);
    const fork = ledger.fork();
    fork.publications.splice(2);
    const later = fork.later(old + 1);
    expect((await verify(ledger.bundle(old), NEWEST, { later })).verdict).toBe('VERIFIED');
  });
});
