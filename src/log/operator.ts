/**
 * What the ledger itself says, in the name of the operator institution: credits and lists of refusals. The statements are
 * ordinary ones: they stand in the operator's chain and are judged like everybody's.
 * @module
 */
import type { Bodies } from '../core/generated/bodies.ts';
import type { SignedStatement } from '../core/record/record.ts';
import { isKeyLive } from '../core/rules/institution.ts';
import { type ChainState, type LedgerState, STATE, type StateKey, type View } from '../core/rules/state.ts';
import { signStatement } from '../core/statement/sign.ts';
import { bodySubject, CHAIN_START, type Statement } from '../core/statement/statement.ts';
import type { OperatorSigner } from './ports.ts';

/** The kinds that the engine writes. */
export type OperatorKind = 'credit' | 'refusals';

/** The operator institution while the ledger can write in its name. */
export interface Operator {
  readonly ledger: LedgerState;
  /** What the next statement of the operator must name. */
  readonly chain: ChainState;
  /** Base64 SPKI of the key. */
  readonly spki: string;
  readonly signer: OperatorSigner;
}

/** What {@link findOperator} reads. Ask again with what it named. */
export function operatorReads(view: View): StateKey[] {
  const operator = view.get(STATE.ledger)?.operator;
  const named = operator === undefined ? [] : [STATE.institution(operator), STATE.chain(operator)];
  return [STATE.ledger, STATE.founding, ...named];
}

/**
 * The operator, if `signer` holds a key of it that may sign the records from `index` on; undefined while the ledger is
 * being founded.
 */
export function findOperator(view: View, signer: OperatorSigner | undefined, index: number): Operator | undefined {
  const ledger = view.get(STATE.ledger);
  if (signer === undefined || ledger === undefined || view.get(STATE.founding) !== undefined) return undefined;
  const institution = view.get(STATE.institution(ledger.operator));
  const spki = institution?.keys[signer.keyId]?.spki;
  if (institution?.status !== 'active' || spki === undefined || !isKeyLive(institution, signer.keyId, index))
    return undefined;
  const chain = view.get(STATE.chain(ledger.operator)) ?? { sequence: 0, previous: CHAIN_START };
  return { ledger, chain, spki, signer };
}

/** The next statement of the operator. `at` is the instant at which it is recorded; it is signed at the same. */
export function operatorStatement<K extends OperatorKind>(
  { ledger, chain, signer }: Operator,
  kind: K,
  body: Bodies[K],
  at: string,
): SignedStatement {
  const statement = {
    kind,
    subject: bodySubject(kind, body),
    ledger: ledger.origin,
    author: ledger.operator,
    chain: { ...chain },
    signing: { signer: signer.commitment, meaning: 'responsibility', signedAt: at },
    body,
  };
  // A body of kind K in a statement of kind K: the union cannot follow the type parameter.
  return signStatement(statement as Statement, signer);
}
