/**
 * Ports that fail once: at the n-th write operation, either before it takes effect or after. Afterwards every write fails, as
 * on a process that is gone.
 */
import type { LedgerParts } from '../../src/log/ledger-parts.ts';

export type FaultVariant = 'not persisted' | 'persisted';

export interface Fault {
  /** Number of the write operation at which the process dies. */
  readonly at: number;
  readonly variant: FaultVariant;
}

/** What happened so far. */
export interface FaultLog {
  readonly operations: string[];
  struck: boolean;
}

const WRITES = {
  objects: ['put', 'remove'],
  heads: ['compareAndSwap'],
  checkpoints: ['append', 'repairLatest'],
  index: ['write', 'clear'],
} as const;

/** `parts` with the fault, and a log of the write operations in their order. */
export function withFault<P extends LedgerParts>(parts: P, fault: Fault | undefined): { parts: P; log: FaultLog } {
  const log: FaultLog = { operations: [], struck: false };
  const wrap = <T extends object>(port: T, name: string, methods: readonly string[]): T =>
    new Proxy(port, {
      get(target, property) {
        const member = Reflect.get(target, property) as unknown;
        if (typeof member !== 'function') return member;
        if (!methods.includes(String(property))) return member.bind(target);
        return async (...args: unknown[]) => {
          if (log.struck) throw new Error('the process is dead');
          log.operations.push(`${name}.${String(property)}`);
          const now = fault !== undefined && log.operations.length - 1 === fault.at;
          if (!now) return member.apply(target, args);
          log.struck = true;
          if (fault.variant === 'persisted') await member.apply(target, args);
          throw new Error(`injected fault at ${name}.${String(property)}`);
        };
      },
    });
  return {
    log,
    parts: {
      ...parts,
      objects: wrap(parts.objects, 'objects', WRITES.objects),
      heads: wrap(parts.heads, 'heads', WRITES.heads),
      checkpoints: wrap(parts.checkpoints, 'checkpoints', WRITES.checkpoints),
      index: wrap(parts.index, 'index', WRITES.index),
    },
  };
}
