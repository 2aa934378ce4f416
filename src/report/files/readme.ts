/**
 * What stands first in an inspection package: what it is, and five steps to check it without a server.
 * @module
 */
import type { ReportDocument } from '../../core/generated/documents.ts';
import { encodeReport, reportDigest } from '../model/document.ts';

export function renderReadme(document: ReportDocument): string {
  const digest = reportDigest(encodeReport(document));
  const { ledger, checkpoint, generator } = document;
  const verifier = generator.verifier ?? '-';
  return `검사 자료 묶음 / Inspection package
${ledger}, ${checkpoint.size} records, ${checkpoint.instant}
report.json SHA-256 ${digest}
verifier.html SHA-256 ${verifier}
ledgerline ${generator.version}

한국어
======
서버나 네트워크 없이 확인할 수 있습니다.

1. 파일이 온전한지 확인합니다:              sha256sum -c SHA256SUMS
2. 신뢰 정책을 운영 기관이 아닌 곳에서도 받아 trust.policy와 비교합니다.
3. 브라우저로 verifier.html을 엽니다. report.pdf와 신뢰 정책을 끌어다 놓습니다. 아무 데도 연결하지 않습니다.
4. 명령줄로도 확인할 수 있습니다:           ledgerline verify report.pdf --trust trust.policy
5. 원장 전체를 다시 재생합니다:             ledgerline audit ledger --trust trust.policy

report.*   같은 보고서의 PDF, HTML, 데이터(기록)        tables/   보고서의 표(CSV, XLSX)
proofs/    기록의 증명                                  accounts/ 기관별 계정 명세
ledger/    원장의 공개 파일 전체                        verifier.html  파일 하나로 된 검증기
archive/   원장의 화면(한국어, 영어). archive/index.html을 브라우저로 엽니다. 무엇을 뺐는지도 적혀 있습니다.

English
=======
No server and no network is needed.

1. Check that the files are whole:          sha256sum -c SHA256SUMS
2. Take the trust policy from somebody other than the operator, too, and compare it with trust.policy.
3. Open verifier.html in a browser. Drop report.pdf and the policy on it. It connects to nothing.
4. Or on the command line:                  ledgerline verify report.pdf --trust trust.policy
5. Replay the whole ledger:                 ledgerline audit ledger --trust trust.policy

report.*   one report as PDF, HTML and data (the record)   tables/   its tables (CSV, XLSX)
proofs/    proofs of records                               accounts/ account statements of institutions
ledger/    all public files of the ledger                  verifier.html  the verifier, one file
archive/   pages of the ledger (Korean, English): open archive/index.html in a browser; it says what was left out
`;
}
