/**
 * How PDF reports look: A4, one family of type, the colours of the explorer on white. Colour is never the only sign.
 * @module
 */
import type { CustomTableLayout, StyleDictionary } from 'pdfmake/interfaces.js';
import type { Verdict } from '../../verify/verdict.ts';

export const INK = '#17202a';
export const FAINT = '#4a5663';
export const LINE = '#c9d1da';
export const SHADE = '#f4f6f8';

/** Points. A4 is 595.28 wide. */
export const MARGINS = { left: 42, top: 58, right: 42, bottom: 58 } as const;
export const TEXT_WIDTH = 595.28 - MARGINS.left - MARGINS.right;
/** The same of a page that lies. */
export const LYING_WIDTH = 841.89 - MARGINS.left - MARGINS.right;

export const VERDICT_LOOKS: Readonly<Record<Verdict, { sign: string; ink: string; shade: string }>> = {
  VERIFIED: { sign: '✓', ink: '#0b6b3a', shade: '#e9f6ee' },
  FAILED: { sign: '×', ink: '#b3261e', shade: '#fdecea' },
  'CANNOT TELL': { sign: '?', ink: '#7a4f00', shade: '#fdf3df' },
};

export const STYLES: StyleDictionary = {
  h1: { fontSize: 20, bold: true, lineHeight: 1.25, margin: [0, 0, 0, 10] },
  h2: { fontSize: 13.5, bold: true, lineHeight: 1.2, margin: [0, 16, 0, 6] },
  h3: { fontSize: 10.5, bold: true, lineHeight: 1.2, margin: [0, 10, 0, 4] },
  paragraph: { margin: [0, 0, 0, 6] },
  list: { margin: [0, 0, 0, 6] },
  caption: { fontSize: 9, bold: true, margin: [0, 4, 0, 3] },
  empty: { color: FAINT, margin: [0, 0, 0, 8] },
  faint: { color: FAINT },
  mono: { font: 'IBMPlexMono', fontSize: 8 },
  edge: { fontSize: 7.5, color: FAINT },
};

/** The same with less room, for a sheet that is handed out. */
export const COMPACT_STYLES: StyleDictionary = {
  ...STYLES,
  h1: { fontSize: 18, bold: true, lineHeight: 1.2, margin: [0, 0, 0, 4] },
  h2: { fontSize: 12, bold: true, lineHeight: 1.15, margin: [0, 7, 0, 3] },
  paragraph: { margin: [0, 0, 0, 3] },
  list: { margin: [0, 0, 0, 3] },
  caption: { fontSize: 8.5, bold: true, margin: [0, 2, 0, 2] },
  empty: { color: FAINT, margin: [0, 0, 0, 4] },
};

/** Horizontal rules, a shaded header. */
export const GRID: CustomTableLayout = {
  hLineWidth: (row, node) => (row === 0 || row === node.table.body.length ? 0.8 : row === 1 ? 0.8 : 0.4),
  vLineWidth: () => 0,
  hLineColor: (row, node) => (row <= 1 || row === node.table.body.length ? FAINT : LINE),
  paddingLeft: () => 4,
  paddingRight: () => 4,
  paddingTop: () => 2.5,
  paddingBottom: () => 2.5,
  fillColor: (row, node) => (row < (node.table.headerRows ?? 0) ? SHADE : null),
};

/** Names at the left, values at the right, a thin rule between rows. */
export const FACTS: CustomTableLayout = {
  hLineWidth: (row, node) => (row === 0 || row === node.table.body.length ? 0 : 0.4),
  vLineWidth: () => 0,
  hLineColor: () => LINE,
  paddingLeft: (column) => (column === 0 ? 0 : 6),
  paddingRight: () => 4,
  paddingTop: () => 3,
  paddingBottom: () => 3,
};

/** A box with a bar of `colour` at its left. */
export function boxLayout(colour: string): CustomTableLayout {
  return {
    hLineWidth: () => 0,
    vLineWidth: (column) => (column === 0 ? 4 : 0),
    vLineColor: () => colour,
    paddingLeft: () => 10,
    paddingRight: () => 10,
    paddingTop: () => 7,
    paddingBottom: () => 7,
  };
}
