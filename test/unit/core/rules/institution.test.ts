/**
 * The boundaries of keys and roles, which the reducers and the offline verifier share.
 */
import { describe, expect, it } from 'vitest';
import { changeKeys, holdsRole, isKeyLive, newInstitution, rolesAt } from '../../../../src/core/rules/institution.ts';
import { Refusal } from '../../../../src/core/rules/kind.ts';
import type { InstitutionState } from '../../../../src/core/rules/state.ts';
import { keyRevokeBody } from '../../../_util/bodies.ts';

const KEY = 'a'.repeat(64);
const withKey = (since: number, until?: number): InstitutionState => ({
  ...newInstitution({ class: 'pharma', status: 'active' }),
  keys: { [KEY]: { spki: 'MCow', since, ...(until === undefined ? {} : { until }) } },
});

describe('isKeyLive', () => {
  it.each([
    [4, false],
    [5, true],
    [8, true],
    [9, false],
    [10, false],
  ])('I3: a key of [5, 9) at index %i: %s', (index, live) => {
    expect(isKeyLive(withKey(5, 9), KEY, index)).toBe(live);
    expect(isKeyLive(withKey(5), KEY, index)).toBe(index >= 5);
    expect(isKeyLive(withKey(5), 'b'.repeat(64), index)).toBe(false);
  });

  it('a key that is revoked at an index ends with it', () => {
    const revoked = changeKeys(withKey(5), keyRevokeBody('pharma', KEY), undefined, 9);
    expect(revoked.keys[KEY]).toEqual({ spki: 'MCow', since: 5, until: 9 });
    expect(() => changeKeys(revoked, keyRevokeBody('pharma', KEY), undefined, 10)).toThrow(Refusal);
  });
});

describe('roles', () => {
  const before = '2026-11-23T08:29:59.999Z';
  const end = '2026-11-23T08:30:00.000Z';
  const after = '2026-11-23T08:30:00.001Z';
  const institution: InstitutionState = {
    ...newInstitution({ class: 'pharma', status: 'active' }),
    roles: { steward: { since: 1 }, auditor: { since: 2, until: end } },
  };

  it('last up to and with the instant of their end', () => {
    expect(rolesAt(institution, before)).toEqual(['steward', 'auditor']);
    expect(rolesAt(institution, end)).toEqual(['steward', 'auditor']);
    expect(rolesAt(institution, after)).toEqual(['steward']);
    expect(holdsRole(institution, 'auditor', end)).toBe(true);
    expect(holdsRole(institution, 'auditor', after)).toBe(false);
    expect(holdsRole(institution, 'arbiter', end)).toBe(false);
  });

  it.each(['left', 'succeeded'] as const)('are not held by an institution that has %s', (status) => {
    expect(holdsRole({ ...institution, status }, 'steward', end)).toBe(false);
    expect(rolesAt({ ...institution, status }, after)).toEqual(['steward']);
  });
});
