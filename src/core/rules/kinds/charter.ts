/**
 * `charter`: the founding record. It announces the founders; their `key` and `role` records follow in its order.
 * @module
 */

import type { CharterBody } from '../../generated/bodies.ts';
import { parseVkey } from '../../note/vkey.ts';
import { keyIdOf } from '../../statement/key-id.ts';
import { checkProvenKey } from '../../statement/possession.ts';
import { newInstitution } from '../institution.ts';
import { type Kind, require } from '../kind.ts';
import { type FoundingStep, STATE, set } from '../state.ts';
import { requireWord } from '../vocabulary.ts';
import { checkRolesTogether } from './role.ts';

export const charter: Kind<'charter'> = {
  kind: 'charter',
  roles: [],
  account: () => 'system',
  reads: () => [],
  apply({ statement, digest }) {
    const { body, ledger: origin, author, signing } = statement;
    const operator = body.founders[0]?.institution;
    require(author === body.operator && operator === body.operator, 'charter-operator', () =>
      'the operator signs the charter and is its first founder');
    checkLogKey(body.log.vkey, origin);
    checkFounders(body);
    const { reason } = signing;
    if (reason !== undefined) requireWord(body, 'reasons', reason.code);
    const expected = body.founders.flatMap((founder) => foundingSteps(founder, origin));
    const operatorKeys = Object.fromEntries(body.founders[0]?.keys.map(({ spki }) => [keyIdOf(spki), spki]) ?? []);
    const { rules, log, quorums, mayCombine = [], endorseWithin, vocabularies, reading } = body;
    return [
      set(STATE.ledger, {
        origin,
        charter: digest,
        rules,
        operator,
        logKeys: [log.vkey],
        quorums: { ...quorums },
        mayCombine,
        endorseWithin,
        vocabularies: { ...vocabularies, bands: vocabularies.bands.map((band) => ({ ...band })) },
        reading,
      }),
      set(STATE.founding, { operatorKeys, expected }),
      ...body.founders.map((f) =>
        set(STATE.institution(f.institution), newInstitution({ class: f.class, status: 'active' })),
      ),
    ];
  },
};

/** The vkey must be an Ed25519 note key under the origin. */
export function checkLogKey(vkey: string, origin: string): void {
  const { name, type } = parseVkey(vkey);
  require(name === origin && type === 0x01, 'log-key-name', () =>
    `the key of the log is an Ed25519 note key named ${origin}, not ${name}`);
}

type Founder = CharterBody['founders'][number];

function foundingSteps(founder: Founder, origin: string): FoundingStep[] {
  const { institution } = founder;
  return [
    ...founder.keys.map((key) => ({
      kind: 'key' as const,
      institution,
      keyId: checkProvenKey(origin, institution, key).keyId,
    })),
    ...founder.roles.map((role) => ({ kind: 'role' as const, institution, role })),
  ];
}

function checkFounders({ founders, quorums, mayCombine, operator, vocabularies }: CharterBody): void {
  const unique = (items: readonly string[]): boolean => new Set(items).size === items.length;
  require(unique(founders.map((f) => f.institution)), 'charter-founders', () => 'a founder is named twice');
  require(unique(founders.flatMap((f) => f.keys.map((k) => k.spki))), 'key-not-new', () => 'a key is named twice');
  require(unique(vocabularies.bands.map((band) => band.code)), 'vocabulary', () => 'a band is named twice');
  for (const { institution, roles } of founders) {
    require(institution !== operator || roles.length === 0, 'operator-role', () =>
      'the operator institution holds no role: its staff act under another');
    checkRolesTogether(institution, roles, mayCombine);
  }
  const stewards = founders.filter((f) => f.roles.includes('steward')).length;
  const { resolution: _, ...ofStewards } = quorums;
  const highest = Math.max(...Object.values(ofStewards));
  require(stewards >= highest, 'quorum-unreachable', () =>
    `${stewards} founding stewards cannot reach a quorum of ${highest}`);
}
