/**
 * `verify` of a report: what of it its own attachments prove.
 * @module
 */
import { createNodeVerifier } from '../node/crypto/provider.ts';
import { inflateBounded, isRendering } from '../report/files/compare-pages.ts';
import { judgeReport, type ReportVerification } from '../report/model/judge/judge.ts';
import { isReportDocument } from '../report/model/judge/parse-report.ts';
import { isReportFile } from '../verify/report-file.ts';
import { printable, renderAround, VERDICTS } from '../verify/text.ts';
import { type ExitCode, exitCodeOfVerdict } from './exit-codes.ts';
import type { Output } from './output.ts';
import { installedVersion } from './version.ts';

const MAX_KEYS = 4096;

/** True for a PDF, a page, or a report as data. */
export function isReport(bytes: Uint8Array): boolean {
  return isReportFile(bytes) || isReportDocument(bytes);
}

export async function verifyReport(
  output: Output,
  file: string,
  bytes: Uint8Array,
  policy: Uint8Array,
): Promise<ExitCode> {
  const verifier = createNodeVerifier({ maxKeys: MAX_KEYS });
  const version = await installedVersion();
  const verification = await judgeReport(bytes, policy, {
    verifySignature: verifier.verify,
    inflate: inflateBounded,
    isRendering: (document, carried) => isRendering(bytes, version, document, carried),
  });
  const { facts, proofs, ...judgement } = verification;
  const found =
    facts === undefined
      ? {}
      : { report: facts.report, digest: facts.digest, integrity: facts.document.integrity.verdict };
  output.result(
    { file, ...judgement, ...found, proofs: proofs.map(({ name, verdict }) => ({ name, verdict })) },
    describe(output, verification),
  );
  return exitCodeOfVerdict(verification.verdict);
}

function describe(output: Output, verification: ReportVerification): string {
  const { facts, proofs } = verification;
  const lines: string[] = [];
  if (facts !== undefined) {
    const { content, ledger, checkpoint, integrity } = facts.document;
    const rows: readonly (readonly [string, string])[] = [
      [output.say({ en: 'report', ko: '보고서' }), facts.report],
      ['SHA-256', facts.digest],
      [output.say({ en: 'kind', ko: '종류' }), content.form],
      [output.say({ en: 'ledger', ko: '원장' }), ledger],
      [output.say({ en: 'records', ko: '기록 수' }), String(checkpoint.size)],
      [output.say({ en: 'as of', ko: '기준 시각' }), checkpoint.instant],
      [output.say({ en: 'it says', ko: '보고서의 판정' }), VERDICTS[integrity.verdict][output.language]],
    ];
    lines.push(
      '',
      output.say({ en: 'Report', ko: '보고서' }),
      ...rows.map(([name, value]) => `  ${name.padEnd(14)}${printable(value)}`),
    );
  }
  if (proofs.length > 0)
    lines.push(
      '',
      output.say({ en: 'Proofs', ko: '증명' }),
      ...proofs.map(({ name, verdict }) => `  ${verdict.padEnd(12)}${printable(name)}`),
    );
  return renderAround(verification, lines, output.language).trimEnd();
}
