/**
 * `role`: grants or ends a role. Stewards agree by quorum.
 * @module
 */
import { parseInstant } from '../../statement/instant.ts';
import { changeRoles, rolesAt } from '../institution.ts';
import { found, type Kind, require } from '../kind.ts';
import { type Role, STATE, set } from '../state.ts';

export const role: Kind<'role'> = {
  kind: 'role',
  roles: ['steward'],
  quorum: { of: 'role', needed: () => true },
  needsReason: ({ statement }) => statement.body.change === 'end',
  account: ({ body }) => `keys/${body.institution}`,
  reads: ({ body }) => [STATE.institution(body.institution)],
  apply({ view, ledger, statement, index, recordedAt }) {
    const { body } = statement;
    const institution = found(
      view.get(STATE.institution(body.institution)),
      'institution-unknown',
      () => `${body.institution} is not enrolled`,
    );
    require(body.institution !== ledger.operator, 'operator-role', () =>
      'the operator institution holds no role: its staff act under another');
    if (body.change === 'grant') {
      const { until } = body;
      if (until !== undefined) parseInstant(until, 'until');
      require(until === undefined || until > recordedAt, 'deadline-passed', () =>
        `the role would end at ${until}, before it begins`);
      checkRolesTogether(body.institution, [...rolesAt(institution, recordedAt), body.role], ledger.mayCombine);
    }
    return [set(STATE.institution(body.institution), changeRoles(institution, body, index))];
  },
};

/** Roles that one institution must not combine: who values, who pays and who judges are three. */
const SEPARATE: readonly Role[] = ['evaluator', 'treasurer', 'arbiter'];

/**
 * @param mayCombine pairs that the charter allows, as `arbiter-treasurer`
 * @throws Refusal `role-conflict`
 */
export function checkRolesTogether(
  institution: string,
  roles: readonly string[],
  mayCombine: readonly string[] = [],
): void {
  const held = SEPARATE.filter((role) => roles.includes(role)).sort();
  const pairs = held.flatMap((a, i) => held.slice(i + 1).map((b) => `${a}-${b}`));
  require(pairs.every((pair) => mayCombine.includes(pair)), 'role-conflict', () =>
    `${institution} cannot be ${held.join(' and ')} at once`);
}
