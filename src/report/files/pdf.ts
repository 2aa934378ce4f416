/**
 * A paper as PDF/A-3b: fonts embedded, sRGB, the report itself and its proofs attached. The same paper and attachments give the
 * same bytes on any day: dates and identifiers come from the paper. It loads nothing: no address, and no file but the fonts.
 * (Whether it is PDF/A-3b in every clause, no validator has said.)
 * @module
 */
import { createRequire } from 'node:module';
import type { TDocumentDefinitions, TFontDictionary } from 'pdfmake/interfaces.js';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { Paper } from '../layout/blocks.ts';
import { type FontFile, fontBytes, fontPath } from './fonts.ts';
import { blocksContent } from './pdf-blocks.ts';
import { COMPACT_STYLES, INK, MARGINS, STYLES } from './pdf-style.ts';
import { type Family, proseRuns } from './runs.ts';

/** A file that lies inside the PDF. */
export interface AttachedFile {
  /** ASCII, unique. */
  readonly name: string;
  readonly mediaType: string;
  readonly description: Sentence;
  /** What it is to the report: `source` of it, or `supplement`. */
  readonly relation: 'source' | 'supplement';
  readonly bytes: Uint8Array;
}

type PdfMake = typeof import('pdfmake');

/** CommonJS, and slow to load: only when a PDF is made. */
function loadPdfMake(): PdfMake {
  const pdfMake: PdfMake = createRequire(import.meta.url)('pdfmake');
  const paths = new Set(Object.values(FAMILIES).flatMap((family) => Object.values(family)));
  // Its space is an empty glyph at the very end of the file, beyond which the font library reads.
  Object(pdfMake).virtualfs.writeFileSync(MONO, Buffer.concat([fontBytes(MONO), new Uint8Array(16)]));
  pdfMake.setFonts(FAMILIES);
  pdfMake.setUrlAccessPolicy(() => false);
  pdfMake.setLocalAccessPolicy((path) => paths.has(path));
  return pdfMake;
}

const MONO: FontFile = 'IBMPlexMono-Regular.ttf';
const FAMILIES: Record<Family, TFontDictionary[string]> = {
  Pretendard: styles('Pretendard-Regular.ttf', 'Pretendard-Bold.ttf'),
  NotoSansKR: styles('NotoSansKR-Regular.ttf'),
  IBMPlexMono: { normal: MONO, bold: MONO, italics: MONO, bolditalics: MONO },
};

function styles(
  regular: FontFile,
  bold = regular,
): { normal: string; bold: string; italics: string; bolditalics: string } {
  const [normal, heavy] = [fontPath(regular), fontPath(bold)];
  return { normal, bold: heavy, italics: normal, bolditalics: heavy };
}

/** The bytes of the PDF. */
export async function renderPdf(
  paper: Paper,
  language: keyof Sentence,
  attachments: readonly AttachedFile[] = [],
): Promise<Uint8Array> {
  const buffer = await loadPdfMake()
    .createPdf(definitionOf(paper, language, attachments))
    .getBuffer();
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function definitionOf(
  paper: Paper,
  language: keyof Sentence,
  attachments: readonly AttachedFile[],
): TDocumentDefinitions {
  const at = new Date(paper.instant);
  return {
    version: '1.7',
    subset: 'PDF/A-3b',
    language: language === 'ko' ? 'ko-KR' : 'en-GB',
    displayTitle: true,
    info: {
      title: plain(paper.title[language]),
      author: 'Ledgerline',
      creator: 'Ledgerline',
      producer: 'Ledgerline',
      subject: plain(paper.header[language]),
      keywords: `urn:ledgerline:v1:report:${paper.digest}`,
      creationDate: at,
      modDate: at,
    },
    files: Object.fromEntries(attachments.map((file) => [file.name, embedded(file, language, at)])),
    pageSize: 'A4',
    pageMargins: [MARGINS.left, MARGINS.top, MARGINS.right, MARGINS.bottom],
    defaultStyle: { font: 'Pretendard', fontSize: 9, lineHeight: paper.isCompact === true ? 1.15 : 1.25, color: INK },
    styles: paper.isCompact === true ? COMPACT_STYLES : STYLES,
    header: () => ({
      text: proseRuns(paper.header[language]),
      style: 'edge',
      margin: [MARGINS.left, 30, MARGINS.right, 0],
    }),
    footer: (page, pages) => ({
      columns: [
        { text: proseRuns(paper.footer[language]), width: '*' },
        { text: `${page} / ${pages}`, width: 60, alignment: 'right' },
      ],
      style: 'edge',
      margin: [MARGINS.left, 22, MARGINS.right, 0],
    }),
    content: blocksContent(paper, language),
  };
}

function embedded({ name, mediaType, description, relation, bytes }: AttachedFile, language: keyof Sentence, at: Date) {
  return {
    src: `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`,
    name,
    description: description[language],
    relationship: relation === 'source' ? 'Source' : 'Supplement',
    creationDate: at,
    modifiedDate: at,
  };
}

/** Metadata stands in XML as it is. */
function plain(text: string): string {
  return text.replace(/[<>&\p{Cc}\p{Cf}\p{Cs}]/gu, ' ');
}
