/**
 * What stewards do together: institution, key and role of a newcomer, code and credit policy are each recorded by one and take
 * effect with the approval of another.
 * @module
 */
import type { LedgerClient } from '../../client/ledger-client.ts';
import { InvariantError } from '../../core/error.ts';
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
  const account = `keys/${institution}`;
  await agree(client, stewards, 'institution', { institution, class: kind, status: 'active' }, account);
  await agree(client, stewards, 'key', { institution, change: 'enrol', key }, account);
  for (const role of roles) await agree(client, stewards, 'role', { institution, role, change: 'grant' }, account);
}

/**
 * The first steward records a statement, the others approve it until it takes effect. Returns its digest.
 * @param account of the statement; that of the first steward if absent
 */
export async function agree<K extends KindName>(
  client: LedgerClient,
  [first, ...others]: readonly Actor[],
  kind: K,
  body: Bodies[K],
  account?: string,
): Promise<string> {
  if (first === undefined) throw new InvariantError('the cast has no steward');
  const { digest } = await first.submit(client, kind, body);
  const endorsement = { subject: digest, account: account ?? first.id, meaning: 'approval' as const };
  for (const steward of others.slice(0, STEWARD_QUORUM - 1)) {
    await steward.submit(client, 'endorsement', endorsement, { meaning: 'approval' });
  }
  return digest;
}
