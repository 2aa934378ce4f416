/**
 * Bundles across a succession of the log's key: what a reader can tell who knows the old key, the new one, or both.
 */
import { describe, expect, test } from 'vitest';
import type { Verification } from '../../../src/verify/verdict.ts';
import { amendmentBody, taskBody } from '../../_util/bodies.ts';
import { ORIGIN } from '../../_util/consortium.ts';
import { readJson, writeJson } from '../../_util/forge.ts';
import { type TestNoteKey, testLogKey } from '../../_util/keys.ts';
import { cosigners, type Founded, found, policyOf, unmet, verify, WITNESS } from '../../_util/proven-ledger.ts';

const [PHARMA, HOSPITAL] = ['hangang-pharma', 'namsan-hospital'] as const;
const OLD = testLogKey(ORIGIN);
const NEXT = testLogKey(ORIGIN, 'the second key of the log');
const THIRD = testLogKey(ORIGIN, 'the third key of the log');

const codes = ({ warnings }: Verification): string[] => warnings.map(({ code }) => code);
const only = (...keys: readonly TestNoteKey[]): string => policyOf(keys, WITNESS);

/** By quorum: the log gets another key, or one is retired. */
function amend({ consortium, ledger }: Founded, name: string, log: { vkey?: string; retires?: string }): void {
  const { endorseWithin: _, ...body } = amendmentBody({ amendment: name, log });
  const signed = consortium.statement('amendment', HOSPITAL, body);
  ledger.append(signed);
  ledger.append(consortium.endorsement(PHARMA, signed));
  ledger.publish(cosigners(ledger.size, WITNESS));
}

function addTask({ consortium, ledger }: Founded, task: string): number {
  const index = ledger.append(consortium.statement('task', PHARMA, taskBody({ task })));
  ledger.publish(cosigners(ledger.size, WITNESS));
  return index;
}

/** A record of each phase: signed by the old key, by both, by the new one. */
function succeeded(): Founded & { readonly records: readonly [number, number, number] } {
  const founded = found();
  const { ledger } = founded;
  ledger.successors = [NEXT];
  const alone = addTask(founded, 'alone');
  amend(founded, 'next', { vkey: NEXT.vkey });
  const both = addTask(founded, 'both');
  amend(founded, 'last', { retires: OLD.vkey });
  const after = addTask(founded, 'after');
  return { ...founded, records: [alone, both, after] };
}

interface Bundle {
  proof: string;
  succession?: { checkpoint: string; consistency: string[] }[];
}

describe('a succession of the key of the log', () => {
  const { ledger, records } = succeeded();
  const [alone, both, after] = records;
  const judge = async (index: number, policy: string): Promise<Verification> => verify(ledger.bundle(index), policy);

  test('leaves all records VERIFIED for whoever lists both keys, without a word', async () => {
    for (const index of records) {
      const verification = await judge(index, only(OLD, NEXT));
      expect(verification.verdict).toBe('VERIFIED');
      expect(codes(verification).filter((code) => code.startsWith('log-key'))).toEqual([]);
    }
  });

  test('in the time between, either key is enough', async () => {
    for (const key of [OLD, NEXT]) expect((await judge(both, only(key))).verdict).toBe('VERIFIED');
  });

  test('is followed by whoever knows only the old key, and is told to add the new one', async () => {
    const verification = await judge(after, only(OLD));
    expect(verification.verdict).toBe('VERIFIED');
    expect(codes(verification)).toContain('log-key-succeeded');
    expect(verification.warnings.map(({ sentence }) => sentence.en).join()).toContain(`log ${NEXT.vkey}`);
    expect(codes(await judge(both, only(OLD)))).not.toContain('log-key-succeeded');
  });

  test('I9: leads nobody back: what the old key alone signed, who knows only the new one cannot tell', async () => {
    const verification = await judge(alone, only(NEXT));
    expect([verification.verdict, ...unmet(verification)]).toEqual([
      'CANNOT TELL',
      'checkpoint unknown unverified-note',
    ]);
    const later = ledger.later(alone + 1);
    expect((await verify(ledger.bundle(alone), only(NEXT), { later })).verdict).toBe('VERIFIED');
  });

  test('is followed from a record that was published together with the retirement', async () => {
    const founded = found();
    const { consortium, ledger } = founded;
    ledger.successors = [NEXT];
    amend(founded, 'next', { vkey: NEXT.vkey });
    const index = ledger.append(consortium.statement('task', PHARMA, taskBody()));
    amend(founded, 'last', { retires: OLD.vkey });
    for (const each of [index, ledger.size - 1]) {
      expect((await verify(ledger.bundle(each), only(OLD))).verdict).toBe('VERIFIED');
    }
  });

  test('asks the witnesses of the policy as ever', async () => {
    const fork = succeeded();
    fork.ledger.append(fork.consortium.statement('task', PHARMA, taskBody({ task: 'unseen' })));
    fork.ledger.publish();
    const verification = await verify(fork.ledger.bundle(fork.ledger.size - 1), only(OLD));
    expect([verification.verdict, ...unmet(verification)]).toEqual([
      'CANNOT TELL',
      'witnesses unknown too-few-cosignatures',
    ]);
  });

  test('is followed from key to key', async () => {
    const founded = succeeded();
    founded.ledger.successors = [NEXT, THIRD];
    amend(founded, 'third', { vkey: THIRD.vkey });
    amend(founded, 'second-gone', { retires: NEXT.vkey });
    const index = addTask(founded, 'much-later');
    for (const key of [OLD, NEXT, THIRD]) {
      expect((await verify(founded.ledger.bundle(index), only(key))).verdict).toBe('VERIFIED');
    }
  });

  test('that never was signed by both leads nowhere: the old key says nothing of the new one', async () => {
    const founded = found();
    founded.ledger.successors = [NEXT];
    addTask(founded, 'alone');
    amend(founded, 'stolen', { vkey: NEXT.vkey, retires: OLD.vkey });
    const index = addTask(founded, 'after');
    const verification = await verify(founded.ledger.bundle(index), only(OLD));
    expect([verification.verdict, ...unmet(verification)]).toEqual([
      'CANNOT TELL',
      'checkpoint unknown unverified-note',
    ]);
    expect((await verify(founded.ledger.bundle(index), only(NEXT))).verdict).toBe('VERIFIED');
  });
});

describe('I1: a stolen key of the log, after its retirement', () => {
  test('log-key-retired: signs no checkpoint of the tree that retired it', async () => {
    const { ledger, records } = succeeded();
    const [, , after] = records;
    ledger.publications.splice(-1);
    ledger.successors = [];
    ledger.publish(cosigners(ledger.size, WITNESS)); // the thief's note: no listed key is at hand, so the old one signs
    const bundle = ledger.bundle(after);
    for (const policy of [only(OLD), only(OLD, NEXT)]) {
      const verification = await verify(bundle, policy);
      expect([verification.verdict, ...unmet(verification)]).toEqual(['FAILED', 'checkpoint failed log-key-retired']);
    }
    expect((await verify(bundle, only(NEXT))).verdict).toBe('CANNOT TELL');
  });

  test('leads nobody who has struck it out back to it, with a fork from the time when both signed', async () => {
    const founded = found();
    const { ledger } = founded;
    ledger.successors = [NEXT];
    amend(founded, 'next', { vkey: NEXT.vkey });
    addTask(founded, 'both');
    const fork = { consortium: founded.consortium.fork(), ledger: ledger.fork() };
    amend(founded, 'last', { retires: OLD.vkey });
    const honest = readJson<Bundle>(ledger.bundle(addTask(founded, 'after')));
    fork.ledger.successors = [];
    const index = addTask(fork, 'never-recorded');
    const bundle = readJson<Bundle>(fork.ledger.bundle(index));
    const [step] = honest.succession ?? [];
    if (step === undefined) throw new Error('no succession');
    const size = Number(step.checkpoint.split('\n')[1]);
    const consistency = fork.ledger
      .consistency(size, fork.ledger.size)
      .map((hash) => Buffer.from(hash).toString('base64'));
    bundle.succession = [{ ...step, consistency }];
    const verification = await verify(writeJson(bundle), policyOf([NEXT]));
    expect([verification.verdict, ...unmet(verification)]).toEqual([
      'CANNOT TELL',
      'checkpoint unknown unverified-note',
    ]);
  });

  test('stays good for what it signed before', async () => {
    const { ledger, records } = succeeded();
    expect((await verify(ledger.bundle(records[0]), only(OLD))).verdict).toBe('VERIFIED');
  });
});

describe('the succession in a bundle', () => {
  const { ledger, records } = succeeded();
  const [, both, after] = records;
  const edited = (edit: (bundle: Bundle) => void): Uint8Array => {
    const bundle = readJson<Bundle>(ledger.bundle(after));
    edit(bundle);
    return writeJson(bundle);
  };

  test('stands where a key was retired under the checkpoint, and nowhere else', () => {
    expect(readJson<Bundle>(ledger.bundle(both)).succession).toBeUndefined();
    const [step, ...others] = readJson<Bundle>(ledger.bundle(after)).succession ?? [];
    expect(others).toEqual([]);
    expect(step?.checkpoint.match(/^— /gm)).toHaveLength(3); // both keys of the log, and the witness
  });

  test('is the beginning of the tree', async () => {
    const { checkpoint } = readJson<Bundle>(ledger.bundle(after)).succession?.[0] ?? { checkpoint: '' };
    const foreign = succeeded();
    foreign.ledger.replace(5, foreign.ledger.records[4] ?? new Uint8Array());
    foreign.ledger.publications.splice(0);
    const size = Number(checkpoint.split('\n')[1]);
    const other = foreign.ledger.checkpointText(size);
    const verification = await verify(
      edited((bundle) => {
        const [step] = bundle.succession ?? [];
        if (step !== undefined) step.checkpoint = `${other}\n${checkpoint.split('\n\n')[1]}`;
      }),
      only(OLD, NEXT),
    );
    expect([verification.verdict, ...unmet(verification)]).toEqual([
      'FAILED',
      'inclusion failed bad-consistency-proof',
    ]);
  });

  test('bundle-records: is smaller than the tree itself', async () => {
    const verification = await verify(
      edited((bundle) => {
        bundle.succession = [{ checkpoint: bundle.proof.split('\n\n').slice(1).join('\n\n'), consistency: [] }];
      }),
      only(OLD, NEXT),
    );
    expect([verification.verdict, ...unmet(verification)]).toEqual(['FAILED', 'inclusion failed bundle-records']);
  });

  test('bad-note-signature: carries no wrong signature of a known key', async () => {
    const broken = edited((bundle) => {
      const [step] = bundle.succession ?? [];
      if (step === undefined) return;
      const lines = step.checkpoint.split('\n');
      const at = lines.findIndex((line) => line.startsWith('— '));
      const [line = ''] = lines.splice(at, 1);
      const bytes = Buffer.from(line.split(' ')[2] ?? '', 'base64');
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      lines.splice(at, 0, `— ${ORIGIN} ${bytes.toString('base64')}`);
      step.checkpoint = lines.join('\n');
    });
    const verification = await verify(broken, only(OLD));
    expect([verification.verdict, ...unmet(verification)]).toEqual(['FAILED', 'checkpoint failed bad-note-signature']);
  });

  test('a key that the charter names nowhere is not followed', async () => {
    const stranger = testLogKey(ORIGIN, 'a stranger');
    const fork = succeeded();
    fork.ledger.publications.splice(-1);
    fork.ledger.logKey = stranger;
    fork.ledger.successors = [];
    fork.ledger.publish(cosigners(fork.ledger.size, WITNESS));
    const verification = await verify(fork.ledger.bundle(fork.records[2]), only(OLD));
    expect([verification.verdict, ...unmet(verification)]).toEqual([
      'CANNOT TELL',
      'checkpoint unknown unverified-note',
    ]);
  });

  test('whoever cuts it out takes from readers of the old key, and adds nothing', async () => {
    const cut = edited((bundle) => {
      delete bundle.succession;
    });
    expect((await verify(cut, only(OLD))).verdict).toBe('CANNOT TELL');
    expect((await verify(cut, only(NEXT))).verdict).toBe('VERIFIED');
  });

  test('names a stranger among the ignored', async () => {
    const line = `— stranger.example ${Buffer.alloc(68, 1).toString('base64')}\n`;
    const more = edited((bundle) => {
      const [step] = bundle.succession ?? [];
      if (step !== undefined) step.checkpoint += line;
    });
    const { verdict, ignored } = await verify(more, only(OLD, NEXT));
    expect(verdict).toBe('VERIFIED');
    expect(ignored).toEqual([{ where: 'succession', name: 'stranger.example', keyId: '01010101' }]);
  });
});
