/**
 * Elements built one by one: no markup is ever parsed, so nothing that a file says can become an element.
 * @module
 */
import { printable } from '../../../verify/text.ts';

export type Child = Node | string | undefined | readonly Child[];

/** An element; attributes that are undefined are left out. Texts lose what could hide or turn around what stands there. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(attribute, value);
  element.append(...nodesOf(children));
  return element;
}

function nodesOf(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((child) => {
    if (child === undefined) return [];
    if (typeof child === 'string') return [printable(child)];
    return child instanceof Node ? [child] : nodesOf(child);
  });
}

/** Lines to copy or to compare letter by letter. */
export function lines(texts: readonly string[]): HTMLPreElement {
  return el('pre', {}, ...texts.flatMap((text, i) => [...(i === 0 ? [] : [el('br')]), text]));
}

const SVG = 'http://www.w3.org/2000/svg';

/** A sign of 24 by 24, drawn in the colour of the text around it; said by the words beside it. */
export function icon(path: string, name = 'icon tone'): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: name };
  for (const [attribute, value] of Object.entries(attributes)) svg.setAttribute(attribute, value);
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  shape.setAttribute('fill-rule', 'evenodd');
  svg.append(shape);
  return svg;
}
