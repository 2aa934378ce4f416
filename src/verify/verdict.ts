/**
 * What a verification says (I9): a verdict out of three, the checks that led to it, and how far it reaches.
 *
 * | verdict | means |
 * |---|---|
 * | VERIFIED | every check passed, for a reader who trusts the keys of this policy |
 * | FAILED | the file is broken, or contradicts itself or a key that the policy names: do not rely on it |
 * | CANNOT TELL | nothing is wrong, but the policy or this program does not know enough to vouch for it |
 * @module
 */
import type { ErrorCode, Sentence } from '../core/catalogue/catalogue.ts';

export type Verdict = 'VERIFIED' | 'FAILED' | 'CANNOT TELL';

/** The checks, in their order; each rests on the ones before it. */
export const CHECKS = {
  bundle: {
    en: 'The file is a proof bundle, in its one spelling.',
    ko: '파일이 정해진 표기를 따르는 증명 묶음입니다.',
  },
  inclusion: {
    en: 'The record, and every record shown with it, stands in the tree of the checkpoint.',
    ko: '기록과 함께 제시된 모든 기록이 체크포인트의 트리에 들어 있습니다.',
  },
  later: {
    en: 'The later checkpoint, signed and cosigned as the policy asks, contains that tree.',
    ko: '정책이 요구하는 서명과 공동 서명을 갖춘 후속 체크포인트가 그 트리를 포함합니다.',
  },
  checkpoint: {
    en: 'A log of the trust policy signed the checkpoint.',
    ko: '신뢰 정책의 로그가 체크포인트에 서명했습니다.',
  },
  witnesses: {
    en: 'As many witnesses as the policy asks for cosigned it.',
    ko: '정책이 요구하는 수의 증인이 공동 서명했습니다.',
  },
  before: {
    en: 'The checkpoint before it is the beginning of the same tree, and was cosigned.',
    ko: '이전 체크포인트가 같은 트리의 앞부분이며 공동 서명되었습니다.',
  },
  records: {
    en: 'The records are well-formed, of this log, and in order.',
    ko: '기록들이 형식에 맞고, 이 로그의 것이며, 순서가 맞습니다.',
  },
  account: {
    en: 'The key and role events shown are exactly those that the record commits to.',
    ko: '제시된 키·역할 이력이 기록이 확정한 이력과 정확히 같습니다.',
  },
  events: {
    en: 'The charter and these events add up, and are signed with the right keys where these are known here.',
    ko: '헌장과 이 이력이 서로 맞으며, 여기서 키를 알 수 있는 것은 올바른 키로 서명되었습니다.',
  },
  authority: {
    en: 'At this index the author was enrolled, its key was live, and it held the role.',
    ko: '이 인덱스에서 작성 기관이 등록되어 있고 키가 유효하며 필요한 역할을 가지고 있었습니다.',
  },
  signature: {
    en: "The author's signature covers exactly these bytes.",
    ko: '작성 기관의 서명이 정확히 이 바이트에 대한 것입니다.',
  },
  artefact: {
    en: 'The artefact is the one that the record is about.',
    ko: '산출물이 기록의 대상과 같습니다.',
  },
} as const satisfies Record<string, Sentence>;

export type CheckId = keyof typeof CHECKS;

/**
 * `passed`; `failed`, which makes the verdict FAILED; `unknown` and `not-reached`, which make it CANNOT TELL;
 * `ignored`: the file carries nothing that could be counted here, and nothing was made of it.
 */
export type CheckOutcome = 'passed' | 'failed' | 'unknown' | 'not-reached' | 'ignored';

/** One check. */
export interface Check<Id extends string = CheckId> {
  readonly id: Id;
  readonly outcome: CheckOutcome;
  /** What is checked, as a claim that holds if it passed. */
  readonly sentence: Sentence;
  /** Why there was nothing to judge, for `ignored`. For the others the catalogue says what the code means. */
  readonly reason?: Sentence;
  /** The reason's code, where it failed or is unknown. */
  readonly code?: ErrorCode;
  /** Where and what exactly, for an engineer. Quotes the evidence, which may be hostile. */
  readonly detail?: string;
}

/** What one witness says of a time. */
export interface Testimony {
  /** The policy's name of the witness. */
  readonly witness: string;
  /** Instant. */
  readonly at: string;
}

/** A bound of the time of publication. Holds if any one of the witnesses named tells the truth. */
export interface TimeBound {
  /** Instant: of what they say, the least certain. */
  readonly instant: string;
  readonly by: readonly Testimony[];
}

/** What the record says, and what the evidence says of it. Established only as far as the verdict goes. */
export interface Facts {
  readonly origin: string;
  readonly index: number;
  /** Size of the tree that the bundle's checkpoint describes. */
  readonly treeSize: number;
  readonly kind: string;
  readonly institution: string;
  /** Statement digest: the name of the record everywhere. */
  readonly digest: string;
  readonly subject: { readonly name: string; readonly sha256: string };
  readonly keyId: string;
  /** What the signature means. */
  readonly meaning: string;
  /** Reason code, where the statement gives one. */
  readonly reason: string | undefined;
  /** RFC 3339 with offset, as the author states. */
  readonly signedAt: string;
  /** Instant, as the operator states. */
  readonly recordedAt: string;
  /** Roles that the author held; undefined unless the events were checked. */
  readonly roles: readonly string[] | undefined;
  /** When it was published, as witnesses bound it; a bound is undefined where none does. */
  readonly time: { readonly notBefore: TimeBound | undefined; readonly notAfter: TimeBound | undefined };
  /** The later tree that still contains it, if later evidence was given. */
  readonly later: { readonly treeSize: number; readonly seen: readonly Testimony[] } | undefined;
}

/** A signature line that counted for nothing. The name is attacker-controlled. */
export interface IgnoredSignature {
  readonly where: 'proof' | 'before' | 'later' | 'succession';
  readonly name: string;
  readonly keyId: string;
}

export type WarningCode =
  | 'no-witness'
  | 'no-lower-bound'
  | 'no-upper-bound'
  | 'recorded-before-lower-bound'
  | 'recorded-after-upper-bound'
  | 'bounds-cross'
  | 'log-key-not-in-charter'
  | 'log-key-succeeded'
  | 'key-compromised'
  | 'needs-quorum'
  | 'same-tensors';

/** What a reader of a VERIFIED should know. */
export interface Warning {
  readonly code: WarningCode;
  readonly sentence: Sentence;
}

/** The result of a verification. */
export interface Verification {
  readonly verdict: Verdict;
  /** The verdict in one plain sentence. */
  readonly summary: Sentence;
  readonly checks: readonly Check[];
  /** Undefined where the record could not be read. */
  readonly facts: Facts | undefined;
  /** What a VERIFIED proves; empty for another verdict. */
  readonly proven: readonly Sentence[];
  /** What it rests on without proof: somebody's word, or a commitment that nobody has opened yet. */
  readonly committed: readonly Sentence[];
  readonly warnings: readonly Warning[];
  readonly ignored: readonly IgnoredSignature[];
}
