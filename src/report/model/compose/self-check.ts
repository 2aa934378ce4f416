/**
 * How to check a report oneself: with the command line or a browser, without any server.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { Block } from '../../layout/blocks.ts';
import type { Composition } from './composition.ts';
import { heading, paragraph, say } from './words.ts';

export function composeSelfCheck({ document, digest }: Composition): Block[] {
  const { content, generator } = document;
  const isShort = content.form === 'certificate' || content.form === 'incident';
  return [
    heading(2, 'How to check this yourself', '직접 확인하는 방법'),
    { type: 'list', ordered: true, items: isShort ? STEPS(generator.verifier).slice(0, 3) : STEPS(generator.verifier) },
    { type: 'code', lines: commands(document, digest) },
    ...(isShort
      ? []
      : [
          paragraph(
            'The numbers in the tables name records: ledgerline prove NUMBER gives the proof of one, and any reader can check it.',
            '표의 기록 번호로 증명을 받을 수 있습니다: ledgerline prove 번호. 누구나 확인할 수 있습니다.',
          ),
        ]),
  ];
}

/** Five steps; whoever holds one proof alone needs the first three. */
const STEPS = (verifier: string | undefined): Sentence[] => [
  say(
    'Take the trust policy from somebody whom you trust, not from the operator alone: it names the keys of the log and of the witnesses. Compare it with the attached trust.policy.',
    '신뢰 정책은 운영 기관이 아닌 믿을 수 있는 곳에서도 받으십시오. 로그와 증인의 키가 적혀 있습니다. 첨부된 trust.policy와 비교하십시오.',
  ),
  say(
    'Check the proofs that are attached, without a network: ledgerline verify.',
    '첨부된 증명을 네트워크 없이 확인하십시오: ledgerline verify.',
  ),
  verifier === undefined
    ? say(
        'Or in a browser: open verifier.html from the release, drop a proof and the policy on it. It connects to nothing.',
        '또는 브라우저에서: 배포본의 verifier.html을 열고 증명과 정책을 끌어다 놓으십시오. 아무 데도 연결하지 않습니다.',
      )
    : say(
        `Or in a browser: open verifier.html (SHA-256 ${verifier}), drop a proof and the policy on it. It connects to nothing.`,
        `또는 브라우저에서: verifier.html(SHA-256 ${verifier})을 열고 증명과 정책을 끌어다 놓으십시오. 아무 데도 연결하지 않습니다.`,
      ),
  say(
    'Replay the whole ledger from a copy of its public files: ledgerline audit. Every record, signature and rule is checked again.',
    '공개 파일의 사본으로 원장 전체를 재생하십시오: ledgerline audit. 모든 기록, 서명, 규칙을 다시 확인합니다.',
  ),
  say(
    'Make this report again from that copy, and compare the SHA-256 of report.json with the one on the cover: they must be equal.',
    '그 사본으로 이 보고서를 다시 만들고 report.json의 SHA-256을 표지의 값과 비교하십시오. 같아야 합니다.',
  ),
];

function commands(document: Composition['document'], digest: string): string[] {
  const { scope, content, checkpoint } = document;
  const bounds = scope.start === 0 && scope.end === checkpoint.size ? '' : ` --from ${scope.start} --to ${scope.end}`;
  const verify = content.form === 'incident' ? 'evidence.json' : 'report.pdf';
  return [
    `ledgerline verify ${verify} --trust trust.policy`,
    'ledgerline audit LEDGER --trust trust.policy',
    ...(content.form === 'incident'
      ? []
      : [
          `ledgerline report ${content.form} LEDGER ${subjectOf(content).concat('').join(' ')}--trust trust.policy${bounds} --out report.json`,
        ]),
    `sha256sum report.json   # ${digest}`,
  ];
}

/** The flag that names the subject. */
function subjectOf(content: Composition['document']['content']): string[] {
  switch (content.form) {
    case 'certificate':
      return ['--of', String(content.record.index)];
    case 'credit':
      return ['--institution', content.institution];
    case 'inspection':
      return content.institution === undefined ? [] : ['--institution', content.institution];
    case 'dossier':
      return ['--model', content.dossier.model];
    default:
      return [];
  }
}
