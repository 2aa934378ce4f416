/**
 * Verifying evidence against a ledger: file and trust policy in, verdict out (I8, I9). VERIFIED means that the evidence holds:
 * the ledger did what the file says. No network, no clock, no state.
 * @module
 */
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import type { VerifySignature } from '../../core/crypto/public-key.ts';
import { verifySignature } from '../../core/crypto/verify.ts';
import { InputError } from '../../core/error.ts';
import { hashLeaf } from '../../core/merkle/hash.ts';
import { type Checkpoint, parseCheckpoint } from '../../core/note/checkpoint.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { Checklist } from '../checklist.ts';
import { say } from '../findings.ts';
import { type SignatureBackend, withSignatures } from '../signatures.ts';
import type { Check, Verdict } from '../verdict.ts';
import { CHECKS_OF, EVIDENCE_CHECKS, type EvidenceCheckId } from './checks.ts';
import { type LedgerEvidence, parseEvidenceFile, type RuleEvidence } from './document.ts';
import {
  assertForked,
  assertIncluded,
  assertLeadsTo,
  assertReplaced,
  assertRuleBroken,
  assertSignedByLog,
} from './judge.ts';
import { type ReplayedPrefix, replayPrefix, rootOfRecords } from './replay-prefix.ts';

/** What the evidence is about. Established only as far as the verdict goes. */
export interface EvidenceFacts {
  readonly kind: LedgerEvidence['kind'];
  readonly origin: string;
  /** Sizes of the trees, in the order of the notes. */
  readonly sizes: readonly number[];
  readonly index?: number;
  readonly code?: string;
}

/** The result of verifying evidence. */
export interface EvidenceVerification {
  readonly verdict: Verdict;
  /** The verdict in one plain sentence. */
  readonly summary: Sentence;
  readonly checks: readonly Check<EvidenceCheckId>[];
  /** Undefined where the file could not be read. */
  readonly facts: EvidenceFacts | undefined;
  /** What a VERIFIED proves; empty for another verdict. */
  readonly proven: readonly Sentence[];
}

export interface VerifyEvidenceOptions {
  /** How signatures are verified; the pure verifier if absent. Another must give the same answers. */
  readonly verifySignature?: SignatureBackend;
}

/**
 * Verifies evidence under a trust policy file. Whatever the file is, the answer is a verdict.
 * @throws InputError `bad-policy` for an unreadable policy: that is the reader's own file, not evidence
 */
export async function verifyEvidence(
  bytes: Uint8Array,
  policyText: Uint8Array | string,
  options?: VerifyEvidenceOptions,
): Promise<EvidenceVerification> {
  return verifyEvidenceUnderPolicy(bytes, parsePolicy(policyText), options);
}

/** {@link verifyEvidence} under a policy parsed before. Never throws. */
export async function verifyEvidenceUnderPolicy(
  bytes: Uint8Array,
  policy: TrustPolicy,
  options: VerifyEvidenceOptions = {},
): Promise<EvidenceVerification> {
  const backend = options.verifySignature ?? verifySignature;
  const evidence = tryParse(bytes);
  const replayed = evidence instanceof InputError ? undefined : await replay(evidence, backend);
  return withSignatures(backend, (verify) => {
    const kind = evidence instanceof InputError ? undefined : evidence.kind;
    const list = new Checklist<EvidenceCheckId>(kind === undefined ? ['file'] : CHECKS_OF[kind], EVIDENCE_CHECKS);
    list.run(() => {
      const parsed = list.check('file', () => orThrow(evidence));
      examine(list, parsed, policy, replayed, verify);
    });
    return conclude(list, evidence);
  });
}

function tryParse(bytes: Uint8Array): LedgerEvidence | InputError {
  try {
    return parseEvidenceFile(bytes);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function orThrow(evidence: LedgerEvidence | InputError): LedgerEvidence {
  if (evidence instanceof InputError) throw evidence;
  return evidence;
}

/** The replay that a file asks for. Records that do not lead to the checkpoint are not worth one. */
async function replay(evidence: LedgerEvidence, verify: SignatureBackend): Promise<ReplayedPrefix | undefined> {
  if (evidence.kind !== 'rule' || evidence.prefix === undefined) return undefined;
  const records = [...evidence.prefix.records, evidence.record];
  const root = rootOfRecords(records);
  return leadsTo(evidence, root) ? replayPrefix(records, verify) : { root, problems: [], doubts: [], creditsDue: 0 };
}

function leadsTo(evidence: RuleEvidence, root: Uint8Array): boolean {
  try {
    assertLeadsTo(evidence, root);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false; // told again when it is judged
    throw error;
  }
}

function examine(
  list: Checklist<EvidenceCheckId>,
  evidence: LedgerEvidence,
  policy: TrustPolicy,
  replayed: ReplayedPrefix | undefined,
  verify: VerifySignature,
): void {
  if (evidence.kind === 'fork') {
    list.consider('signed', () => assertSignedByLog(evidence.notes, policy, verify));
    list.consider('fork', () => assertForked(evidence));
  } else if (evidence.kind === 'rule') {
    list.check('inclusion', () => assertRecordIncluded(evidence));
    list.consider('signed', () => assertSignedByLog([evidence.note], policy, verify));
    list.consider('rule', () => assertRuleBroken(evidence, replayed, verify));
  } else {
    const { receipt, record, note, leaf, inclusion } = evidence;
    list.check('inclusion', () => {
      assertIncluded(receipt.note, receipt.index, hashLeaf(record), receipt.hashes);
      assertIncluded(note, receipt.index, leaf, inclusion);
    });
    list.consider('signed', () => assertSignedByLog([receipt.note, note], policy, verify));
    list.consider('omission', () => assertReplaced(evidence));
  }
}

function assertRecordIncluded({ note, index, record, inclusion }: RuleEvidence): Checkpoint {
  return assertIncluded(note, index, hashLeaf(record), inclusion);
}

function conclude(list: Checklist<EvidenceCheckId>, evidence: LedgerEvidence | InputError): EvidenceVerification {
  const verdict = list.verdict();
  const facts = evidence instanceof InputError ? undefined : factsOf(evidence);
  const holds = verdict === 'VERIFIED' && facts !== undefined;
  return {
    verdict,
    summary: holds ? accusation(facts) : verdict === 'FAILED' ? REFUTED : UNDECIDED,
    checks: list.checks(),
    facts,
    proven: holds ? [isWithheld(facts) ? WITHHELD : MEANINGS[facts.kind]] : [],
  };
}

function factsOf(evidence: LedgerEvidence): EvidenceFacts | undefined {
  const notes = evidence.kind === 'fork' ? evidence.notes : [evidence.note];
  const all = evidence.kind === 'omission' ? [evidence.receipt.note, ...notes] : notes;
  try {
    const checkpoints = all.map(({ text }) => parseCheckpoint(text));
    const { origin = '' } = checkpoints[0] ?? {};
    const facts = { kind: evidence.kind, origin, sizes: checkpoints.map(({ size }) => size) };
    if (evidence.kind === 'rule') return { ...facts, index: evidence.index, code: evidence.code };
    return evidence.kind === 'omission' ? { ...facts, index: evidence.receipt.index } : facts;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** True where not a record is wrong but what should follow it is missing. */
function isWithheld({ kind, code }: EvidenceFacts): boolean {
  return kind === 'rule' && code === 'credits-missing';
}

function accusation(facts: EvidenceFacts): Sentence {
  const { origin, sizes } = facts;
  if (!isWithheld(facts)) return ACCUSATIONS[facts.kind](facts);
  return say(
    `The log ${origin} signed a tree of size ${sizes[0]} that ends although credits must follow at once.`,
    `로그 ${origin}의 키로 크기 ${sizes[0]}의 트리가 서명되었습니다. 바로 크레딧이 이어져야 하는데 거기서 끝납니다.`,
  );
}

const ACCUSATIONS: Readonly<Record<LedgerEvidence['kind'], (facts: EvidenceFacts) => Sentence>> = {
  fork: ({ origin, sizes: [a, b] }) =>
    say(
      `The log ${origin} signed two histories: its checkpoints of size ${a} and of size ${b} contradict each other.`,
      `로그 ${origin}의 키로 서로 다른 두 이력이 서명되었습니다. 크기 ${a}와 크기 ${b}의 체크포인트가 모순됩니다.`,
    ),
  rule: ({ origin, index, code }) =>
    say(
      `The log ${origin} recorded what its rules forbid: record ${index}, ${code}.`,
      `로그 ${origin}에 규칙이 금하는 기록이 있습니다: ${index}번, ${code}.`,
    ),
  omission: ({ origin, index }) =>
    say(
      `The log ${origin} gave a receipt for record ${index}, and signed a tree in which another record stands there.`,
      `로그 ${origin}의 키로 ${index}번 기록의 영수증이 서명되었고, 그 자리에 다른 기록이 있는 트리도 서명되었습니다.`,
    ),
};

const MEANINGS: Readonly<Record<LedgerEvidence['kind'], Sentence>> = {
  fork: say(
    'Whoever holds the key of the log signed both. No mistake of a reader, a network or a storage makes two signatures.',
    '로그의 키를 가진 쪽이 둘 다 서명했습니다. 독자, 통신망, 저장소의 실수로 서명이 두 개 생기지는 않습니다.',
  ),
  rule: say(
    'The log holds this record under its signature, and anybody who judges it by the rules refuses it.',
    '로그가 서명 아래 이 기록을 담고 있으며, 규칙으로 판단하면 누구나 거부하게 됩니다.',
  ),
  omission: say(
    'Whoever holds the key of the log signed both trees: the record was taken out after its receipt was given.',
    '로그의 키를 가진 쪽이 두 트리에 모두 서명했습니다. 영수증을 준 뒤에 기록이 빠졌습니다.',
  ),
};

const WITHHELD = say(
  'Whoever holds the key of the log signed an end at which earned credit is withheld. Credits that came later do not undo that.',
  '로그의 키를 가진 쪽이, 받을 크레딧이 빠진 끝에 서명했습니다. 나중에 기록된 크레딧이 이를 되돌리지 않습니다.',
);

const REFUTED = say(
  'This file proves nothing against the ledger.',
  '이 파일은 원장에 대해 아무것도 증명하지 못합니다.',
);
const UNDECIDED = say(
  'Nobody can tell from this alone whether the ledger did what the file says.',
  '이것만으로는 원장이 파일의 주장대로 했는지 판단할 수 없습니다.',
);
