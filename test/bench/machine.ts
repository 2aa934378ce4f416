/**
 * On what the figures were measured.
 * @module
 */
import { availableParallelism, cpus, totalmem } from 'node:os';

export interface Machine {
  readonly cpus: number;
  readonly model: string;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly openssl: string;
  /** UV_THREADPOOL_SIZE. */
  readonly threads: number;
  /** The day, UTC. */
  readonly date: string;
}

export function describeMachine(): Machine {
  return {
    cpus: availableParallelism(),
    model: cpus()[0]?.model.trim() ?? '',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    openssl: process.versions.openssl,
    threads: Number(process.env['UV_THREADPOOL_SIZE'] ?? 4),
    date: new Date().toISOString().slice(0, 10),
  };
}
