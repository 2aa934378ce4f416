/**
 * `apply`: the one function that judges a record (I4). Admission, audit, browser and reports run it unchanged.
 *
 * It is pure: it reads the state through a view that holds exactly what `neededReads` named, and answers with a change
 * set or a refusal. It trusts the caller for two things that are not in the state: that the signature was verified with
 * the key named by `keyId`, and that `record.state` is the account root, which `core/account` computes.
 * @module
 */

import { equalBytes } from '../bytes/bytes.ts';
import { decodeHex } from '../bytes/hex.ts';
import type { ErrorCode } from '../catalogue/catalogue.ts';
import { InputError } from '../error.ts';
import type { SignedStatement } from '../record/record.ts';
import { CHAIN_START } from '../statement/statement.ts';
import { advanceFounding, checkAuthor } from './authority.ts';
import { kindRules } from './book.ts';
import { type Context, found, Refusal, require } from './kind.ts';
import { charter } from './kinds/charter.ts';
import { approvalReads, countApproval, makePending, quorumOf } from './quorum.ts';
import { checkReason } from './reason.ts';
import { type FoundingState, STATE, type StateChange, type StateKey, set, type View } from './state.ts';

/** What `apply` looks at: a verified statement and when it is recorded. */
export interface Judged extends SignedStatement {
  readonly recordedAt: string;
}

/** What a record changes: the account it belongs to, the state, and the sums of the account. */
export interface ChangeSet {
  readonly account: string;
  readonly issuedDelta: bigint;
  readonly spentDelta: bigint;
  readonly changes: readonly StateChange[];
}

export type Outcome =
  | { readonly accepted: true; readonly change: ChangeSet }
  | { readonly accepted: false; readonly code: ErrorCode; readonly message: string };

/** The keys and log roots that `apply` will read. Call again with what they gave until nothing new is named. */
export interface Needs {
  readonly keys: readonly StateKey[];
  readonly roots: readonly number[];
}

export function neededReads(record: SignedStatement, view: View): Needs {
  const { statement, digest } = record;
  const { author, seen } = statement;
  const kind = kindRules(statement.kind, view.get(STATE.ledger)?.rules ?? 1);
  const keys = [
    STATE.ledger,
    STATE.founding,
    STATE.clock,
    STATE.drain,
    STATE.record(digest),
    STATE.institution(author),
    STATE.chain(author),
    ...kind.reads(statement, view),
    ...(statement.kind === 'endorsement' ? approvalReads(view, statement.body.subject) : []),
  ];
  return { keys: [...new Set(keys)], roots: seen === undefined ? [] : [seen.size] };
}

/** What a statement does to the sums of its account: a function of the statement alone (I6). Requires a registered kind. */
export function deltasOf(
  { statement }: Pick<SignedStatement, 'statement'>,
  rules = 1,
): Pick<ChangeSet, 'issuedDelta' | 'spentDelta'> {
  const kind = kindRules(statement.kind, rules);
  return { issuedDelta: kind.issued?.(statement) ?? 0n, spentDelta: kind.spent?.(statement) ?? 0n };
}

/** The account that a statement belongs to: a function of the statement alone (I5). Requires a registered kind. */
export function accountOf({ statement }: Pick<SignedStatement, 'statement'>, rules = 1): string {
  return kindRules(statement.kind, rules).account(statement);
}

/** Judges the record that would stand at `index`. Never throws for what a statement says. */
export function apply(view: View, record: Judged, index: number): Outcome {
  try {
    const changes = judge(view, record, index);
    const change = {
      account: accountOf(record),
      ...deltasOf(record),
      changes: [...changes, ...bookkeeping(record, index)],
    };
    return { accepted: true, change };
  } catch (error) {
    if (error instanceof Refusal || error instanceof InputError)
      return { accepted: false, code: error.code, message: error.message };
    throw error;
  }
}

function judge(view: View, record: Judged, index: number): readonly StateChange[] {
  const { statement, digest, recordedAt } = record;
  checkPlace(view, record, index);
  const known = view.get(STATE.ledger);
  if (statement.kind === 'charter') return applyCharter(view, record);
  const ledger = found(known, 'charter-first', () => 'the first record of a ledger is its charter');
  require(statement.ledger === ledger.origin, 'other-ledger', () =>
    `the statement is for ${statement.ledger}, this is ${ledger.origin}`);
  checkDrained(view, record);
  const author = checkAuthor(view, ledger, record, index, recordedAt);
  checkChain(view, record);
  checkSeen(view, record, index);

  const context = { view, ledger, author, statement, digest, index, recordedAt };
  const kind = kindRules(statement.kind, ledger.rules);
  checkReason(context);
  const changes = kind.apply(context);
  if (view.get(STATE.founding) !== undefined) return [...changes, ...advanceFounding(view, changes)];
  if (statement.kind === 'endorsement') return [...changes, ...countApproval({ ...context, statement })];
  const quorum = quorumOf(context);
  return quorum > 1 ? makePending(context, quorum) : changes;
}

function applyCharter(view: View, record: Judged): readonly StateChange[] {
  const { statement, keyId, digest, recordedAt } = record;
  require(view.get(STATE.ledger) === undefined, 'charter-first', () =>
    'the ledger has its charter; an amendment changes it');
  if (statement.kind !== 'charter') return [];
  checkSeen(view, record, 0);
  const changes = charter.apply({ view, statement, digest, index: 0, recordedAt } as Context<'charter'>);
  const founding = changes.find(({ key }) => key === STATE.founding)?.value as FoundingState | undefined;
  require(founding?.operatorKeys[keyId] !== undefined, 'charter-operator', () =>
    'the charter is signed with an operator key that it lists');
  const { chain, signing } = statement;
  require(chain.sequence === 0 && chain.previous === CHAIN_START, 'chain', () =>
    'the charter starts the chain of the operator');
  require(signing.meaning === 'responsibility', 'meaning', () => 'the operator signs with the meaning responsibility');
  return changes;
}

function checkPlace(view: View, { digest, recordedAt }: Judged, index: number): void {
  const earlier = view.get(STATE.record(digest));
  require(earlier === undefined, 'duplicate', () => `the statement is record ${earlier?.index} already`);
  const clock = view.get(STATE.clock);
  require(clock === undefined || recordedAt >= clock, 'clock-backwards', () =>
    `record ${index} would be recorded at ${recordedAt}, before its predecessor (${clock})`);
}

/** Credits follow their source at once: until the last is recorded, nothing else is. */
function checkDrained(view: View, { statement }: Judged): void {
  const drain = view.get(STATE.drain);
  require(drain === undefined || statement.kind === 'credit', 'credits-first', () =>
    `${drain?.lines.length} credits of ${drain?.source} must be recorded first`);
}

function checkChain(view: View, { statement }: Judged): void {
  const { author, chain } = statement;
  const head = view.get(STATE.chain(author)) ?? { sequence: 0, previous: CHAIN_START };
  require(chain.sequence === head.sequence && chain.previous === head.previous, 'chain', () =>
    `the next statement of ${author} has sequence ${head.sequence} and previous ${head.previous}, not ${chain.sequence} and ${chain.previous}`);
}

function checkSeen(view: View, { statement }: Judged, index: number): void {
  const { seen } = statement;
  if (seen === undefined) return;
  const root = seen.size <= index ? view.rootAt(seen.size) : undefined;
  const holds = root !== undefined && equalBytes(root, decodeHex(seen.root, 32));
  require(holds, 'seen-unknown', () => `this log never had the root ${seen.root} at size ${seen.size}`);
}

function bookkeeping(record: Judged, index: number): StateChange[] {
  const { statement, digest, recordedAt } = record;
  const { author, kind, chain } = statement;
  return [
    set(STATE.record(digest), { index, kind, account: accountOf(record), author }),
    set(STATE.chain(author), { sequence: chain.sequence + 1, previous: digest }),
    set(STATE.clock, recordedAt),
  ];
}
