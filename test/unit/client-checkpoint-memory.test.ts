/**
 * What a client makes of a checkpoint and the one that it remembers, with proofs by the oracle and by liars.
 */
import { describe, expect, it } from 'vitest';
import {
  type CheckpointMemory,
  type FetchConsistency,
  rememberCheckpoint,
} from '../../src/client/checkpoint-memory.ts';
import { encodeBase64 } from '../../src/core/bytes/base64.ts';
import type { ErrorCode } from '../../src/core/catalogue/catalogue.ts';
import { InputError } from '../../src/core/error.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { inputError } from '../_util/input-error.ts';
import { testLogKey } from '../_util/keys.ts';
import { NaiveLedger } from '../_util/naive-ledger.ts';

const ORIGIN = 'log.example/memory';
const key = testLogKey(ORIGIN);
const policy = parsePolicy(`log ${key.vkey}\nquorum none\n`);

/** Notes of a log at each of the sizes; from size `forkAt` on its records are others. */
function notesOf(sizes: readonly number[], forkAt = Number.POSITIVE_INFINITY) {
  const ledger = new NaiveLedger(ORIGIN, key);
  const notes = new Map<number, string>();
  for (let size = 0; size <= Math.max(...sizes); size++) {
    if (sizes.includes(size)) notes.set(size, ledger.publish());
    ledger.appendBytes(Buffer.from(`${size >= forkAt ? 'other' : 'record'} ${size}`));
  }
  const prove: FetchConsistency = async (from, to) => ledger.consistency(from, to).map(encodeBase64);
  return { note: (size: number) => notes.get(size) ?? '', prove };
}

function memoryOf(note?: string): CheckpointMemory & { held: string | undefined } {
  return {
    held: note,
    async load(origin) {
      return origin === ORIGIN ? this.held : undefined;
    },
    async store(_, next) {
      this.held = next;
    },
  };
}

const log = notesOf([0, 1, 5, 8, 13]);
const never: FetchConsistency = async () => {
  throw new Error('no proof is needed here');
};

describe('a checkpoint', () => {
  it('is remembered when it is the first one', async () => {
    const memory = memoryOf();
    const { checkpoint } = await rememberCheckpoint(log.note(5), policy, memory, never);
    expect([checkpoint.size, memory.held]).toEqual([5, log.note(5)]);
  });

  it.each([
    [1, 5],
    [5, 8],
    [5, 13],
    [8, 13],
    [0, 13],
  ])('of a log that grew from %d to %d takes the place of the one before', async (from, to) => {
    const memory = memoryOf(log.note(from));
    await rememberCheckpoint(log.note(to), policy, memory, log.prove);
    expect(memory.held).toBe(log.note(to));
  });

  it.each([
    [13, 5],
    [8, 1],
    [8, 0],
  ])(
    'older than what is remembered (%d, then %d) is fine if provably its beginning, and forgotten',
    async (held, old) => {
      const memory = memoryOf(log.note(held));
      await rememberCheckpoint(log.note(old), policy, memory, log.prove);
      expect(memory.held).toBe(log.note(held));
    },
  );

  it('seen again needs no proof', async () => {
    await rememberCheckpoint(log.note(8), policy, memoryOf(log.note(8)), never);
  });
});

describe('a fork', () => {
  const fork = notesOf([5, 8, 13], 3);

  it.each([
    ['at the same size', 8, 8],
    ['that is longer', 8, 13],
    ['that is shorter', 8, 5],
  ] as const)('%s is refused, with whichever proof, and the memory stays', async (_, held, shown) => {
    const zeros: FetchConsistency = async () => [encodeBase64(new Uint8Array(32))];
    const nonsense: FetchConsistency = async () => ['x'];
    for (const prove of [log.prove, fork.prove, zeros, nonsense, async () => []]) {
      const memory = memoryOf(log.note(held));
      const seen = rememberCheckpoint(fork.note(shown), policy, memory, prove);
      await expect(seen).rejects.toThrow(inputError('checkpoint-inconsistent'));
      expect(memory.held).toBe(log.note(held));
    }
  });

  it('is kept beside what is remembered, and the error names both', async () => {
    const kept: string[] = [];
    const memory: CheckpointMemory = {
      ...memoryOf(log.note(8)),
      load: async () => log.note(8),
      keepContradiction: async (origin, note) => {
        kept.push(origin, note);
        return { remembered: 'ours.checkpoint', contradicting: 'theirs.contradiction' };
      },
    };
    const seen = rememberCheckpoint(fork.note(13), policy, memory, fork.prove);
    await expect(seen).rejects.toMatchObject({
      code: 'checkpoint-inconsistent',
      message: expect.stringMatching(/ledgerline evidence fork ours\.checkpoint theirs\.contradiction$/),
    });
    expect(kept).toEqual([ORIGIN, fork.note(13)]);
    // That it cannot be kept hides nothing.
    const full: CheckpointMemory = {
      ...memory,
      keepContradiction: async () => {
        throw new Error('no room');
      },
    };
    await expect(rememberCheckpoint(fork.note(8), policy, full, never)).rejects.toThrow(
      inputError('checkpoint-inconsistent'),
    );
  });

  it.each(['not-found', 'not-published', 'bad-tree-range'] as const)(
    'shows in a server that has %s to say of the larger tree',
    async (code) => {
      const deny: FetchConsistency = async () => {
        throw new InputError(code, 'no such tree');
      };
      const seen = rememberCheckpoint(log.note(5), policy, memoryOf(log.note(13)), deny);
      await expect(seen).rejects.toThrow(inputError('checkpoint-inconsistent'));
    },
  );

  it.each([
    'unreachable',
    'unexpected-answer',
    'busy',
    'reading-token',
    'stopped',
  ] as const satisfies readonly ErrorCode[])('is not claimed for lack of a proof: %s', async (code) => {
    const fail: FetchConsistency = async () => {
      throw new InputError(code, 'somebody in between');
    };
    const memory = memoryOf(log.note(5));
    await expect(rememberCheckpoint(log.note(8), policy, memory, fail)).rejects.toThrow(inputError(code));
    expect(memory.held).toBe(log.note(5));
  });
});

describe('what is no checkpoint of the log', () => {
  it('is refused before it is compared', async () => {
    const memory = memoryOf(log.note(5));
    const forged = log.note(8).replace('\n8\n', '\n9\n');
    await expect(rememberCheckpoint(forged, policy, memory, never)).rejects.toThrow(inputError('bad-note-signature'));
    const stranger = new NaiveLedger('log.example/stranger', testLogKey('log.example/stranger')).publish();
    await expect(rememberCheckpoint(stranger, policy, memory, never)).rejects.toThrow(inputError('unverified-note'));
    await expect(rememberCheckpoint('', policy, memory, never)).rejects.toThrow(inputError('bad-note'));
    expect(memory.held).toBe(log.note(5));
  });

  it('is noticed in the memory, too', async () => {
    const tampered = memoryOf(log.note(5).replace('\n5\n', '\n1\n'));
    await expect(rememberCheckpoint(log.note(8), policy, tampered, log.prove)).rejects.toThrow(
      inputError('bad-note-signature'),
    );
  });
});
