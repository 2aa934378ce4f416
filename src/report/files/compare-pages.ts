/**
 * Whether a report file is what this program makes of the report in it: then its pages say what the report says, and nothing else.
 * @module
 */
import { inflateSync } from 'node:zlib';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { ReportDocument } from '../../core/generated/documents.ts';
import type { AttachedFile as CarriedFile, Inflate } from '../../verify/report-file.ts';
import { renderHtml } from '../layout/html.ts';
import { attachmentsOf } from '../model/attachments.ts';
import { composeReport } from '../model/compose/compose.ts';
import { type AttachedFile, renderPdf } from './pdf.ts';
import { embeddedLinks } from './render.ts';

const LANGUAGES: readonly (keyof Sentence)[] = ['ko', 'en'];

/** zlib undone, never to more than is asked for. */
export const inflateBounded: Inflate = async (compressed, maxBytes) =>
  inflateSync(compressed, { maxOutputLength: maxBytes });

/** Undefined where another version made the file, so that this one cannot tell. */
export async function isRendering(
  file: Uint8Array,
  version: string,
  document: ReportDocument,
  carried: readonly CarriedFile[],
): Promise<boolean | undefined> {
  if (document.generator.version !== version) return undefined;
  const paper = composeReport(document);
  const isPdf = file[0] === 0x25;
  for (const language of LANGUAGES) {
    const attached = describe(document, carried);
    const made = isPdf
      ? await renderPdf(paper, language, attached)
      : encodeUtf8(renderHtml(paper, language, { links: embeddedLinks(attached) }));
    if (equalBytes(made, file)) return true;
  }
  return false;
}

/** The attachments as `gatherReport` gives them. */
function describe(document: ReportDocument, carried: readonly CarriedFile[]): AttachedFile[] {
  return attachmentsOf(document).flatMap(({ name, mediaType, description, source }) => {
    const bytes = carried.find((file) => file.name === name)?.bytes;
    const relation = source.type === 'report' ? 'source' : 'supplement';
    return bytes === undefined ? [] : [{ name, mediaType, description, relation, bytes }];
  });
}
