/**
 * What the events of keys say of the rest, once all records are replayed: checkpoints signed with retired keys of the log, and
 * records signed with keys that turned out to be compromised.
 * @module
 */
import { findRetired } from '../../core/rules/log-keys.ts';
import { STATE } from '../../core/rules/state.ts';
import type { CheckpointTrust } from './checkpoint-trust.ts';
import type { Findings } from './findings.ts';
import type { RuleState } from './rule-state.ts';

/** No checkpoint is signed with nothing but keys that its own tree retired (I1): the one who signs so has a stolen key. */
export function checkRetired({ largest }: CheckpointTrust, state: RuleState, findings: Findings): void {
  const charter = state.value(STATE.ledger);
  if (charter === undefined) return;
  for (const { signers, size, name, path } of largest) {
    const retired = findRetired(charter, signers, size);
    if (retired === undefined) continue;
    const message = `${name}: of ${size} records, signed by none but ${signers.join(', ')}, which record ${retired.until} retired`;
    findings.problems.add({ code: 'log-key-retired', message, path });
  }
}

/** Nothing is wrong with what a compromised key signed, as far as anybody can tell; a reader should know where to look. */
export function noteCompromised(state: RuleState, findings: Findings): void {
  for (const [institution, { keys }] of state.under(STATE.institution(''))) {
    for (const [keyId, { compromisedSince, until }] of Object.entries(keys)) {
      if (compromisedSince === undefined) continue;
      const message = `key ${keyId} of ${institution}, which ended with record ${until}: what it signed from record ${compromisedSince} on is doubtful`;
      findings.notes.add({ code: 'key-compromised', message, index: compromisedSince });
    }
  }
}
