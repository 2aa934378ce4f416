/**
 * What the newest checkpoint says of the ledger's life: how old it is, and who cosigned it.
 * @module
 */
import type { OpenedCheckpoint } from '../../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { type Alarm, makeAlarm } from './alarm.ts';

/** What is remembered between checkpoints. Unix milliseconds. */
export interface Pulse {
  /** When the watching began. */
  readonly beganAt: number;
  /** When the tree was first seen as large as it is now. */
  readonly grewAt: number;
  /** The newest cosignature of each witness, by the policy's name for it. */
  readonly cosignedAt: Readonly<Record<string, number>>;
}

/** The pulse after a checkpoint has been seen. */
export function takePulse(before: Pulse, opened: OpenedCheckpoint, grewFrom: number, nowUnixMs: number): Pulse {
  const cosignedAt: Record<string, number> = { ...before.cosignedAt };
  for (const { witness, timestampSeconds } of opened.cosignatures)
    cosignedAt[witness.name] = Math.max(cosignedAt[witness.name] ?? 0, timestampSeconds * 1000);
  const grewAt = opened.checkpoint.size > grewFrom ? nowUnixMs : before.grewAt;
  return { ...before, grewAt, cosignedAt };
}

/** What to tell of the quorum. */
export function alarmsOfQuorum({ quorum, checkpoint }: OpenedCheckpoint): Alarm[] {
  if (quorum === 'met') return [];
  const code = quorum === 'unknown' ? 'unchecked-cosignature' : 'too-few-cosignatures';
  return [
    makeAlarm('doubt', code, 'quorum', `the checkpoint of size ${checkpoint.size} has not the quorum of the policy`),
  ];
}

/**
 * What to tell of age: of the ledger's own, by its newest cosignature or, where no witness counts, by its last change; and of
 * each witness, by what the others cosigned meanwhile.
 */
export function alarmsOfAge(
  { witnesses }: TrustPolicy,
  { beganAt, grewAt, cosignedAt }: Pulse,
  nowUnixMs: number,
  maxAgeSeconds: number,
): Alarm[] {
  const newest = Math.max(...Object.values(cosignedAt), 0);
  const aliveAt = newest > 0 ? newest : grewAt;
  const seconds = Math.floor((nowUnixMs - aliveAt) / 1000);
  const since = new Date(aliveAt).toISOString();
  const stale =
    seconds <= maxAgeSeconds
      ? []
      : [
          makeAlarm(
            'alarm',
            'stale',
            'checkpoint',
            `nothing newer than ${since} is shown; at most ${maxAgeSeconds} s are asked for`,
          ),
        ];
  const late = witnesses.flatMap(({ name }) => {
    const last = cosignedAt[name];
    const from = last ?? beganAt;
    if (newest - from <= maxAgeSeconds * 1000) return [];
    const when =
      last === undefined
        ? 'never cosigned since the watching began'
        : `cosigned last at ${new Date(last).toISOString()}`;
    return [makeAlarm('alarm', 'witness-late', name, `the witness ${name} ${when}`)];
  });
  return [...stale, ...late];
}
