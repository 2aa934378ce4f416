/**
 * `institution`: enrols an institution or changes its status. Stewards agree by quorum.
 * @module
 */
import { changeInstitution, newInstitution } from '../institution.ts';
import { type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';

export const institution: Kind<'institution'> = {
  kind: 'institution',
  roles: ['steward'],
  quorum: { of: 'institution', needed: () => true },
  needsReason: ({ view, statement }) => view.get(STATE.institution(statement.body.institution)) !== undefined,
  account: ({ body }) => `keys/${body.institution}`,
  reads: ({ body }) => [
    STATE.institution(body.institution),
    ...(body.successor === undefined ? [] : [STATE.institution(body.successor)]),
  ],
  apply({ view, ledger, statement }) {
    const { body } = statement;
    const known = view.get(STATE.institution(body.institution));
    require(known !== undefined || body.status === 'active', 'institution-unknown', () =>
      `${body.institution} is not enrolled, so it cannot be ${body.status}`);
    require(body.institution !== ledger.operator || body.status === 'active', 'operator-role', () =>
      'the operator institution leaves by an amendment that names another');
    require((body.status === 'succeeded') === (body.successor !== undefined), 'successor', () =>
      'a successor is named exactly with the status succeeded');
    if (body.successor !== undefined) {
      const successor = view.get(STATE.institution(body.successor));
      require(successor?.status === 'active' && body.successor !== body.institution, 'successor', () =>
        `${body.successor} is not another active institution`);
    }
    return [
      set(
        STATE.institution(body.institution),
        known === undefined ? newInstitution(body) : changeInstitution(known, body),
      ),
    ];
  },
};
