/**
 * `key`: enrols, rotates or revokes a key. An institution looks after its own keys; for another, stewards agree by
 * quorum, which is also how an institution that lost its only key comes back. Revocation acts forward only; where it says
 * since when the key was compromised, disputes on awards that are not final are open once more. That may come to light after
 * the key ended: it can be said then, and, where it turns out to reach further back, again.
 * @module
 */

import { keyIdOf } from '../../statement/key-id.ts';
import { checkProvenKey } from '../../statement/possession.ts';
import type { StatementOf } from '../../statement/statement.ts';
import { changeKeys } from '../institution.ts';
import { found, type Kind, require } from '../kind.ts';
import { reopenDisputes, reopeningReads } from '../reopening.ts';
import { STATE, set } from '../state.ts';

/**
 * How many keys an institution is given by itself. Ended ones stay in its state, which every statement of its own reads; and
 * the stewards may go on by quorum, so that a thief who used them up locks nobody out.
 */
const MAX_OWN_KEYS = 256;

const own = ({ author, body }: StatementOf<'key'>): boolean => author === body.institution;

export const key: Kind<'key'> = {
  kind: 'key',
  roles: [],
  quorum: { of: 'key', needed: (statement) => !own(statement) },
  needsReason: ({ statement }) => statement.body.change !== 'enrol',
  account: ({ body }) => `keys/${body.institution}`,
  reads: ({ body }, view) => [
    STATE.institution(body.institution),
    ...(body.change === 'revoke' ? reopeningReads(view, body) : [STATE.key(keyIdOf(body.key.spki))]),
  ],
  apply({ view, ledger, statement, index, recordedAt }) {
    const { body } = statement;
    const institution = found(
      view.get(STATE.institution(body.institution)),
      'institution-unknown',
      () => `${body.institution} is not enrolled`,
    );
    require(own(statement) || body.change !== 'rotate', 'not-own-key', () =>
      `only ${body.institution} itself rotates its keys; others revoke and enrol`);
    if (body.change === 'revoke') {
      return [
        set(STATE.institution(body.institution), changeKeys(institution, body, undefined, index)),
        ...(body.compromisedSince === undefined ? [] : reopenDisputes(view, body, recordedAt)),
      ];
    }
    require(!own(statement) || Object.keys(institution.keys).length < MAX_OWN_KEYS, 'too-many-keys', () =>
      `${body.institution} has had ${MAX_OWN_KEYS} keys; stewards enrol more by quorum`);
    const { keyId } = checkProvenKey(ledger.origin, body.institution, body.key);
    const owner = view.get(STATE.key(keyId));
    require(owner === undefined, 'key-not-new', () => `key ${keyId} was already enrolled for ${owner}`);
    return [
      set(STATE.key(keyId), body.institution),
      set(STATE.institution(body.institution), changeKeys(institution, body, keyId, index)),
    ];
  },
};
