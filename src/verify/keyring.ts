/**
 * The keyring of one institution, told from what a bundle shows: charter, amendments, and the institution's `keys/`
 * account. Which key must have signed, whether it was live and whether the role was held, and what an event changes, is
 * decided by the functions that the rules themselves use (I3, I4).
 *
 * A keyring cannot see what other institutions were allowed to do: that the steward who granted a role was a steward is
 * taken as recorded. Their signatures can be verified where the charter names their key.
 * @module
 */
import { InputError } from '../core/error.ts';
import type { EndorsementBody } from '../core/generated/bodies.ts';
import type { Json } from '../core/json/json.ts';
import { apply } from '../core/rules/apply.ts';
import { advanceFounding, checkAuthor } from '../core/rules/authority.ts';
import { changeInstitution, changeKeys, changeRoles, newInstitution } from '../core/rules/institution.ts';
import { found, Refusal, require } from '../core/rules/kind.ts';
import { amendLedger } from '../core/rules/kinds/amendment.ts';
import { quorumOf } from '../core/rules/quorum.ts';
import { signingKey } from '../core/rules/signing-key.ts';
import {
  type FoundingState,
  type InstitutionState,
  type LedgerState,
  STATE,
  type StateChange,
  type StateKey,
  set,
  type View,
} from '../core/rules/state.ts';
import { parseInstant } from '../core/statement/instant.ts';
import { keyIdOf } from '../core/statement/key-id.ts';
import { checkProvenKey } from '../core/statement/possession.ts';
import type { Statement, StatementOf } from '../core/statement/statement.ts';
import type { PlacedRecord } from './evidence.ts';
import { assertRules } from './version.ts';

/** A statement of a quorum kind that waits for approvals. */
interface Pending {
  readonly statement: Statement;
  readonly quorum: number;
  /** Institutions that stand behind it, the author among them. */
  readonly approvals: Set<string>;
  readonly untilUnixMs: number;
}

const NOTHING_KNOWN: View = { get: () => undefined, rootAt: () => undefined };

/** The state of the rules as far as a bundle shows it. Mutable: {@link Keyring.add} takes in the events, in their order. */
export class Keyring {
  readonly #id: string;
  /** The charter as amended, the founders as the charter left them, and the institution as its events left it. */
  readonly #state = new Map<string, Json>();
  readonly #founding: FoundingState;
  /** First keys of all founders, by institution and key id. */
  readonly #charterKeys: ReadonlyMap<string, string>;
  readonly #pending = new Map<string, Pending>();

  /**
   * The keyring of `institution` at the beginning of the log.
   * @param foundation what {@link foundingChanges} gives for the charter, where several keyrings share it
   * @throws Refusal for a charter that the rules refuse
   */
  constructor(institution: string, charter: PlacedRecord, foundation = foundingChanges(charter)) {
    this.#id = institution;
    for (const { key, value } of foundation) if (value !== null) this.#state.set(key, value);
    this.#founding = found(this.#get(STATE.founding), 'charter-first', () => 'record 0 founds nothing');
    this.#charterKeys = keysOfFounders(charter);
  }

  /** The institution as the events so far left it; undefined before one enrolled it. */
  get institution(): InstitutionState | undefined {
    return this.#get(STATE.institution(this.#id));
  }

  /** The charter as amended. */
  get ledger(): LedgerState {
    return found(this.#get(STATE.ledger), 'charter-first', () => 'record 0 is no charter');
  }

  /** True for records whose author's keys are known here: of the institution, and all of the founding. */
  knows({ index, statement }: PlacedRecord): boolean {
    return statement.author === this.#id || this.#isFounding(index);
  }

  /**
   * The SPKI (base64) of the key that must have signed `record`; undefined where it is not known. Whether the key was
   * live is for {@link Keyring.judge} to say.
   */
  signingKey(record: PlacedRecord): string | undefined {
    if (this.knows(record)) return signingKey(this.#viewAt(record.index), record);
    return this.#charterKeys.get(keyName(record.statement.author, record.keyId));
  }

  /**
   * Requires that the author might write `record`: enrolled, with a live key and the role; or the operator, with what
   * the charter announced. Requires a record that this keyring {@link Keyring.knows}, after all events before it.
   * @throws Refusal as `checkAuthor` and `advanceFounding`
   */
  judge(record: PlacedRecord): void {
    const { index, statement, recordedAt } = record;
    if (index === 0) return; // the constructor judged it
    require(statement.kind !== 'charter', 'charter-first', () => `record ${index} is a second charter`);
    const view = this.#viewAt(index);
    checkAuthor(view, this.ledger, record, index, recordedAt);
    if (this.#isFounding(index)) advanceFounding(view, announcedKey(statement));
  }

  /** True where the statement has no effect before other stewards approve it. */
  waitsForApproval({ index, statement }: PlacedRecord): boolean {
    return this.#quorum(statement, index) > 1;
  }

  /**
   * Takes in an event of the institution or of the charter, after all events before it.
   * @param isSteward false where its author is known to be none, so that the event cannot be an approval that counts
   * @throws Refusal, InputError when the rules would not have recorded it; InputError `unknown-version` when it puts
   *   rules in force that this version does not have
   */
  add(event: PlacedRecord, isSteward = true): void {
    const { statement, digest, index, recordedAt } = event;
    if (this.knows(event)) this.judge(event);
    const quorum = this.#quorum(statement, index);
    if (statement.kind === 'endorsement') this.#approve(event, statement.body, isSteward);
    else if (quorum <= 1) this.#takeEffect(statement, index);
    else {
      const untilUnixMs = parseInstant(recordedAt) + this.ledger.endorseWithin * 1000;
      this.#pending.set(digest, { statement, quorum, approvals: new Set([statement.author]), untilUnixMs });
    }
  }

  /** How many stewards must stand behind a statement recorded at `index`; the founding asks for none. */
  #quorum(statement: Statement, index: number): number {
    return this.#isFounding(index) ? 1 : quorumOf({ ledger: this.ledger, statement });
  }

  /** Counts an approval; the one that completes the quorum makes the statement take effect at its own index. */
  #approve(
    { statement: { author }, index, recordedAt }: PlacedRecord,
    { subject, meaning }: EndorsementBody,
    isSteward: boolean,
  ): void {
    const pending = this.#pending.get(subject);
    if (pending === undefined || meaning !== 'approval') return;
    require(isSteward, 'role-missing', () => `record ${index}: ${author} approves ${subject} and is no steward`);
    require(parseInstant(recordedAt) <= pending.untilUnixMs, 'pending-lapsed', () =>
      `record ${index} approves statement ${subject}, which had lapsed`);
    pending.approvals.add(author);
    if (pending.approvals.size < pending.quorum) return;
    this.#pending.delete(subject);
    this.#takeEffect(pending.statement, index);
  }

  #takeEffect(statement: Statement, index: number): void {
    if (statement.kind === 'amendment') {
      this.#state.set(STATE.ledger, amendLedger(this.ledger, statement.body, index));
      assertRules(this.ledger.rules);
    } else {
      this.#state.set(STATE.institution(this.#id), this.#changeInstitution(statement, index));
    }
  }

  #changeInstitution(statement: Statement, index: number): InstitutionState {
    switch (statement.kind) {
      case 'institution':
        return this.institution === undefined
          ? newInstitution(statement.body)
          : changeInstitution(this.institution, statement.body);
      case 'key':
        return this.#changeKeys(statement, index);
      case 'role':
        return changeRoles(this.#enrolled(), statement.body, index);
      default:
        throw new InputError('bundle-records', `a ${statement.kind} changes neither the charter nor a keyring`);
    }
  }

  #changeKeys({ body }: StatementOf<'key'>, index: number): InstitutionState {
    const institution = this.#enrolled();
    if (body.change === 'revoke') return changeKeys(institution, body, undefined, index);
    const { keyId } = checkProvenKey(this.ledger.origin, this.#id, body.key);
    require(institution.keys[keyId] === undefined, 'key-not-new', () => `key ${keyId} was enrolled before`);
    return changeKeys(institution, body, keyId, index);
  }

  #enrolled(): InstitutionState {
    return found(this.institution, 'institution-unknown', () => `${this.#id} is not enrolled`);
  }

  /** Nothing but the founding is recorded until it is over, so an index tells how far it is. */
  #isFounding(index: number): boolean {
    return index <= this.#founding.expected.length;
  }

  #viewAt(index: number): View {
    const { operatorKeys, expected } = this.#founding;
    const founding = { operatorKeys, expected: expected.slice(Math.max(0, index - 1)) };
    const state = new Map(this.#state);
    if (this.#isFounding(index)) state.set(STATE.founding, founding);
    else state.delete(STATE.founding);
    return { get: <T extends Json>(key: StateKey<T>) => state.get(key) as T | undefined, rootAt: () => undefined };
  }

  #get<T extends Json>(key: StateKey<T>): T | undefined {
    return this.#state.get(key) as T | undefined;
  }
}

/** What the rules make of the charter. @throws Refusal for one that they refuse */
export function foundingChanges(charter: PlacedRecord): readonly StateChange[] {
  const outcome = apply(NOTHING_KNOWN, charter, 0);
  if (outcome.accepted) return outcome.change.changes;
  throw new Refusal(outcome.code, outcome.message);
}

function keysOfFounders({ statement }: PlacedRecord): ReadonlyMap<string, string> {
  const founders = statement.kind === 'charter' ? statement.body.founders : [];
  return new Map(
    founders.flatMap(({ institution, keys }) =>
      keys.map(({ spki }) => [keyName(institution, keyIdOf(spki)), spki] as const),
    ),
  );
}

function keyName(institution: string, keyId: string): string {
  return `${institution} ${keyId}`;
}

/** The key that a founding record enrols, as `advanceFounding` looks for it among the changes. */
function announcedKey(statement: Statement): StateChange[] {
  if (statement.kind !== 'key' || statement.body.change === 'revoke') return [];
  return [set(STATE.key(keyIdOf(statement.body.key.spki)), statement.body.institution)];
}
