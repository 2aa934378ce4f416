/**
 * Quorum kinds: recorded pending, in force at the index of the endorsement that completes the quorum. Stewards count, or
 * holders of the kind's own role, one vote an institution, the author's included. Past the charter's `endorseWithin` a
 * pending statement lapses.
 * @module
 */
import { decodeBase64, encodeBase64 } from '../bytes/base64.ts';
import { addSeconds } from '../statement/instant.ts';
import { encodeStatement, parseStatement, type Statement } from '../statement/statement.ts';
import type { KindName } from '../statement/validate.ts';
import { kindRules } from './book.ts';
import { holdsRole } from './institution.ts';
import { type Context, require } from './kind.ts';
import { checkReason } from './reason.ts';
import { type PendingState, STATE, type StateChange, type StateKey, set, unset, type View } from './state.ts';

/** How many stewards must stand behind the statement; 1 where its author is enough. */
export function quorumOf({ ledger, statement }: Pick<Context<KindName>, 'ledger' | 'statement'>): number {
  const { quorum } = kindRules(statement.kind, ledger.rules);
  return quorum?.needed(statement) === true ? ledger.quorums[quorum.of] : 1;
}

/** Records a statement as pending, when its effect was already judged possible. */
export function makePending(context: Context<KindName>, quorum: number): StateChange[] {
  const { ledger, statement, digest, index, recordedAt } = context;
  const until = addSeconds(recordedAt, ledger.endorseWithin);
  const payload = encodeBase64(encodeStatement(statement as Statement));
  return [set(STATE.pending(digest), { payload, index, quorum, approvals: [statement.author], until })];
}

/** What an approval must read besides its own kind's keys: all that the pending statement's effect reads. */
export function approvalReads(view: View, subject: string): readonly StateKey[] {
  const pending = view.get(STATE.pending(subject));
  if (pending === undefined) return [];
  const statement = pendingStatement(pending);
  const rules = view.get(STATE.ledger)?.rules ?? 1;
  return [STATE.institution(statement.author), ...kindRules(statement.kind, rules).reads(statement, view)];
}

/**
 * Counts an approval. Returns no change when the statement is not pending.
 * @throws Refusal `pending-lapsed`, `role-missing`, `party`, or what the pending statement's own rules refuse now
 */
export function countApproval(context: Context<'endorsement'>): readonly StateChange[] {
  const { view, statement, recordedAt } = context;
  const { subject, meaning } = statement.body;
  const pending = view.get(STATE.pending(subject));
  if (pending === undefined || meaning !== 'approval') return [];
  require(recordedAt <= pending.until, 'pending-lapsed', () =>
    `the statement lapsed at ${pending.until} without its quorum`);
  checkApprover(context, pendingStatement(pending));
  const approvals = [...pending.approvals, statement.author];
  if (approvals.length < pending.quorum) return [set(STATE.pending(subject), { ...pending, approvals })];
  return [unset(STATE.pending(subject)), ...effect(context, pending)];
}

function checkApprover(context: Context<'endorsement'>, pending: Statement): void {
  const { view, ledger, author, statement, recordedAt } = context;
  const { quorum } = kindRules(pending.kind, ledger.rules);
  const role = quorum?.by ?? 'steward';
  require(holdsRole(author, role, recordedAt), 'role-missing', () =>
    `${statement.author} does not hold the role ${role}`);
  const why = quorum?.bars?.(pending, view, statement.author);
  require(why === undefined, 'party', () => `${statement.author} does not count: ${why}`);
}

function effect(context: Context<'endorsement'>, pending: PendingState): readonly StateChange[] {
  const { view, ledger, index, recordedAt } = context;
  const statement = pendingStatement(pending);
  const author = view.get(STATE.institution(statement.author)) ?? context.author;
  const digest = context.statement.body.subject;
  const then = { view, ledger, author, statement, digest, index, recordedAt };
  checkReason(then);
  return kindRules(statement.kind, ledger.rules).apply(then);
}

function pendingStatement({ payload }: PendingState): Statement {
  return parseStatement(decodeBase64(payload));
}
