/**
 * The lineage as a drawing: models down the left, between two of them the round that made the later one, and at its right who
 * contributed. Every node is a link with text; the table beside it has the same.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { escapeXml, tag } from '../../../report/layout/chart/paint.ts';
import { cutTo, widthOf } from '../../../report/layout/chart/scale.ts';
import { shortDigest } from '../../format.ts';
import { Html } from '../../html.ts';
import type { PageContext } from '../../page.ts';
import type { LineageModel, Step } from './gather.ts';

const WIDTH = 760;
const FONT = 13;
const NODE = { width: 210, height: 40, left: 10 };
const ROUND = { width: 130, height: 32 };
const PILL = { height: 28, gap: 8, left: 280 };
const MIDDLE = NODE.left + NODE.width / 2;

const TEXT = {
  title: { en: 'Lineage of the model', ko: '모델 계보' },
  model: { en: 'Model', ko: '모델' },
  first: { en: 'First model', ko: '첫 모델' },
  earlier: { en: 'Earlier model', ko: '이전 모델' },
  newest: { en: 'newest', ko: '최신' },
} as const satisfies Record<string, Sentence>;

interface Placed {
  readonly markup: string;
  readonly height: number;
}

export function renderGraph(lineage: LineageModel, context: PageContext): Html {
  const { language } = context;
  const { model, steps, registration } = lineage;
  let y = 4;
  const parts: string[] = [];
  const put = ({ markup, height }: Placed): void => {
    parts.push(tag('g', { transform: `translate(0 ${y})` }, markup));
    y += height;
  };
  const start = registration === undefined ? TEXT.earlier : TEXT.first;
  put(modelNode(context, start[language], lineage.first, registration?.index));
  for (const [i, step] of steps.entries()) {
    const isNewest = i === steps.length - 1 && lineage.from === undefined;
    put(roundNode(context, step));
    const name = `${TEXT.model[language]} ${step.number}${isNewest ? ` (${TEXT.newest[language]})` : ''}`;
    put(modelNode(context, name, step.to, step.index));
  }
  const title = `${TEXT.title[language]}: ${model}`;
  const described: Sentence = {
    en: `${steps.length} completed rounds, oldest first. The table below has the same.`,
    ko: `완료된 라운드 ${steps.length}개, 오래된 것부터. 아래 표에 같은 내용이 있습니다.`,
  };
  return new Html(
    tag(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        class: 'lineage',
        viewBox: `0 0 ${WIDTH} ${y + 4}`,
        width: WIDTH,
        height: y + 4,
        role: 'group',
        'aria-labelledby': 'lineage-title lineage-desc',
      },
      tag('title', { id: 'lineage-title' }, escapeXml(title)) +
        tag('desc', { id: 'lineage-desc' }, escapeXml(described[language])) +
        parts.join(''),
    ),
  );
}

function modelNode({ href }: PageContext, name: string, weights: string, index: number | undefined): Placed {
  const box = tag('rect', {
    class: 'node',
    x: NODE.left,
    y: 0,
    width: NODE.width,
    height: NODE.height,
    rx: 6,
  });
  const words = text(name, MIDDLE, 17, 'node-name') + text(shortDigest(weights), MIDDLE, 33, 'node-digest');
  return {
    markup: index === undefined ? box + words : link(href(`/records/${index}`), box + words),
    height: NODE.height,
  };
}

function roundNode({ href }: PageContext, { round, players }: Step): Placed {
  const rows = pillRows(players);
  const height = Math.max(92, rows.length * (PILL.height + PILL.gap) + 40);
  const middle = height / 2;
  const arrow =
    tag('line', { class: 'edge', x1: MIDDLE, y1: 0, x2: MIDDLE, y2: height - 7 }) +
    tag('path', { class: 'tip', d: `M${MIDDLE - 5} ${height - 9}L${MIDDLE + 5} ${height - 9}L${MIDDLE} ${height}Z` });
  const left = MIDDLE - ROUND.width / 2;
  const box = tag('rect', {
    class: 'round',
    x: left,
    y: middle - ROUND.height / 2,
    width: ROUND.width,
    height: ROUND.height,
    rx: 16,
  });
  const name = text(cutTo(round, ROUND.width - 16, FONT), MIDDLE, middle + 4.5, 'round-name');
  const feed =
    players.length === 0
      ? ''
      : tag('line', { class: 'edge', x1: PILL.left - 8, y1: middle, x2: left + ROUND.width + 7, y2: middle }) +
        tag('path', {
          class: 'tip',
          d: `M${left + ROUND.width + 9} ${middle - 5}L${left + ROUND.width + 9} ${middle + 5}L${left + ROUND.width} ${middle}Z`,
        });
  const top = middle - (rows.length * (PILL.height + PILL.gap) - PILL.gap) / 2;
  const pills = rows.flatMap((row, r) =>
    row.map(({ label, x, width, index }) => {
      const y = top + r * (PILL.height + PILL.gap);
      const drawn =
        tag('rect', { class: 'pill', x, y, width, height: PILL.height, rx: 4 }) +
        text(label, x + width / 2, y + PILL.height / 2 + 4.5, 'pill-name');
      return index === undefined ? drawn : link(href(`/records/${index}`), drawn);
    }),
  );
  return { markup: arrow + feed + link(href(`/rounds/${round}`), box + name) + pills.join(''), height };
}

interface Pill {
  readonly label: string;
  readonly x: number;
  readonly width: number;
  readonly index?: number;
}

/** Contributors in rows, as many as have room, by name. */
function pillRows(players: Step['players']): Pill[][] {
  const rows: Pill[][] = [];
  let [row, x]: [Pill[], number] = [[], PILL.left];
  const named = [...players].sort((a, b) => (a.institution < b.institution ? -1 : 1));
  for (const { institution, index } of named) {
    const label = cutTo(institution, 200, FONT);
    const width = widthOf(label, FONT) + 20;
    if (x + width > WIDTH && row.length > 0) {
      rows.push(row);
      [row, x] = [[], PILL.left];
    }
    row.push({ label, x, width, ...(index === undefined ? {} : { index }) });
    x += width + PILL.gap;
  }
  return row.length === 0 ? rows : [...rows, row];
}

function text(line: string, x: number, y: number, name: string): string {
  return tag('text', { class: name, x, y, 'font-size': FONT, 'text-anchor': 'middle' }, escapeXml(line));
}

function link(address: string, content: string): string {
  return tag('a', { href: address }, content);
}
