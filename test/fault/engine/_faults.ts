/**
 * Faults at named calls, as functions of the ports of one life.
 * @module
 */
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import type { ObjectToPut } from '../../../src/log/ports.ts';
import { flip } from '../../_util/audit.ts';
import { interceptPorts } from '../../_util/faulty-ports.ts';

/** The first call of `name` fails, before it has its effect or after; then the process is gone. */
export function failAt(parts: LedgerParts, name: string, variant: 'not persisted' | 'persisted'): LedgerParts {
  let isDead = false;
  return interceptPorts(parts, async (call, run) => {
    if (isDead && call.isWrite) throw new Error('the process is dead');
    if (isDead || call.name !== name) return run();
    isDead = true;
    if (variant === 'persisted') await run();
    throw new Error(`injected fault at ${name}`);
  });
}

/** Staged batches reach the store with one bit other than they were sent. */
export function flipStaged(parts: LedgerParts, offset: number): LedgerParts {
  const { objects } = parts;
  const spoil = (each: ObjectToPut): ObjectToPut =>
    isStaged(each.path) ? { ...each, bytes: flip(each.bytes, offset % each.bytes.length) } : each;
  return {
    ...parts,
    objects: {
      put: (given) => objects.put(given.map(spoil)),
      get: (path) => objects.get(path),
      remove: (paths) => objects.remove(paths),
      list: (prefix) => objects.list(prefix),
    },
  };
}

export function isStaged(path: string): boolean {
  return path.startsWith('staging/');
}

/** Something that one party waits for and another opens. */
export class Gate {
  open: () => void = () => {};
  readonly opened: Promise<void> = new Promise((resolve) => {
    this.open = resolve;
  });
}
