/**
 * Reopening disputes: when a key turns out to have been compromised, what was signed with it may rest on nobody's word, and
 * every award that is not final gets its whole time for disputes once more. Final credit stands. An institution's keys do
 * this once an award: otherwise anybody could put the credit of all off for ever, with keys of its own.
 * @module
 */
import type { KeyRevokeBody } from '../generated/bodies.ts';
import { addSeconds } from '../statement/instant.ts';
import { STATE, type StateChange, type StateKey, set, type View } from './state.ts';

/** The state that {@link reopenDisputes} reads. */
export function reopeningReads(view: View, { compromisedSince }: KeyRevokeBody): StateKey[] {
  if (compromisedSince === undefined) return [];
  const open = view.get(STATE.openAwards) ?? [];
  const policies = open.flatMap((digest) => view.get(STATE.award(digest))?.policy ?? []);
  return [STATE.openAwards, ...open.map(STATE.award), ...policies.map(STATE.policy)];
}

/** Disputes on awards that are not final are open again, from now on for as long as their policy says. */
export function reopenDisputes(view: View, { institution }: KeyRevokeBody, recordedAt: string): StateChange[] {
  return (view.get(STATE.openAwards) ?? []).flatMap((digest) => {
    const award = view.get(STATE.award(digest));
    const deadlines = award && view.get(STATE.policy(award.policy))?.deadlines;
    if (award === undefined || deadlines === undefined) return [];
    const { reopened = [] } = award;
    if (reopened.includes(institution)) return [];
    const disputeBy = addSeconds(recordedAt, deadlines.dispute);
    const finalBy = addSeconds(disputeBy, deadlines.final);
    return [set(STATE.award(digest), { ...award, disputeBy, finalBy, reopened: [...reopened, institution] })];
  });
}
