/**
 * Vocabularies that a new ledger starts with: endpoint codes of the K-MELLODDY standard format, sample bands, reasons.
 * A charter may bring its own; amendments add to them.
 * @module
 */
import type { Vocabularies } from '../core/generated/bodies.ts';

/** Lower bounds of the sample bands. A band weighs the middle between its bound and the next, so no exact count shows. */
const BAND_BOUNDS = [
  1, 50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1250, 1500, 2000, 3000, 5000, 10_000, 20_000, 50_000,
  100_000,
];

/** The sample bands: `n-500` says at least 500 samples and fewer than the next band. */
export const DEFAULT_BANDS: Vocabularies['bands'] = BAND_BOUNDS.map((atLeast, i) => {
  const next = BAND_BOUNDS[i + 1] ?? atLeast * 2;
  return { code: `n-${atLeast}`, weight: Math.floor((atLeast + next) / 2), atLeast };
});

export const DEFAULT_VOCABULARIES: Vocabularies = {
  bands: DEFAULT_BANDS,
  endpoints: [
    'ames',
    'caco2',
    'clearance',
    'cyp1a2-inhibitor',
    'cyp2c19-inhibitor',
    'cyp2c9-inhibitor',
    'cyp2d6-inhibitor',
    'cyp3a4-inhibitor',
    'dili',
    'efflux-ratio',
    'herg',
    'hlm',
    'pampa',
    'ppbr',
    'rlm',
    'solubility',
  ],
  metrics: ['roc-auc-mid-rank'],
  units: ['pic50', 'log-ml-min-kg', 'log-ratio', 'log-ug-ml', 'log-percent', 'dimensionless'],
  formats: ['k-melloddy-4-6'],
  reasons: [
    'administrative',
    'data-error',
    'key-compromise',
    'key-rotation',
    'member-left',
    'recomputed',
    'superseded',
    'withdrawn',
    'erased',
    'round-failed',
    'rules-change',
  ],
};

/** The band that a sample count falls in. Requires count >= 1. */
export function bandOf(count: number, bands: Vocabularies['bands'] = DEFAULT_BANDS): string {
  const fitting = bands.filter((band) => band.atLeast <= count).sort((a, b) => b.atLeast - a.atLeast);
  return (fitting[0] ?? bands[0] ?? { code: 'n-1' }).code;
}
