/**
 * Verifying an inclusion proof that stands alone (C2SP tlog-proof, `*.tlog-proof`): the record whose place it proves comes in a file of
 * its own. It says where a record stands and who vouches for the tree; of author, key and role it says nothing, a proof bundle does.
 * @module
 */
import { equalBytes } from '../core/bytes/bytes.ts';
import { encodeUtf8 } from '../core/bytes/utf8.ts';
import type { Sentence } from '../core/catalogue/catalogue.ts';
import { verifySignature } from '../core/crypto/verify.ts';
import { InputError } from '../core/error.ts';
import { hashLeaf } from '../core/merkle/hash.ts';
import { checkInclusion } from '../core/merkle/inclusion.ts';
import { parseCheckpoint } from '../core/note/checkpoint.ts';
import { parseTlogProof, type TlogProof } from '../core/note/proof.ts';
import { NO_QUORUM, type TrustPolicy } from '../core/note/trust-policy.ts';
import { type Anchor, assertLogSigned, assertQuorum, openAnchor } from './anchor.ts';
import { Checklist } from './checklist.ts';
import { NO_WITNESSES } from './examination.ts';
import { cosignersOf, say } from './findings.ts';
import { type SignatureBackend, withSignatures } from './signatures.ts';
import type { Judgement } from './text.ts';
import { CHECKS } from './verdict.ts';

const PROOF_CHECKS = {
  file: {
    en: 'The file is an inclusion proof (tlog-proof), in its one spelling.',
    ko: '파일이 정해진 표기를 따르는 포함 증명(tlog-proof)입니다.',
  },
  inclusion: {
    en: 'The record given stands in the tree of the checkpoint, at the index stated.',
    ko: '함께 제시된 기록이 적힌 인덱스에서 체크포인트의 트리에 있습니다.',
  },
  checkpoint: CHECKS.checkpoint,
  witnesses: CHECKS.witnesses,
} as const satisfies Record<string, Sentence>;

export interface VerifyProofOptions {
  readonly verifySignature?: SignatureBackend;
  /** The bytes of the record. Without them nobody can tell. */
  readonly record?: Uint8Array;
}

const START = encodeUtf8('c2sp.org/tlog-proof@');

/** True for what says of itself that it is an inclusion proof, of whatever version. */
export function isProofFile(bytes: Uint8Array): boolean {
  return equalBytes(bytes.subarray(0, START.length), START);
}

/** Judges the proof. Never throws for what the file is. */
export function verifyProofFile(
  bytes: Uint8Array,
  policy: TrustPolicy,
  { verifySignature: backend = verifySignature, record }: VerifyProofOptions = {},
): Promise<Judgement> {
  return withSignatures(backend, (verify) => {
    const list = new Checklist(['file', 'inclusion', 'checkpoint', 'witnesses'], PROOF_CHECKS);
    let [proof, anchor]: [TlogProof?, Anchor?] = [];
    list.run(() => {
      const { index, hashes, note } = list.check('file', () => {
        const parsed = parseTlogProof(bytes);
        parseCheckpoint(parsed.note.text);
        return parsed;
      });
      proof = { index, hashes, note };
      list.consider('inclusion', () => assertRecord(record, { index, hashes, note }));
      const opened = list.check('checkpoint', () => {
        const under = openAnchor(note, policy, verify);
        assertLogSigned([under], policy);
        return under;
      });
      anchor = opened;
      list.consider('witnesses', () => {
        if (policy.quorum === NO_QUORUM) return NO_WITNESSES;
        assertQuorum([opened], policy);
        return undefined;
      });
    });
    return conclude(list, proof, anchor);
  });
}

function assertRecord(record: Uint8Array | undefined, { index, hashes, note }: TlogProof): undefined {
  if (record === undefined)
    throw new InputError('evidence-incomplete', `the bytes of record ${index} are missing: give the record as well`);
  const { size, root } = parseCheckpoint(note.text);
  checkInclusion(index, size, hashLeaf(record), hashes, root);
}

function conclude(
  list: Checklist<keyof typeof PROOF_CHECKS>,
  proof: TlogProof | undefined,
  anchor: Anchor | undefined,
): Judgement {
  const verdict = list.verdict();
  const around = { verdict, checks: list.checks(), warnings: [], ignored: [] };
  if (verdict !== 'VERIFIED' || proof === undefined || anchor === undefined) {
    return { ...around, summary: verdict === 'FAILED' ? REFUTED : UNDECIDED, proven: [], committed: [] };
  }
  const { origin, size } = anchor.checkpoint;
  const who = cosignersOf(anchor).join(', ');
  return {
    ...around,
    summary: say(
      `The record given is record ${proof.index} of the log ${origin}.`,
      `제시된 기록은 로그 ${origin}의 ${proof.index}번 기록입니다.`,
    ),
    proven: [
      say(
        `The bytes given stand as record ${proof.index} in a tree of ${size} records of the log ${origin}.`,
        `제시된 바이트는 로그 ${origin}의 기록 ${size}개 트리에서 ${proof.index}번 기록입니다.`,
      ),
      ...(who === ''
        ? []
        : [say(`${who} saw this tree and cosigned it.`, `다음 증인이 이 트리를 보고 공동 서명했습니다: ${who}.`)]),
    ],
    committed: [
      say(
        'Who wrote the record, and whether it might: an inclusion proof says nothing of it. A proof bundle does.',
        '누가 기록을 작성했는지, 그럴 권한이 있었는지. 포함 증명은 이를 말하지 않으며 증명 묶음이 증명합니다.',
      ),
    ],
  };
}

const REFUTED = say('Do not rely on this file.', '이 파일을 신뢰하지 마십시오.');
const UNDECIDED = say(
  'Nothing wrong was found, but nobody can tell from this alone.',
  '잘못된 점은 발견되지 않았으나 이것만으로는 판단할 수 없습니다.',
);
