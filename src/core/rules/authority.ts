/**
 * Who may write: an enrolled institution with a key that is live at the record's index and one of the kind's roles.
 * While the ledger is being founded, the operator alone writes, and only what the charter announced.
 * @module
 */
import type { SignedStatement } from '../record/record.ts';
import { kindRules } from './book.ts';
import { holdsRole, isKeyLive } from './institution.ts';
import { found, Refusal, require } from './kind.ts';
import {
  type FoundingState,
  type InstitutionState,
  type LedgerState,
  STATE,
  type StateChange,
  set,
  unset,
  type View,
} from './state.ts';

/** The author as the state knows it. @throws Refusal `author-unknown`, `author-inactive`, `key-not-authors`, `key-revoked`, `operator-writes`, `role-missing`, `meaning` */
export function checkAuthor(
  view: View,
  ledger: LedgerState,
  record: SignedStatement,
  index: number,
  recordedAt: string,
): InstitutionState {
  const { statement, keyId } = record;
  const { author, kind } = statement;
  const institution = found(view.get(STATE.institution(author)), 'author-unknown', () => `${author} is not enrolled`);
  const founding = view.get(STATE.founding);
  if (founding !== undefined) {
    checkFoundingStep(founding, ledger, record);
    return institution;
  }
  const { roles, quorum, writer, afterLeaving } = kindRules(kind, ledger.rules);
  require(institution.status === 'active' || afterLeaving === true, 'author-inactive', () =>
    `${author} is ${institution.status}`);
  require(institution.keys[keyId] !== undefined, 'key-not-authors', () => `${keyId} is not a key of ${author}`);
  require(isKeyLive(institution, keyId, index), 'key-revoked', () =>
    `key ${keyId} ended with record ${institution.keys[keyId]?.until}`);
  checkWriter(ledger, record, writer === 'operator');

  const required = quorum?.needed(statement) === true ? [quorum.by ?? ('steward' as const)] : roles;
  const allowed = required.length === 0 || required.some((role) => holdsRole(institution, role, recordedAt));
  require(allowed, 'role-missing', () =>
    `${author} holds none of the roles that write ${kind}: ${required.join(', ')}`);
  return institution;
}

/** The ledger process writes in the name of the operator institution, and nobody else writes what it writes. */
function checkWriter(ledger: LedgerState, { statement }: SignedStatement, isLedgers: boolean): void {
  const { author, kind, signing } = statement;
  require(author !== ledger.operator || isLedgers, 'operator-writes', () =>
    `${author} is the operator institution, in whose name only the ledger itself writes`);
  require(author === ledger.operator || !isLedgers, 'operator-writes', () =>
    `only the ledger itself writes ${kind}, in the name of ${ledger.operator}`);
  require(!isLedgers || signing.meaning === 'responsibility', 'meaning', () =>
    'the operator signs with the meaning responsibility');
}

function checkFoundingStep(
  { operatorKeys, expected }: FoundingState,
  ledger: LedgerState,
  { statement, keyId }: SignedStatement,
): void {
  const [next] = expected;
  const told =
    next === undefined
      ? 'nothing'
      : `${next.kind} ${next.kind === 'key' ? next.keyId : next.role} of ${next.institution}`;
  const matches =
    (next?.kind === 'key' &&
      statement.kind === 'key' &&
      statement.body.change === 'enrol' &&
      statement.body.institution === next.institution) ||
    (next?.kind === 'role' &&
      statement.kind === 'role' &&
      statement.body.change === 'grant' &&
      statement.body.institution === next.institution &&
      statement.body.role === next.role);
  const byOperator = statement.author === ledger.operator && operatorKeys[keyId] !== undefined;
  if (!matches || !byOperator)
    throw new Refusal('founding', `the founding goes on: the operator must now record ${told}`);
  require(statement.signing.meaning === 'responsibility', 'meaning', () =>
    'the operator signs with the meaning responsibility');
}

/** The change that ticks off one founding step. @throws Refusal `founding` when the recorded key is not the one announced */
export function advanceFounding(view: View, changes: readonly StateChange[]): StateChange[] {
  const founding = view.get(STATE.founding);
  if (founding === undefined) return [];
  const [done, ...expected] = founding.expected;
  if (done?.kind === 'key') {
    const recorded = changes.some(({ key }) => key === STATE.key(done.keyId));
    require(recorded, 'founding', () => `the charter announced key ${done.keyId} for ${done.institution}`);
  }
  return [expected.length === 0 ? unset(STATE.founding) : set(STATE.founding, { ...founding, expected })];
}
