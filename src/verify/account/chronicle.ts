/**
 * The records of an account statement replayed in their order, as far as they allow: who signed each, with which key and
 * role (I3), what took effect by quorum, and who belonged to which group when a round was aggregated. Because the key account
 * of every author is shown whole, no signature is left unchecked.
 * @module
 */
import type { VerifySignature } from '../../core/crypto/public-key.ts';
import { accountOf } from '../../core/rules/apply.ts';
import { kindRules } from '../../core/rules/book.ts';
import { holdsRole, isDoubtful } from '../../core/rules/institution.ts';
import { found, require } from '../../core/rules/kind.ts';
import { quorumOf } from '../../core/rules/quorum.ts';
import type { LedgerState, Role } from '../../core/rules/state.ts';
import { addSeconds } from '../../core/statement/instant.ts';
import type { StatementOf } from '../../core/statement/statement.ts';
import type { PlacedRecord } from '../evidence.ts';
import { foundingChanges, Keyring } from '../keyring.ts';
import { assertSigned } from '../replay.ts';

/** What the records say of themselves. */
export interface Chronicle {
  /** The charter as amended by the end. */
  readonly ledger: LedgerState;
  /** Index at which a statement took effect, by digest: its own, or that of the approval that completed its quorum. */
  readonly inForce: ReadonlyMap<string, number>;
  /** Groups at the time of an aggregation, by its digest and then by institution. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Index at which an auditor approved a statement, the first time, by its digest. */
  readonly audited: ReadonlyMap<string, number>;
  /** Indexes of records signed with a key that its institution reports compromised by then. */
  readonly doubtful: readonly number[];
}

/** A statement that waits for approvals. */
interface Waiting {
  readonly needed: number;
  readonly role: Role;
  readonly approvals: Set<string>;
  readonly until: string;
}

/**
 * Replays `records`: ascending, the charter first, and with it `keys/<author>` of every author.
 * @throws InputError `bad-signature`, `key-unknown`; Refusal, InputError as `Keyring.judge` and `Keyring.add`
 */
export function chronicle(records: readonly PlacedRecord[], verify: VerifySignature): Chronicle {
  const replay = new Replay(records);
  for (const record of records) replay.add(record, verify);
  return replay.end();
}

class Replay {
  readonly #records: readonly PlacedRecord[];
  readonly #keyrings: ReadonlyMap<string, Keyring>;
  readonly #waiting = new Map<string, Waiting>();
  readonly #inForce = new Map<string, number>();
  readonly #groups = new Map<string, ReadonlyMap<string, string>>();
  readonly #audited = new Map<string, number>();

  constructor(records: readonly PlacedRecord[]) {
    this.#records = records;
    const charter = found(records[0], 'charter-first', () => 'no record is shown');
    const foundation = foundingChanges(charter);
    const authors = new Set(records.map(({ statement }) => statement.author));
    this.#keyrings = new Map([...authors].map((id) => [id, new Keyring(id, charter, foundation)]));
  }

  add(record: PlacedRecord, verify: VerifySignature): void {
    const { statement, digest } = record;
    const author = this.#keyring(statement.author);
    author.judge(record);
    assertSigned(record, author.signingKey(record), verify);
    if (record.index > 0) this.#inform(record);
    this.#decide(record, author.ledger);
    if (statement.kind === 'aggregation') this.#groups.set(digest, this.#groupsNow());
  }

  end(): Chronicle {
    const [first] = this.#keyrings.values();
    const { ledger } = found(first, 'charter-first', () => 'no record is shown');
    const doubtful = this.#records.filter((record) => this.#isDoubtful(record)).map(({ index }) => index);
    return { ledger, inForce: this.#inForce, groups: this.#groups, audited: this.#audited, doubtful };
  }

  #isDoubtful({ index, keyId, statement: { author } }: PlacedRecord): boolean {
    const { institution } = this.#keyring(author);
    return institution !== undefined && isDoubtful(institution, keyId, index);
  }

  /** Tells the keyrings that an event concerns: all of them of the charter, one of keys and roles. */
  #inform(record: PlacedRecord): void {
    const account = accountOf(record);
    if (account === 'system' && !isGoverning(record)) return;
    const concerned =
      account === 'system' ? [...this.#keyrings.values()] : [this.#keyrings.get(account.replace(/^keys\//, ''))];
    if (account !== 'system' && !account.startsWith('keys/')) return;
    const isSteward = this.#holds(record, 'steward');
    for (const keyring of concerned) keyring?.add(record, isSteward);
  }

  /** Statements of quorum kinds, and the approvals that count for them. */
  #decide(record: PlacedRecord, ledger: LedgerState): void {
    const { statement, digest, index, recordedAt } = record;
    if (statement.kind === 'endorsement') {
      this.#endorse(record, statement);
      return;
    }
    const needed = quorumOf({ ledger, statement });
    if (needed <= 1) {
      this.#inForce.set(digest, index);
      return;
    }
    const role = kindRules(statement.kind, ledger.rules).quorum?.by ?? 'steward';
    const until = addSeconds(recordedAt, ledger.endorseWithin);
    this.#waiting.set(digest, { needed, role, approvals: new Set([statement.author]), until });
  }

  #endorse(record: PlacedRecord, { author, body }: StatementOf<'endorsement'>): void {
    const { subject, meaning } = body;
    const isAudit = meaning === 'approval' && this.#holds(record, 'auditor');
    if (isAudit && !this.#audited.has(subject)) this.#audited.set(subject, record.index);
    const waiting = this.#waiting.get(subject);
    if (waiting === undefined || meaning !== 'approval') return;
    const { needed, role, approvals, until } = waiting;
    require(record.recordedAt <= until, 'pending-lapsed', () =>
      `record ${record.index} approves statement ${subject}, which had lapsed`);
    require(this.#holds(record, role), 'role-missing', () =>
      `record ${record.index}: ${author} approves ${subject} without the role ${role}`);
    approvals.add(author);
    if (approvals.size < needed) return;
    this.#waiting.delete(subject);
    this.#inForce.set(subject, record.index);
  }

  #holds({ statement, recordedAt }: PlacedRecord, role: Role): boolean {
    const { institution } = this.#keyring(statement.author);
    return institution !== undefined && holdsRole(institution, role, recordedAt);
  }

  #groupsNow(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#keyrings].flatMap(([id, { institution }]) =>
        institution?.group === undefined ? [] : [[id, institution.group] as const],
      ),
    );
  }

  #keyring(institution: string): Keyring {
    return found(this.#keyrings.get(institution), 'author-unknown', () => `${institution} signed nothing shown`);
  }
}

/** True for what a keyring takes in of the account `system`: not for reports and lists of refusals. */
function isGoverning({ statement: { kind } }: PlacedRecord): boolean {
  return kind === 'amendment' || kind === 'endorsement';
}
