/**
 * The blocks of a paper as PDF content. Only texts come from the paper: nothing in it can name a picture, a file or an address
 * for the renderer to load.
 * @module
 */
import type { Content } from 'pdfmake/interfaces.js';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { VERDICTS } from '../../verify/text.ts';
import type { Block, Chart, Paper } from '../layout/blocks.ts';
import { chartSvg, paperPalette } from '../layout/chart-svg.ts';
import { renderQr } from '../layout/qr.ts';
import { codeContent, factsContent, tableContent } from './pdf-cells.ts';
import { boxLayout, TEXT_WIDTH, VERDICT_LOOKS } from './pdf-style.ts';
import { pretendardText, proseRuns, runsOf } from './runs.ts';

type Language = keyof Sentence;

/** Room that must be left below a heading, in points: it never stands alone at the foot of a page. */
const BELOW_HEADING = 80;
const QR_WIDTH = 104;
/** A line without height. */
const NOTHING = { text: '', fontSize: 0, lineHeight: 0 } as const;

/** All blocks, their headings numbered. */
export function blocksContent({ blocks }: Pick<Paper, 'blocks'>, language: Language): Content[] {
  const counts = [0, 0, 0];
  return blocks.map((block) => {
    if (block.type !== 'heading') return blockContent(block, language);
    counts[block.level - 1] = (counts[block.level - 1] ?? 0) + 1;
    counts.fill(0, block.level);
    return headingContent(
      block,
      counts.slice(0, block.level).filter((count) => count > 0),
      language,
    );
  });
}

function headingContent(
  { level, text }: Extract<Block, { type: 'heading' }>,
  numbers: readonly number[],
  language: Language,
): Content {
  const shown = `${numbers.join('.')}${level === 1 ? '.' : ''}  ${text[language]}`;
  const heading: Content = {
    text: proseRuns(shown),
    style: `h${level}`,
    ...(level < 3 ? { outline: true } : {}),
    outlineText: shown,
  };
  return [
    { stack: [heading, { ...NOTHING, margin: [0, 0, 0, BELOW_HEADING] }], unbreakable: true },
    { ...NOTHING, margin: [0, -BELOW_HEADING, 0, 0] },
  ];
}

function blockContent(block: Exclude<Block, { type: 'heading' }>, language: Language): Content {
  switch (block.type) {
    case 'paragraph':
      return { text: proseRuns(block.text[language]), style: 'paragraph' };
    case 'verdict':
      return verdictContent(block, language);
    case 'facts':
      return factsContent(block.rows, language);
    case 'table':
      return tableContent(block.table, language);
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
    case 'page-break':
      return { text: '', pageBreak: 'after' };
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
    margin: [0, 4, 0, 10],
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

/** The drawing; its numbers stand in a table of the paper. */
function chartContent(chart: Chart, language: Language): Content {
  const svg = pretendardText(chartSvg(chart, language, paperPalette('Pretendard')));
  return [
    { text: proseRuns(chart.caption[language]), style: 'caption' },
    { svg, width: TEXT_WIDTH, font: 'Pretendard', margin: [0, 0, 0, 8] },
  ];
}
