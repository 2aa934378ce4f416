/**
 * Joining later: institution, key and role are each recorded by one steward and take effect with the approval of another.
 * @module
 */
import type { LedgerClient } from '../../client/ledger-client.ts';
import type { Bodies } from '../../core/generated/bodies.ts';
import type { KindName } from '../../core/statement/validate.ts';
import { STEWARD_QUORUM } from '../cast.ts';
import type { Actor } from './actor.ts';

/** Enrols `newcomer` with its key and roles. Requires as many stewards as the quorum asks. */
export async function enrolByQuorum(
  client: LedgerClient,
  newcomer: Actor,
  stewards: readonly Actor[],
  origin: string,
): Promise<void> {
  const { institution, class: kind, key, roles } = newcomer.enrolmentRequest(origin);
  await agree(client, stewards, 'institution', { institution, class: kind, status: 'active' });
  await agree(client, stewards, 'key', { institution, change: 'enrol', key });
  for (const role of roles) await agree(client, stewards, 'role', { institution, role, change: 'grant' });
}

async function agree<K extends KindName>(
  client: LedgerClient,
  [first, ...others]: readonly Actor[],
  kind: K,
  body: Bodies[K] & { institution: string },
): Promise<void> {
  if (first === undefined) return;
  const proposal = await first.submit(client, kind, body);
  const endorsement = { subject: proposal.digest, account: `keys/${body.institution}`, meaning: 'approval' as const };
  for (const steward of others.slice(0, STEWARD_QUORUM - 1)) {
    await steward.submit(client, 'endorsement', endorsement, { meaning: 'approval' });
  }
}
