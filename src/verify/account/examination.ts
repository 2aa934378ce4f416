/**
 * The examination of an account statement, in the order of trust: first hashes, then who vouches for the checkpoint, then what
 * the records mean. Every byte of the file is read for one of these.
 * @module
 */
import type { AccountLeaf } from '../../core/account/node.ts';
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import type { VerifySignature } from '../../core/crypto/public-key.ts';
import { InputError } from '../../core/error.ts';
import { NO_QUORUM, type TrustPolicy } from '../../core/note/trust-policy.ts';
import { type Anchor, assertLogSigned, assertQuorum, openAnchor } from '../anchor.ts';
import type { Checklist } from '../checklist.ts';
import type { PlacedRecord } from '../evidence.ts';
import { NO_WITNESSES } from '../examination.ts';
import { assertNotRetired, checkSuccession, followSuccession } from '../succession.ts';
import { checkAward } from './award.ts';
import type { AccountCheckId } from './checks.ts';
import { type Chronicle, chronicle } from './chronicle.ts';
import { type CreditHistory, readCredits } from './credits.ts';
import {
  type AccountEvidence,
  checkAccount,
  checkGathered,
  checkShown,
  compareShown,
  governanceOf,
  openRecords,
  recordsOf,
} from './evidence.ts';
import { type Freshness, freshnessOf } from './facts.ts';
import { Lookup } from './lookup.ts';
import { type AccountStatement, parseAccountStatement, type ShownPath } from './statement.ts';

/** What an examination found on its way, as far as it came. */
export interface AccountFindings {
  readonly policy: TrustPolicy;
  /** The policy's names of witnesses of which the reader knows that they replay the log before they cosign. */
  readonly auditors: readonly string[];
  /** The reader's time, Unix milliseconds; undefined if it does not matter. */
  readonly nowUnixMs: number | undefined;
  /** How old the checkpoint may be. */
  readonly maxAgeSeconds: number | undefined;
  cover?: Anchor;
  /** The checkpoints of the succession, if the statement carries one. */
  succession?: readonly Anchor[];
  evidence?: AccountEvidence;
  freshness?: Freshness;
  /** Set once the account was checked; `leaf` is undefined for one without records. */
  account?: { readonly leaf: AccountLeaf | undefined };
  chronicle?: Chronicle;
  history?: CreditHistory;
}

export class AccountExamination {
  readonly #list: Checklist<AccountCheckId>;
  readonly #findings: AccountFindings;
  readonly #verify: VerifySignature;

  /** Settles the checks of `list`, and leaves in `findings` what it came to know. */
  constructor(list: Checklist<AccountCheckId>, findings: AccountFindings, verify: VerifySignature) {
    this.#list = list;
    this.#findings = findings;
    this.#verify = verify;
  }

  /** Requires to run inside the list's `run`. */
  run(bytes: Uint8Array): void {
    const list = this.#list;
    const findings = this.#findings;

    // What hashes say: all of it hangs from one checkpoint.
    const statement = list.check('statement', () => parseAccountStatement(bytes));
    const checkpoint = list.check('inclusion', () => {
      const cover = checkShown(statement);
      checkSuccession(statement, cover);
      return cover;
    });
    const open = once(() => openRecords(statement));

    // Who vouches for that checkpoint.
    list.consider('checkpoint', () => this.#judgeCheckpoint(statement, open));
    if (findings.cover?.opened !== undefined) list.consider('witnesses', () => this.#judgeWitnesses());

    // What the records say: that these are all, and that they add up.
    const evidence = list.check('records', () => compareShown(statement.account, open(), checkpoint));
    findings.evidence = evidence;
    this.#judgeAge(evidence);
    const isOwn = ({ account }: ShownPath): boolean => account === statement.account;
    findings.account = list.check('account', () => ({ leaf: checkAccount(evidence, findPath(statement)) }));
    list.check('keys', () =>
      statement.paths.filter((path) => !isOwn(path)).map((path) => checkAccount(evidence, path)),
    );
    list.check('evidence', () => checkGathered(evidence, statement.paths));
    this.#judgeMeaning(evidence);
  }

  #judgeMeaning(evidence: AccountEvidence): void {
    const list = this.#list;
    const { records, account } = evidence;
    const known = list.check('signatures', () => chronicle(records, this.#verify));
    this.#findings.chronicle = known;
    const { opened } = this.#findings.cover ?? {};
    if (opened !== undefined) list.check('checkpoint', () => assertNotRetired(opened, known.ledger));
    const lookup = new Lookup(records);
    const history = list.check('credits', () =>
      readCredits(account, recordsOf(evidence, account, { covered: false }), lookup),
    );
    this.#findings.history = history;
    list.check('awards', () => {
      for (const award of history.awards) checkAward(award, lookup, known);
    });
  }

  /** Under the policy with the keys of the log that follow from it. */
  #judgeCheckpoint(statement: AccountStatement, open: () => readonly PlacedRecord[]): undefined {
    const { policy } = this.#findings;
    const followed = followSuccession(statement, () => governanceOf(open()), policy, this.#verify);
    this.#findings.succession = followed.anchors;
    const cover = openAnchor(statement.note, followed.trusted, this.#verify);
    this.#findings.cover = cover;
    assertLogSigned([cover], policy);
  }

  #judgeWitnesses(): Sentence | undefined {
    const { policy, cover } = this.#findings;
    if (policy.quorum === NO_QUORUM) return NO_WITNESSES;
    assertQuorum(cover === undefined ? [] : [cover], policy);
    return undefined;
  }

  /** How old the statement is; whether that is too old only where the reader says what is. */
  #judgeAge({ last }: AccountEvidence): void {
    const { cover, nowUnixMs, maxAgeSeconds } = this.#findings;
    const freshness = freshnessOf(cover?.cosignatures ?? [], last.recordedAt, nowUnixMs);
    this.#findings.freshness = freshness;
    if (maxAgeSeconds === undefined) return;
    this.#list.consider('fresh', () => {
      const age = freshness.ageSeconds ?? Number.POSITIVE_INFINITY;
      if (age <= maxAgeSeconds) return undefined;
      throw new InputError('stale', `the checkpoint is of ${freshness.at}, ${age} s ago; asked for ${maxAgeSeconds} s`);
    });
  }
}

/** What `make` gives, made the first time that it is asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The path of the account itself. @throws InputError `account-evidence` */
function findPath({ account, paths }: AccountStatement): ShownPath {
  const path = paths.find((each) => each.account === account);
  if (path === undefined) throw new InputError('account-evidence', `paths: the path of ${account} is missing`);
  return path;
}
