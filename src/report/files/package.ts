/**
 * An inspection package: one zip with the report in every format, its proofs, the public files of the ledger, pages of the
 * explorer, the trust policy and the verifier. Whoever has it needs no server and no network; the same report gives the same bytes.
 * @module
 */
import { encodeHex } from '../../core/bytes/hex.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { InputError } from '../../core/error.ts';
import { renderCsv } from '../layout/csv.ts';
import { tablesOf } from '../layout/tables.ts';
import { composeReport } from '../model/compose/compose.ts';
import type { GatheredReport } from './gather.ts';
import { renderReadme } from './readme.ts';
import { renderReport } from './render.ts';
import { zipFiles } from './zip.ts';

/** What a package holds that is not made from the report. */
export interface PackageExtras {
  /** The single-file verifier. */
  readonly verifier: Uint8Array | undefined;
  /** Pages of the explorer by their paths under `archive/`. */
  readonly archive: ReadonlyMap<string, Uint8Array>;
}

/** @throws InputError `usage` where the report is no inspection */
export async function renderPackage(
  report: GatheredReport,
  language: keyof Sentence,
  { verifier, archive }: PackageExtras,
): Promise<Uint8Array> {
  if (report.package === undefined) throw new InputError('usage', 'a .zip is the package of an inspection');
  const files = new Map<string, Uint8Array>();
  for (const format of ['json', 'pdf', 'html'] as const)
    files.set(`report.${format}`, await renderReport(report, format, language));
  files.set('tables/tables.xlsx', await renderReport(report, 'xlsx', language));
  for (const table of tablesOf(composeReport(report.document)))
    files.set(`tables/${table.id}.csv`, encodeUtf8(renderCsv(table, language)));
  for (const { name, bytes } of report.attached) {
    if (name.endsWith('.proof.json')) files.set(`proofs/${name}`, bytes);
    if (name === 'trust.policy') files.set(name, bytes);
  }
  const { charter } = report.package;
  if (charter !== undefined) files.set('proofs/record-0.proof.json', charter);
  for (const [institution, bytes] of report.package.accounts) files.set(`accounts/${institution}.account.json`, bytes);
  for (const [path, bytes] of report.package.ledger) files.set(`ledger/${path}`, bytes);
  for (const [path, bytes] of archive) files.set(`archive/${path}`, bytes);
  if (verifier !== undefined) files.set('verifier.html', verifier);
  files.set('README.txt', encodeUtf8(renderReadme(report.document)));
  files.set('SHA256SUMS', encodeUtf8(sumsOf(files)));
  return zipFiles(files);
}

/** In the format of sha256sum. */
function sumsOf(files: ReadonlyMap<string, Uint8Array>): string {
  const paths = [...files.keys()].sort();
  return paths.map((path) => `${encodeHex(sha256(files.get(path) ?? new Uint8Array()))}  ${path}\n`).join('');
}
