/**
 * The vitest reporter of `npm run test:fault`: the fault table, at the end of the run.
 * @module
 */
import type { Reporter, TestCase } from 'vitest/node';
import type { FaultRow } from './_table.ts';

const TITLES = ['fault', 'tries', 'detected', 'lost'] as const;

export default class FaultTable implements Reporter {
  readonly #rows = new Map<string, FaultRow>();

  onTestCaseResult(test: TestCase): void {
    for (const row of test.meta().faults ?? []) {
      const before = this.#rows.get(row.fault);
      this.#rows.set(row.fault, before === undefined ? row : sum(row.fault, [before, row]));
    }
  }

  onTestRunEnd(): void {
    const rows = [...this.#rows.values()].sort((a, b) => (a.fault < b.fault ? -1 : 1));
    if (rows.length > 0) process.stdout.write(`\n${formatTable([...rows, sum('total', rows)])}\n`);
  }
}

/** The table as text: the words to the left, the numbers to the right. */
export function formatTable(rows: readonly FaultRow[]): string {
  const lines = [TITLES, ...rows.map((row) => TITLES.map((title) => String(row[title])))];
  const widths = TITLES.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const format = (line: readonly string[]): string =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const body = lines.map(format);
  return [body[0], rule, ...body.slice(1, -1), rule, body.at(-1)].join('\n');
}

function sum(fault: string, rows: readonly FaultRow[]): FaultRow {
  const total = (column: 'tries' | 'detected' | 'lost'): number => rows.reduce((n, row) => n + row[column], 0);
  return { fault, tries: total('tries'), detected: total('detected'), lost: total('lost') };
}
