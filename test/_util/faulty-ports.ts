/**
 * Ports whose every call passes through a function first: to record it, to hold it back, to change its answer, or to let
 * it fail. `withFault` lets one call fail, and after a failed write every other: the process is gone.
 * @module
 */
import type { LedgerParts } from '../../src/log/ledger-parts.ts';

/** One call on a port. */
export interface PortCall {
  /** Port and method: `objects.put`. */
  readonly name: string;
  /** Whether it changes anything, or lets something leave the ledger. */
  readonly isWrite: boolean;
  readonly args: readonly unknown[];
}

/** Runs the call by `run`, or does something else. */
export type PortInterceptor = <T>(call: PortCall, run: () => Promise<T>) => Promise<T>;

const WRITES: Readonly<Record<string, readonly string[]>> = {
  objects: ['put', 'remove'],
  heads: ['compareAndSwap'],
  checkpoints: ['append', 'repairLatest'],
  index: ['write', 'clear'],
  signer: ['sign'],
  witnesses: ['cosign'],
};

/** `parts` with `intercept` around every call on a store, the signer and the witnesses. */
export function interceptPorts<P extends LedgerParts>(parts: P, intercept: PortInterceptor): P {
  const wrap = <T extends object>(port: T, name: string): T =>
    new Proxy(port, {
      get(target, property) {
        const member = Reflect.get(target, property) as unknown;
        if (typeof member !== 'function') return member;
        const method = String(property);
        const call = { name: `${name}.${method}`, isWrite: WRITES[name]?.includes(method) === true };
        if (method === 'list') {
          return (...args: unknown[]) =>
            listed(intercept({ ...call, args }, () => collect(member.apply(target, args))));
        }
        return (...args: unknown[]) => intercept({ ...call, args }, async () => member.apply(target, args));
      },
    });
  const { objects, heads, checkpoints, index, signer, witnesses } = parts;
  return {
    ...parts,
    objects: wrap(objects, 'objects'),
    heads: wrap(heads, 'heads'),
    checkpoints: wrap(checkpoints, 'checkpoints'),
    index: wrap(index, 'index'),
    signer: wrap(signer, 'signer'),
    witnesses: wrap(witnesses, 'witnesses'),
  };
}

export type FaultVariant = 'not persisted' | 'persisted' | 'unreadable';

/** One call that fails: a write before it takes effect or after, or a read. */
export interface Fault {
  /** Number of the write, or of the read where the variant is `unreadable`, from 0. */
  readonly at: number;
  readonly variant: FaultVariant;
}

/** What happened so far. */
export interface FaultLog {
  /** The writes, in their order. */
  readonly operations: string[];
  readonly reads: string[];
  /** Whether the fault has struck. A process whose write failed writes no more. */
  struck: boolean;
}

/** `parts` with the fault, and a log of the calls in their order. */
export function withFault<P extends LedgerParts>(parts: P, fault: Fault | undefined): { parts: P; log: FaultLog } {
  const log: FaultLog = { operations: [], reads: [], struck: false };
  const faulty = interceptPorts(parts, async ({ name, isWrite }, run) => {
    const isKind = isWrite === (fault?.variant !== 'unreadable');
    if (isWrite && log.struck && isKind) throw new Error('the process is dead');
    const list = isWrite ? log.operations : log.reads;
    list.push(name);
    if (fault === undefined || log.struck || !isKind || list.length - 1 !== fault.at) return run();
    log.struck = true;
    if (fault.variant === 'persisted') await run();
    throw new Error(`injected fault at ${name}`);
  });
  return { parts: faulty, log };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function* listed<T>(items: Promise<readonly T[]>): AsyncIterable<T> {
  yield* await items;
}
