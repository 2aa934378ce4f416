/**
 * The results for people.
 * @module
 */
import type { Benchmark, Result } from './benchmark.ts';
import { verdictOf } from './floors.ts';
import type { Machine } from './machine.ts';

const HEADINGS = ['benchmark', 'value', 'limit', 'unit', 'better', 'ratio', 'floor', 'limit is'];

export function tableOf(results: readonly Result[], benchmarks: readonly Benchmark[]): string {
  const rows = results.map(({ name, value, unit, limit, ratio }) => {
    const { against = '', better = '' } = benchmarks.find((benchmark) => benchmark.name === name) ?? {};
    return [name, String(value), String(limit), unit, better, String(ratio), verdictOf(name, ratio), against];
  });
  return aligned([HEADINGS, ...rows]);
}

export function formatMachine({ cpus, model, memoryGiB, platform, node, openssl, threads, date }: Machine): string {
  return `${cpus} cpus (${model}), ${memoryGiB} GiB, ${platform}, Node ${node}, OpenSSL ${openssl}, ${threads} threads, ${date}`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
