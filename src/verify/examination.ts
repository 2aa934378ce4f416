/**
 * The examination of a bundle, in the order of trust. First hashes: the record, and all that is shown with it, stands in
 * the tree of one checkpoint. Then signatures: who vouches for that checkpoint. Then meaning: what the records say of
 * each other, and whether the author might sign what it signed. Every byte of the file is read for one of these.
 * @module
 */
import type { Sentence } from '../core/catalogue/catalogue.ts';
import type { VerifySignature } from '../core/crypto/public-key.ts';
import { InputError } from '../core/error.ts';
import type { Checkpoint } from '../core/note/checkpoint.ts';
import { NO_QUORUM, type TrustPolicy } from '../core/note/trust-policy.ts';
import { type Anchor, assertExtends, assertLogSigned, assertQuorum, openAnchor } from './anchor.ts';
import { type Artefact, matchArtefact } from './artefact.ts';
import { type ProofBundle, parseBundle } from './bundle.ts';
import type { Checklist } from './checklist.ts';
import { checkInclusions, checkKeyAccount, openEvidence, type PlacedRecord } from './evidence.ts';
import { type Findings, say } from './findings.ts';
import { parseLaterEvidence } from './later.ts';
import { assertSigned, replayEvents } from './replay.ts';
import { assertNotRetired, checkSuccession, followSuccession } from './succession.ts';
import { openRecord } from './version.ts';

export class Examination {
  readonly #list: Checklist;
  readonly #findings: Findings;
  readonly #verify: VerifySignature;

  /** Settles the checks of `list`, and leaves in `findings` what it came to know. */
  constructor(list: Checklist, findings: Findings, verify: VerifySignature) {
    this.#list = list;
    this.#findings = findings;
    this.#verify = verify;
  }

  /** Requires to run inside the list's `run`. */
  run(bytes: Uint8Array, later: Uint8Array | undefined, artefact: Artefact | undefined): void {
    const list = this.#list;
    const findings = this.#findings;

    // What hashes say: all of it hangs from one checkpoint.
    const bundle = list.check('bundle', () => parseBundle(bytes));
    const checkpoint = list.check('inclusion', () => {
      const cover = checkInclusions(bundle);
      checkSuccession(bundle, cover);
      return cover;
    });

    // Who vouches for that checkpoint, or for a later one that contains it.
    if (later !== undefined) list.consider('later', () => this.#judgeLater(bundle, later, checkpoint));
    list.consider('checkpoint', () => this.#judgeCheckpoint(bundle));
    if (this.#anchors().some(({ opened }) => opened !== undefined)) {
      list.consider('witnesses', () => this.#judgeWitnesses());
    }
    list.consider('before', () => this.#judgeBefore(bundle, checkpoint));

    // What the records mean, and whether the author might sign this one.
    const { origin } = checkpoint;
    const evidence = list.check('records', () => openEvidence(bundle, origin, findings.before?.checkpoint));
    findings.evidence = evidence;
    list.check('account', () => checkKeyAccount(evidence, bundle, origin));
    const { keyring, uncheckedEvents } = list.check('events', () => replayEvents(evidence, this.#verify));
    findings.keyring = keyring;
    findings.uncheckedEvents = uncheckedEvents;
    const { opened } = findings.cover ?? {};
    if (opened !== undefined) list.check('checkpoint', () => assertNotRetired(opened, keyring.ledger));
    const { record } = evidence;
    list.check('authority', () => keyring.judge(record));
    list.check('signature', () => assertSigned(record, keyring.signingKey(record), this.#verify));

    if (artefact !== undefined) {
      findings.artefact = list.check('artefact', () => matchArtefact(artefact, record.statement));
    }
  }

  /** The policy with the keys of the log that follow from it. The first check that asks answers for what is wrong with them. */
  #trusted(bundle: ProofBundle): TrustPolicy {
    const { policy, trusted } = this.#findings;
    if (trusted !== undefined) return trusted;
    const followed = followSuccession(bundle, () => openGovernance(bundle), policy, this.#verify);
    this.#findings.trusted = followed.trusted;
    this.#findings.succession = followed.anchors;
    return followed.trusted;
  }

  #judgeLater(bundle: ProofBundle, bytes: Uint8Array, checkpoint: Checkpoint): undefined {
    const { size, note, consistency } = parseLaterEvidence(bytes);
    if (size !== checkpoint.size) {
      throw new InputError('later-mismatch', `evidence from size ${size}, a bundle of size ${checkpoint.size}`);
    }
    const anchor = openAnchor(note, this.#trusted(bundle), this.#verify);
    assertExtends(anchor.checkpoint, checkpoint, consistency);
    this.#findings.later = anchor;
    assertLogSigned([anchor], this.#findings.policy);
    assertQuorum([anchor], this.#findings.policy);
  }

  #judgeCheckpoint(bundle: ProofBundle): undefined {
    this.#findings.cover = openAnchor(bundle.proof.note, this.#trusted(bundle), this.#verify);
    assertLogSigned(this.#anchors(), this.#findings.policy);
  }

  #judgeWitnesses(): Sentence | undefined {
    const { policy } = this.#findings;
    if (policy.quorum === NO_QUORUM) return NO_WITNESSES;
    assertQuorum(this.#anchors(), policy);
    return undefined;
  }

  /** The earlier checkpoint bounds the time if a witness of the policy cosigned it; it must never contradict. */
  #judgeBefore(bundle: ProofBundle, checkpoint: Checkpoint): Sentence | undefined {
    const { before, proof } = bundle;
    if (before === undefined) return NO_EARLIER;
    const anchor = openAnchor(before.note, this.#trusted(bundle), this.#verify);
    assertExtends(checkpoint, anchor.checkpoint, before.consistency);
    const { size } = anchor.checkpoint;
    if (size > proof.index) {
      throw new InputError('bundle-records', `before: a tree of ${size} records holds record ${proof.index}`);
    }
    this.#findings.before = anchor;
    if (anchor.opened === undefined) return EARLIER_NOT_SIGNED;
    return anchor.cosignatures.length === 0 ? EARLIER_NOT_COSIGNED : undefined;
  }

  /** The checkpoints whose trees hold the record: either may be the one that the policy knows. */
  #anchors(): Anchor[] {
    const { cover, later } = this.#findings;
    return [cover, later].filter((anchor) => anchor !== undefined);
  }
}

function openGovernance({ governance }: ProofBundle): PlacedRecord[] {
  return governance.map(({ index, bytes }) => ({ index, ...openRecord(bytes) }));
}

export const NO_WITNESSES: Sentence = say('The policy asks for no witness.', '정책이 증인을 요구하지 않습니다.');
const NO_EARLIER = say(
  'The file carries no earlier cosigned checkpoint.',
  '파일에 이전의 공동 서명된 체크포인트가 없습니다.',
);
const EARLIER_NOT_SIGNED = say(
  'No log key of the policy signed the earlier checkpoint: it bounds no time.',
  '정책의 로그 키가 이전 체크포인트에 서명하지 않아 시각의 하한이 되지 못합니다.',
);
const EARLIER_NOT_COSIGNED = say(
  'No witness of the policy cosigned the earlier checkpoint: it bounds no time.',
  '정책의 증인이 이전 체크포인트에 공동 서명하지 않아 시각의 하한이 되지 못합니다.',
);
