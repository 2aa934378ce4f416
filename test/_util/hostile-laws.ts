/**
 * Laws of a state that nothing said can break: what is counted is there, and nobody spends or is paid too much.
 * @module
 */
import type { Json } from '../../src/core/json/json.ts';
import { STATE } from '../../src/core/rules/state.ts';
import type { AwardState, CreditState } from '../../src/core/rules/state-credit.ts';
import type { RoundState } from '../../src/core/rules/state-round.ts';

/** Names of what breaks a law; none in any state that the rules make. */
export function wrongsOf(state: ReadonlyMap<string, Json>): string[] {
  return [...state].flatMap(([key, value]) => {
    if (key.startsWith('credit/')) {
      const { amount, spent } = value as CreditState;
      return BigInt(spent) <= BigInt(amount) && BigInt(spent) >= 0n ? [] : [`${key} is overspent`];
    }
    if (key.startsWith('round/')) {
      const { undecided, accepted, contributed, committed, invited, players = [] } = value as RoundState;
      const counts = undecided >= 0 && accepted >= 0 && undecided + accepted <= contributed.length;
      const within = contributed.length <= invited.length && committed.length <= invited.length;
      return counts && within && players.length <= accepted ? [] : [`${key} miscounts`];
    }
    if (key.startsWith('award/')) {
      const { policy, lines } = value as AwardState;
      const { budget = '0' } = (state.get(STATE.policy(policy)) ?? {}) as { budget?: string };
      return lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n) <= BigInt(budget) ? [] : [`${key} overpays`];
    }
    return [];
  });
}
