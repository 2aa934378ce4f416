/**
 * The blocks of a paper as PDF content. Only texts come from the paper: nothing in it can name a picture, a file or an address
 * for the renderer to load.
 * @module
 */
import type { Content } from 'pdfmake/interfaces.js';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { VERDICTS } from '../../verify/text.ts';
import type { Block, Chart, Paper, Table } from '../layout/blocks.ts';
import { chartSvg, paperPalette } from '../layout/chart-svg.ts';
import { renderQr } from '../layout/qr.ts';
import { codeContent, factsContent, pairsContent, tableContent } from './pdf-cells.ts';
import { boxLayout, LYING_WIDTH, TEXT_WIDTH, VERDICT_LOOKS } from './pdf-style.ts';
import { pretendardText, proseRuns, runsOf } from './runs.ts';

type Language = keyof Sentence;

/** Room that must be left below a heading, in points: it never stands alone at the foot of a page. */
const BELOW_HEADING = 80;
const QR_WIDTH = 104;
/** So that its words are about as large as those around it. */
const CHART_WIDTH = 420;
/** A line without height. */
const NOTHING = { text: '', fontSize: 0, lineHeight: 0 } as const;

/** All blocks in their order. Wide tables, with what leads up to them, stand on pages that lie. */
export function blocksContent(
  { blocks, isCompact }: Pick<Paper, 'blocks' | 'isCompact'>,
  language: Language,
): Content[] {
  const lying = lyingBlocks(blocks);
  let isBroken = false;
  return blocks.flatMap((block, i): Content[] => {
    const lies = lying.has(i);
    const [before, after] = [blocks[i - 1], blocks[i + 1]];
    if (isCompact === true && block.type === 'qr' && before?.type === 'facts') return [];
    if (isCompact === true && block.type === 'facts' && after?.type === 'qr') return [besideQr(block, after, language)];
    if (block.type === 'page-break') {
      isBroken = true;
      return [];
    }
    const turns = lies !== lying.has(i - 1) && i > 0;
    const content = blockContent(block, {
      language,
      width: lies ? LYING_WIDTH : TEXT_WIDTH,
      isCompact: isCompact === true,
    });
    if (!turns && !isBroken) return [content];
    isBroken = false;
    return [{ ...NOTHING, pageBreak: 'before', pageOrientation: lies ? 'landscape' : 'portrait' }, content];
  });
}

/** Columns from which on a table is wide, and those that a short one still finds room for on a page that stands. */
const MANY_COLUMNS = 8;
const MOST_STANDING = 13;
/** A table of so few rows is not worth turning the page: what stands before and after it would have a page each. */
const FEW_ROWS = 24;
/** The same of a table with just many columns. */
const SOME_ROWS = 60;

/** Wide tables, and the headings, texts and page breaks right before them. */
function lyingBlocks(blocks: readonly Block[]): Set<number> {
  const lying = new Set<number>();
  for (const [i, block] of blocks.entries()) {
    if (block.type !== 'table' || !isWide(block.table)) continue;
    lying.add(i);
    for (let j = i - 1; j > 0 && ['heading', 'paragraph', 'page-break'].includes(blocks[j]?.type ?? ''); j--)
      lying.add(j);
  }
  return lying;
}

function isWide({ columns, rows }: Table): boolean {
  if (rows.length === 0 || columns.length < MANY_COLUMNS) return false;
  const most = columns.length === MANY_COLUMNS ? SOME_ROWS : FEW_ROWS;
  return rows.length > most || columns.length > MOST_STANDING;
}

/** A language, and the width of the page between its margins. */
interface Sheet {
  readonly language: Language;
  readonly width: number;
  readonly isCompact: boolean;
}

function headingContent({ level, text }: Extract<Block, { type: 'heading' }>, language: Language): Content {
  const heading: Content = {
    text: proseRuns(text[language]),
    style: `h${level}`,
    outline: true,
    outlineText: text[language],
  };
  return [
    { stack: [heading, { ...NOTHING, margin: [0, 0, 0, BELOW_HEADING] }], unbreakable: true },
    { ...NOTHING, margin: [0, -BELOW_HEADING, 0, 0] },
  ];
}

function blockContent(block: Exclude<Block, { type: 'page-break' }>, sheet: Sheet): Content {
  const { language, width, isCompact } = sheet;
  switch (block.type) {
    case 'heading':
      return headingContent(block, language);
    case 'paragraph':
      return { text: proseRuns(block.text[language]), style: 'paragraph' };
    case 'verdict':
      return verdictContent(block, language);
    case 'facts':
      return isCompact ? pairsContent(block.rows, language, width) : factsContent(block.rows, language, width);
    case 'table':
      return tableContent(block.table, language, width);
    case 'chart':
      return chartContent(block.chart, language);
    case 'list': {
      const items = block.items.map((item): Content => ({ text: proseRuns(item[language]), margin: [0, 0, 0, 2] }));
      return block.ordered ? { ol: items, style: 'list' } : { ul: items, style: 'list' };
    }
    case 'code':
      return codeContent(block.lines);
    case 'qr':
      return qrContent(block, language);
  }
}

function verdictContent({ verdict, text }: Extract<Block, { type: 'verdict' }>, language: Language): Content {
  const { sign, ink, shade } = VERDICT_LOOKS[verdict];
  const word: Content = {
    text: runsOf(`${sign}  ${VERDICTS[verdict][language]}`),
    bold: true,
    fontSize: 13,
    color: ink,
  };
  const sentence: Content = { text: proseRuns(text[language]), margin: [0, 3, 0, 0] };
  return {
    table: { widths: ['*'], body: [[{ stack: [word, sentence], fillColor: shade }]], dontBreakRows: true },
    layout: boxLayout(ink),
    margin: [0, 4, 0, 6],
  };
}

function qrContent({ content, caption }: Extract<Block, { type: 'qr' }>, language: Language): Content {
  const words: Content[] = [
    { text: proseRuns(caption[language]), bold: true, margin: [0, 30, 0, 3] },
    { text: content, style: 'mono', fontSize: 7, color: '#4a5663' },
  ];
  return {
    columns: [
      { svg: renderQr(content, '').text, width: QR_WIDTH },
      { stack: words, width: '*' },
    ],
    columnGap: 6,
    unbreakable: true,
  };
}

/** Facts, with the code at their right. */
function besideQr(
  { rows }: Extract<Block, { type: 'facts' }>,
  { content, caption }: Extract<Block, { type: 'qr' }>,
  language: Language,
): Content {
  const gap = 12;
  const width = TEXT_WIDTH - QR_WIDTH - gap;
  return {
    columns: [
      { stack: [factsContent(rows, language, width)], width },
      {
        stack: [
          { svg: renderQr(content, '').text, width: QR_WIDTH },
          { text: proseRuns(caption[language]), fontSize: 6.5, color: '#4a5663' },
        ],
        width: QR_WIDTH,
      },
    ],
    columnGap: gap,
    unbreakable: true,
  };
}

/** The drawing; its numbers stand in a table of the paper. */
function chartContent(chart: Chart, language: Language): Content {
  const svg = pretendardText(chartSvg(chart, language, paperPalette('Pretendard')));
  const caption: Content = { text: proseRuns(chart.caption[language]), style: 'caption' };
  return { stack: [caption, { svg, width: CHART_WIDTH, font: 'Pretendard' }], unbreakable: true, margin: [0, 0, 0, 8] };
}
