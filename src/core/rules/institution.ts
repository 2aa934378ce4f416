/**
 * Transitions of one institution: keys, roles and status. The reducers and the offline verifier, which sees only the
 * institution's own `keys/` account, share these functions.
 * @module
 */
import type { InstitutionBody, KeyBody, RoleBody } from '../generated/bodies.ts';
import { Refusal, require } from './kind.ts';
import type { InstitutionState, KeyState, Role } from './state.ts';

/** A new institution without keys and roles. */
export function newInstitution(body: Pick<InstitutionBody, 'class' | 'status' | 'group'>): InstitutionState {
  const { group } = body;
  return { class: body.class, status: body.status, ...(group === undefined ? {} : { group }), keys: {}, roles: {} };
}

/** The institution with class, status, group and successor as `body` says. */
export function changeInstitution(institution: InstitutionState, body: InstitutionBody): InstitutionState {
  const { keys, roles } = institution;
  const { group, successor } = body;
  return {
    class: body.class,
    status: body.status,
    ...(group === undefined ? {} : { group }),
    ...(successor === undefined ? {} : { successor }),
    keys,
    roles,
  };
}

/**
 * The institution after a key event at `index`; `keyId` is that of the new key, where there is one.
 * @throws Refusal `key-not-live`, `compromised-since`
 */
export function changeKeys(
  institution: InstitutionState,
  body: KeyBody,
  keyId: string | undefined,
  index: number,
): InstitutionState {
  const ended = body.change === 'rotate' ? body.replaces : body.change === 'revoke' ? body.revokes : undefined;
  const keys = { ...institution.keys };
  if (ended !== undefined) {
    const since = body.change === 'revoke' ? body.compromisedSince : undefined;
    keys[ended] = endKey(keys[ended], since, index, `key ${ended} of ${body.institution}`);
  }
  if (body.change !== 'revoke' && keyId !== undefined) keys[keyId] = { spki: body.key.spki, since: index };
  return { ...institution, keys };
}

/**
 * The key after it was rotated out or revoked. What a thief did often comes to light later: a key that has ended can still be
 * flagged, or flagged from further back. When it ended does not change.
 */
function endKey(
  key: KeyState | undefined,
  compromisedSince: number | undefined,
  index: number,
  name: string,
): KeyState {
  const isLater = key?.until !== undefined && compromisedSince !== undefined;
  if (key === undefined || (key.until !== undefined && !isLater)) {
    throw new Refusal('key-not-live', `${name} is not live`);
  }
  const until = key.until ?? index;
  if (compromisedSince === undefined) return { ...key, until };
  const bound = Math.min(until, isLater ? (key.compromisedSince ?? until) - 1 : until);
  require(compromisedSince <= bound, 'compromised-since', () =>
    `compromisedSince ${compromisedSince} of ${name} lies after ${bound}`);
  return { ...key, until, compromisedSince };
}

/** True when the key signed the record at `index`, and is flagged as compromised by then. */
export function isDoubtful(institution: InstitutionState, keyId: string, index: number): boolean {
  const since = institution.keys[keyId]?.compromisedSince;
  return since !== undefined && since <= index;
}

/** The institution after a role event at `index`. @throws Refusal `role-not-held` */
export function changeRoles(institution: InstitutionState, body: RoleBody, index: number): InstitutionState {
  if (body.change === 'grant') {
    const until = body.until === undefined ? {} : { until: body.until };
    return { ...institution, roles: { ...institution.roles, [body.role]: { since: index, ...until } } };
  }
  require(institution.roles[body.role] !== undefined, 'role-not-held', () =>
    `${body.institution} does not hold the role ${body.role}`);
  const { [body.role]: _, ...roles } = institution.roles;
  return { ...institution, roles };
}

/** True when the key may sign the record at `index`: enrolled before it and not ended before it. */
export function isKeyLive(institution: InstitutionState, keyId: string, index: number): boolean {
  const key = institution.keys[keyId];
  return key !== undefined && key.since <= index && (key.until === undefined || index < key.until);
}

/** The roles granted to the institution and not run out at this time, whatever its status. */
export function rolesAt({ roles }: InstitutionState, recordedAt: string): string[] {
  return Object.entries(roles)
    .filter(([, { until }]) => until === undefined || recordedAt <= until)
    .map(([role]) => role);
}

/** True when the institution is active and holds the role in a record of this time. */
export function holdsRole(institution: InstitutionState, role: Role, recordedAt: string): boolean {
  return institution.status === 'active' && rolesAt(institution, recordedAt).includes(role);
}
