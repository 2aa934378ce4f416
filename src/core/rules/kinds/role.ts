/**
 * `role`: grants or ends a role. Stewards agree by quorum.
 * @module
 */
import { parseInstant } from '../../statement/instant.ts';
import { changeRoles, rolesAt } from '../institution.ts';
import { found, type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';

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

/**
 * Roles that one institution must not combine: who values, who pays and who judges are three; and whoever audits neither
 * contributes nor values, for an auditor's word is what makes a sealed report count.
 */
const CONFLICTS = [
  'arbiter-evaluator',
  'arbiter-treasurer',
  'evaluator-treasurer',
  'auditor-contributor',
  'auditor-evaluator',
] as const;

/**
 * @param mayCombine pairs that the charter allows, as `arbiter-treasurer`
 * @throws Refusal `role-conflict`
 */
export function checkRolesTogether(
  institution: string,
  roles: readonly string[],
  mayCombine: readonly string[] = [],
): void {
  const held = CONFLICTS.find((pair) => !mayCombine.includes(pair) && pair.split('-').every((r) => roles.includes(r)));
  require(held === undefined, 'role-conflict', () =>
    `${institution} cannot be ${held?.split('-').join(' and ')} at once`);
}
