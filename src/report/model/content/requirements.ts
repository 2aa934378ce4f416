/**
 * Requirements of regulators, and what of a report bears on each. Data, not code: clause numbers change when texts do. Those
 * with a `*` are from drafts or were not read in the official text.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';

export interface Requirement {
  readonly id: string;
  readonly text: Sentence;
  readonly clauses: readonly string[];
  /** What the report shows of it; none: the procedures of the organisation must. */
  readonly evidence: readonly EvidenceName[];
}

export type EvidenceName =
  | 'records-replayed'
  | 'audit-findings'
  | 'signatures'
  | 'entries'
  | 'changes'
  | 'changes-with-reason'
  | 'corrections'
  | 'keys'
  | 'key-revocations'
  | 'roles'
  | 'combined-roles'
  | 'refusals'
  | 'late-entries'
  | 'witnesses'
  | 'amendments'
  | 'withdrawals'
  | 'erasures'
  | 'evaluation-plans'
  | 'models'
  | 'exceptions';

export const REQUIREMENTS: readonly Requirement[] = [
  {
    id: 'R01',
    text: { en: 'Altered or invalid records can be discerned', ko: '변조되거나 무효인 기록을 식별할 수 있음' },
    clauses: ['21 CFR 11.10(a)', 'EU Annex 11 (2011) 4'],
    evidence: ['records-replayed', 'audit-findings'],
  },
  {
    id: 'R02',
    text: {
      en: 'Accurate and complete copies, for people and machines',
      ko: '사람과 기계가 읽을 수 있는 정확하고 완전한 사본',
    },
    clauses: ['21 CFR 11.10(b)', 'EU Annex 11 (2011) 8.1'],
    evidence: ['entries'],
  },
  {
    id: 'R03',
    text: { en: 'Records kept and retrievable through retention', ko: '보존 기간 동안의 기록 보호와 검색' },
    clauses: ['21 CFR 11.10(c)', 'EU Annex 11 (2011) 7.1, 17'],
    evidence: [],
  },
  {
    id: 'R04',
    text: { en: 'Only authorised institutions write', ko: '권한이 있는 기관만 기록' },
    clauses: ['21 CFR 11.10(d), (g)', 'EU Annex 11 (2011) 12'],
    evidence: ['roles', 'combined-roles', 'refusals'],
  },
  {
    id: 'R05',
    text: {
      en: 'Secure, time-stamped audit trail; old values not obscured',
      ko: '이전 값을 가리지 않는 안전한 시각 기록 점검기록',
    },
    clauses: ['21 CFR 11.10(e)', 'EU Annex 11 (2011) 9', 'PIC/S PI 041-1 9*'],
    evidence: ['entries', 'changes', 'corrections'],
  },
  {
    id: 'R06',
    text: { en: 'Who, what, when and why of every change', ko: '모든 변경의 행위자, 내용, 시각, 사유' },
    clauses: ['EU Annex 11 (2011) 9', 'EU Annex 11 draft 2025 12.2*'],
    evidence: ['changes', 'changes-with-reason'],
  },
  {
    id: 'R07',
    text: { en: 'Audit trail can be searched, sorted and exported', ko: '점검기록의 검색, 정렬, 내보내기' },
    clauses: ['EU Annex 11 draft 2025 12.4*'],
    evidence: ['entries'],
  },
  {
    id: 'R08',
    text: { en: 'Audit trail reviewed by somebody independent', ko: '독립된 사람의 점검기록 검토' },
    clauses: ['EU Annex 11 (2011) 9', 'EU Annex 11 draft 2025 12.5–12.8*'],
    evidence: [],
  },
  {
    id: 'R09',
    text: { en: 'Printouts show what changed since first entry', ko: '최초 입력 후의 변경이 출력물에 표시됨' },
    clauses: ['EU Annex 11 (2011) 8.2'],
    evidence: ['corrections', 'withdrawals'],
  },
  {
    id: 'R10',
    text: { en: 'Signatures show signer, time and meaning', ko: '서명자, 시각, 의미를 보이는 전자서명' },
    clauses: ['21 CFR 11.50', 'EU Annex 11 (2011) 14'],
    evidence: ['signatures'],
  },
  {
    id: 'R11',
    text: { en: 'Signatures permanently linked to their records', ko: '기록과 영구히 결합된 서명' },
    clauses: ['21 CFR 11.70', 'EU Annex 11 (2011) 14(b)'],
    evidence: ['signatures', 'records-replayed'],
  },
  {
    id: 'R12',
    text: { en: 'A key belongs to one holder and is never reused', ko: '키는 한 보유자에게만 속하며 재사용되지 않음' },
    clauses: ['21 CFR 11.100'],
    evidence: ['keys'],
  },
  {
    id: 'R13',
    text: { en: 'Authentication of the person at signing', ko: '서명 시 서명자 본인 인증' },
    clauses: ['21 CFR 11.200(a)'],
    evidence: [],
  },
  {
    id: 'R14',
    text: { en: 'Loss and misuse of keys handled and on record', ko: '키 분실·오용의 처리와 기록' },
    clauses: ['21 CFR 11.300'],
    evidence: ['keys', 'key-revocations'],
  },
  {
    id: 'R16',
    text: { en: 'Sequence and authority checks', ko: '순서와 권한의 점검' },
    clauses: ['21 CFR 11.10(f)–(h)'],
    evidence: ['records-replayed', 'refusals'],
  },
  {
    id: 'R17',
    text: { en: 'Training, written policies, control of documents', ko: '교육, 문서화된 방침, 문서 관리' },
    clauses: ['21 CFR 11.10(i)–(k)', 'EU Annex 11 (2011) 2, 4.3'],
    evidence: [],
  },
  {
    id: 'R18',
    text: { en: 'Time is trustworthy', ko: '신뢰할 수 있는 시각' },
    clauses: ['FDA Q&A 2024', 'EU Annex 11 draft 2025 12.2*'],
    evidence: ['late-entries', 'witnesses'],
  },
  {
    id: 'R20',
    text: { en: 'Backup with regular restore tests', ko: '백업과 정기적인 복구 시험' },
    clauses: ['EU Annex 11 (2011) 7.2'],
    evidence: [],
  },
  {
    id: 'R21',
    text: { en: 'Periodic review', ko: '주기적 검토' },
    clauses: ['EU Annex 11 (2011) 11'],
    evidence: ['exceptions'],
  },
  {
    id: 'R22',
    text: { en: 'Changes of configuration approved and on record', ko: '설정 변경의 승인과 기록' },
    clauses: ['EU Annex 11 (2011) 10'],
    evidence: ['amendments'],
  },
  {
    id: 'R25',
    text: { en: 'Acceptance of AI models planned before their test', ko: '시험 전에 정해진 AI 모델의 허용 기준' },
    clauses: ['EU Annex 22 draft 2025 3–10*'],
    evidence: ['evaluation-plans', 'models'],
  },
  {
    id: 'R27',
    text: { en: 'Personal data minimised and erasable', ko: '개인정보의 최소화와 파기' },
    clauses: ['개인정보 보호법 21', 'GDPR 5, 17, 25'],
    evidence: ['erasures'],
  },
];
