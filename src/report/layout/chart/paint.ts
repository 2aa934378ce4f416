/**
 * Elements of a drawing in SVG 1.1, as text. What an element is painted with is named; for a page the name becomes a class of its
 * style sheet (its policy forbids styles inside), for paper the colours of a palette stand in presentation attributes.
 * @module
 */

/** Colours and font for a medium without style sheets: paper. */
export interface Palette {
  readonly text: string;
  readonly faint: string;
  readonly grid: string;
  readonly axis: string;
  /** Name of a font that the medium knows. */
  readonly font: string;
  /** One a series; they begin again after the last. */
  readonly series: readonly [string, ...string[]];
}

/** What an element is painted with; `fill-N` and `line-N` are those of series N. */
export type Paint = 'text' | 'faint' | 'grid' | 'axis' | `fill-${number}` | `line-${number}`;

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** So many series have a paint of their own in a style sheet; they begin again after the last. */
const PAINTED_SERIES = 6;

/** Dashes that tell lines apart without their colours. */
const DASHES = [undefined, '6 4', '2 3', '10 4 2 4', '12 4', '4 4 1 4'];

export type Draw = (name: string, paint: Paint, attributes: Attributes, content?: string) => string;

/** Draws for a page, or for paper where there is a palette. */
export function drawer(palette: Palette | undefined): Draw {
  return (name, paint, attributes, content) => {
    const painted = palette === undefined ? { class: classOf(paint) } : attributesOf(paint, palette);
    return tag(name, { ...attributes, ...dashOf(paint), ...painted }, content);
  };
}

/** An element. @param content already markup */
export function tag(name: string, attributes: Attributes, content?: string): string {
  const texts = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === 'number' ? coordinate(value) : escapeXml(value)}"`],
  );
  return content === undefined ? `<${name}${texts.join('')}/>` : `<${name}${texts.join('')}>${content}</${name}>`;
}

/**
 * The text as it may stand in XML. Control, format and surrogate characters, which XML forbids or which could turn around what
 * stands there, become visible escapes.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(
      /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu,
      (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
    );
}

function classOf(paint: Paint): string {
  const [what, number] = paint.split('-');
  return number === undefined ? `chart-${paint}` : `chart-${what}-${Number(number) % PAINTED_SERIES}`;
}

function attributesOf(paint: Paint, palette: Palette): Attributes {
  const [what, number] = paint.split('-');
  const colour = palette.series[Number(number ?? 0) % palette.series.length];
  switch (what) {
    case 'text':
      return { fill: palette.text, 'font-family': palette.font };
    case 'faint':
      return { fill: palette.faint, 'font-family': palette.font };
    case 'grid':
      return { stroke: palette.grid };
    case 'axis':
      return { stroke: palette.axis };
    case 'line':
      return { stroke: colour, fill: 'none', 'stroke-width': '2' };
    default:
      return { fill: colour };
  }
}

function dashOf(paint: Paint): Attributes {
  if (!paint.startsWith('line-')) return {};
  return { 'stroke-dasharray': DASHES[Number(paint.slice(5)) % DASHES.length] };
}

/** At most two digits after the point: the same drawing on every machine. */
function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}
