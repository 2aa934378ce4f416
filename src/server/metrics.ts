/**
 * Metrics in the Prometheus text format, each server with its own registry. Labels come from closed sets: routes are their
 * templates, codes those of the catalogue.
 * @module
 */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ErrorCode } from '../core/catalogue/catalogue.ts';
import { MAX_BATCH_ITEMS } from './limits.ts';
import type { SubmissionOutcome } from './submission-desk.ts';

export interface ServerMetrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** A submission was created, known, refused, or lost to a stop. */
  countSubmission(outcome: SubmissionOutcome, code?: ErrorCode): void;
  countBatch(items: number): void;
  observeRequest(request: { method: string; route: string; status: number }, seconds: number): void;
  /** A request that was answered with a problem. */
  countProblem(code: ErrorCode): void;
  /** A number that is read when somebody asks for it. */
  gauge(name: string, help: string, read: () => number): void;
  /** The same of several things, by their names in the configuration. */
  gauges(name: string, help: string, label: string, read: () => Iterable<readonly [name: string, value: number]>): void;
}

/** Metrics of one server, in `registry`, which must not hold those of another. */
export function createMetrics(registry: Registry = new Registry()): ServerMetrics {
  const registers = [registry];
  const submissions = new Counter({
    name: 'ledgerline_submissions_total',
    help: 'Statements submitted, by what became of them and, where refused, the code',
    labelNames: ['outcome', 'code'] as const,
    registers,
  });
  const batches = new Histogram({
    name: 'ledgerline_batch_items',
    help: 'Statements in a submitted batch',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, MAX_BATCH_ITEMS],
    registers,
  });
  const durations = new Histogram({
    name: 'ledgerline_request_duration_seconds',
    help: 'Time to answer a request, by route template',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const problems = new Counter({
    name: 'ledgerline_problems_total',
    help: 'Requests answered with a problem, by its code: rate-limited, busy and too-many-streams tell of overload',
    labelNames: ['code'] as const,
    registers,
  });
  return {
    contentType: registry.contentType,
    countProblem: (code) => problems.inc({ code }),
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    gauges: (name, help, label, read) => {
      new Gauge({
        name,
        help,
        registers,
        labelNames: [label],
        collect() {
          this.reset();
          for (const [each, value] of read()) this.set({ [label]: each }, value);
        },
      });
    },
    text: () => registry.metrics(),
    countSubmission: (outcome, code) => submissions.inc({ outcome, code: code ?? '' }),
    countBatch: (items) => batches.observe(items),
    observeRequest: ({ method, route, status }, seconds) => durations.observe({ method, route, status }, seconds),
  };
}
