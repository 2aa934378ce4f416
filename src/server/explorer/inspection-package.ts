/**
 * An inspection package with the explorer's pages in it: a command and a server make the same bytes.
 * @module
 */
import { archiveStyle } from '../../report/files/archive-style.ts';
import type { GatheredReport } from '../../report/files/gather.ts';
import { renderPackage } from '../../report/files/package.ts';
import type { Language } from '../../verify/text.ts';
import { renderArchive } from '../../web/archive/archive.ts';

/** @param verifier the single-file verifier. @throws InputError `usage` where the report is no inspection */
export async function inspectionPackage(
  report: GatheredReport,
  language: Language,
  verifier: Uint8Array | undefined,
): Promise<Uint8Array> {
  const { document, package: parts } = report;
  const request = parts && { ...parts, scope: document.scope, style: await archiveStyle() };
  const archive = request === undefined ? new Map<string, Uint8Array>() : await renderArchive(request);
  return renderPackage(report, language, { verifier, archive });
}
