/**
 * `amendment`: changes the charter. Stewards agree by quorum. Vocabularies only grow, since old records use their words.
 * @module
 */
import type { AmendmentBody } from '../../generated/bodies.ts';
import { isKeyLive, rolesAt } from '../institution.ts';
import { found, type Kind, require } from '../kind.ts';
import { succeedLogKey } from '../log-keys.ts';
import { type LedgerState, STATE, set } from '../state.ts';
import { SUPPORTED_RULES } from '../versions.ts';
import { checkLogKey } from './charter.ts';

export const amendment: Kind<'amendment'> = {
  kind: 'amendment',
  roles: ['steward'],
  quorum: { of: 'amendment', needed: () => true },
  needsReason: () => true,
  account: () => 'system',
  reads: ({ body }) => (body.operator === undefined ? [] : [STATE.institution(body.operator)]),
  apply({ view, ledger, statement, index, recordedAt }) {
    const { body } = statement;
    require(body.rules === undefined || SUPPORTED_RULES.includes(body.rules), 'rules-version', () =>
      `no rules version ${body.rules} was released`);
    if (body.log?.vkey !== undefined) checkLogKey(body.log.vkey, ledger.origin);
    if (body.operator !== undefined) {
      const operator = found(
        view.get(STATE.institution(body.operator)),
        'institution-unknown',
        () => `${body.operator} is not enrolled`,
      );
      const ready =
        operator.status === 'active' && Object.keys(operator.keys).some((id) => isKeyLive(operator, id, index));
      require(ready && rolesAt(operator, recordedAt).length === 0, 'operator-role', () =>
        `${body.operator} needs a live key and no role to be the operator institution`);
    }
    return [set(STATE.ledger, amendLedger(ledger, body, index))];
  },
};

/**
 * The charter as `body` changes it at `index`. Shared with the offline verifier.
 * @throws Refusal `vocabulary`, `log-key-retired`, `log-key-retires`
 */
export function amendLedger(ledger: LedgerState, body: AmendmentBody, index: number): LedgerState {
  const { vocabularies } = body;
  if (vocabularies !== undefined) checkGrows(ledger.vocabularies, vocabularies);
  return {
    ...ledger,
    rules: body.rules ?? ledger.rules,
    operator: body.operator ?? ledger.operator,
    ...(body.log === undefined ? {} : succeedLogKey(ledger, body.log, index)),
    quorums: body.quorums === undefined ? ledger.quorums : { ...body.quorums },
    endorseWithin: body.endorseWithin ?? ledger.endorseWithin,
    vocabularies:
      vocabularies === undefined
        ? ledger.vocabularies
        : { ...vocabularies, bands: vocabularies.bands.map((band) => ({ ...band })) },
    reading: body.reading ?? ledger.reading,
  };
}

function checkGrows(before: LedgerState['vocabularies'], after: LedgerState['vocabularies']): void {
  for (const name of ['endpoints', 'metrics', 'units', 'formats', 'reasons'] as const) {
    const lost = before[name].find((word) => !after[name].includes(word));
    require(lost === undefined, 'vocabulary', () => `the vocabulary ${name} would lose ${lost}`);
  }
  const codes = new Set(after.bands.map((band) => band.code));
  require(codes.size === after.bands.length, 'vocabulary', () => 'a band is named twice');
  for (const band of before.bands) {
    const same = after.bands.some(
      (b) => b.code === band.code && b.weight === band.weight && b.atLeast === band.atLeast,
    );
    require(same, 'vocabulary', () => `the band ${band.code} would change or go`);
  }
}
