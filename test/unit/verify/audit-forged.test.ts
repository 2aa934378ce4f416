/**
 * The operator is dishonest: it records, signs and hashes what it likes, everything fits together, and the audit tells.
 */
import { describe, expect, it } from 'vitest';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import type { AuditReport } from '../../../src/verify/audit/audit.ts';
import { fsck } from '../../../src/verify/audit/audit.ts';
import { auditMap, codesOf, flip, withFile } from '../../_util/audit.ts';
import { taskBody } from '../../_util/bodies.ts';
import type { Consortium } from '../../_util/consortium.ts';
import { forgeRecord, forgeStatement } from '../../_util/forge.ts';
import { testKey, testLogKey } from '../../_util/keys.ts';
import { NaiveLedger } from '../../_util/naive-ledger.ts';
import {
  addNotes,
  type FileMap,
  frame,
  mapFiles,
  naiveFiles,
  policyOf,
  setHead,
  smallConsortium,
  tasks,
  WITNESS,
} from '../../_util/stored-ledger.ts';

installNodePrimitives();

/** An account root that no records give. */
const ANY_STATE = 'ab'.repeat(32);
const STEWARD = 'daejeon-institute';
const cosigners = [{ witness: WITNESS, timestampSeconds: 1_795_000_000 }];

interface Scene {
  readonly consortium: Consortium;
  readonly ledger: NaiveLedger;
  publish(): void;
  /** @param state what the head says of the accounts; what the records give if absent */
  audit(edit?: (files: FileMap) => void, state?: string): Promise<AuditReport>;
}

/** Five founding records and four tasks, published. */
function scene(): Scene {
  const consortium = smallConsortium();
  const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
  ledger.appendAll([...consortium.founding(), ...tasks(consortium, 4, 'early')]);
  ledger.publish(cosigners);
  const audit: Scene['audit'] = (edit = () => {}, state) => {
    const files = naiveFiles(ledger, state);
    edit(files);
    return auditMap(files, policyOf(consortium));
  };
  return { consortium, ledger, publish: () => ledger.publish(cosigners), audit };
}

/** The statement with a signature that somebody else made, under the author's key id. */
function misSigned(signed: SignedStatement): SignedStatement {
  return { ...signed, signature: flip(signed.signature, 40) };
}

it('what an honest operator stores is VERIFIED', async () => {
  const { consortium, ledger, publish, audit } = scene();
  ledger.appendAll(tasks(consortium, 3));
  publish();
  expect(await audit()).toMatchObject({ verdict: 'VERIFIED', size: 12, published: 12, records: 12, problems: [] });
});

describe('I3: a record that its author did not sign', () => {
  it('is named by its index, and the audit goes on after it', async () => {
    const { consortium, ledger, publish, audit } = scene();
    const [first, second, third, fourth] = tasks(consortium, 4);
    for (const signed of [first, second, third, fourth]) {
      if (signed !== undefined) ledger.append(signed === second || signed === fourth ? misSigned(signed) : signed);
    }
    publish();
    const report = await audit();
    expect(report).toMatchObject({ verdict: 'FAILED', records: 13, notes: [] });
    expect(report.problems).toEqual([
      expect.objectContaining({ code: 'bad-signature', index: 10 }),
      expect.objectContaining({ code: 'bad-signature', index: 12 }),
    ]);
    expect((await fsck(mapFiles(naiveFiles(ledger)))).isSound).toBe(true);
  });

  it('is found in the founding', async () => {
    const { ledger, publish, audit } = scene();
    const charter = ledger.record(0);
    forgeRecord(ledger, 0, (document) => {
      const [signature] = document.envelope.signatures;
      if (signature !== undefined) signature.sig = Buffer.from(flip(charter.signature, 3)).toString('base64');
    });
    ledger.publications.length = 0;
    publish();
    const report = await audit();
    expect(report.verdict).toBe('FAILED');
    expect(report.problems[0]).toMatchObject({ code: 'bad-signature', index: 0 });
  });

  it('with a key of nobody', async () => {
    const { consortium, ledger, publish, audit } = scene();
    const signed = consortium.statement('task', STEWARD, taskBody({ task: 'x' }), { key: testKey('intruder') });
    ledger.appendUnjudged(signed);
    publish();
    const report = await audit();
    expect(report.problems).toEqual([expect.objectContaining({ code: 'key-not-authors', index: 9 })]);
    expect(report).toMatchObject({ verdict: 'FAILED', records: 9 });
  });
});

describe('I4: a record that a rule refuses', () => {
  it('ends the replay at its index; the tree is checked to the end', async () => {
    const { consortium, ledger, publish, audit } = scene();
    ledger.append(consortium.statement('task', STEWARD, taskBody({ task: 'x' })));
    ledger.appendUnjudged(consortium.statement('task', STEWARD, taskBody({ task: 'x', weight: 2 })));
    ledger.appendUnjudged(consortium.statement('task', STEWARD, taskBody({ task: 'y' })));
    publish();
    const report = await audit();
    expect(report).toMatchObject({ verdict: 'FAILED', size: 12, published: 12, records: 10 });
    expect(report.problems).toEqual([expect.objectContaining({ code: 'name-taken', index: 10 })]);
    expect(report.notes).toEqual([expect.objectContaining({ code: 'replay-stopped', index: 10 })]);
  });

  it('a gap in the chain of an author: a statement was suppressed', async () => {
    const { consortium, ledger, publish, audit } = scene();
    const [, second] = tasks(consortium, 2);
    if (second !== undefined) ledger.appendUnjudged(second);
    publish();
    expect((await audit()).problems).toEqual([expect.objectContaining({ code: 'chain', index: 9 })]);
  });

  it.each([9, 10, 1_000_000])('a root that the author never saw, at size %i', async (size) => {
    const { consortium, ledger, publish, audit } = scene();
    const body = taskBody({ task: 'x' });
    ledger.appendUnjudged(consortium.statement('task', STEWARD, body, { seen: { size, root: '0'.repeat(64) } }));
    publish();
    expect((await audit()).problems).toEqual([expect.objectContaining({ code: 'seen-unknown', index: 9 })]);
  });

  it('a time before that of the record before', async () => {
    const { consortium, ledger, publish, audit } = scene();
    const [signed] = tasks(consortium, 1);
    if (signed !== undefined) ledger.appendUnjudged(signed, '2026-01-01T00:00:00.000Z');
    publish();
    expect((await audit()).problems).toEqual([expect.objectContaining({ code: 'clock-backwards', index: 9 })]);
  });

  it('a statement whose form no ledger accepts', async () => {
    const { ledger, publish, audit } = scene();
    forgeStatement(ledger, 8, testKey(`${STEWARD} 1`), (statement) =>
      Object.assign(statement, { comment: 'free text' }),
    );
    ledger.publications.length = 0;
    publish();
    const report = await audit(() => {}, ANY_STATE);
    expect(report).toMatchObject({ verdict: 'FAILED', records: 8 });
    expect(report.problems).toEqual([expect.objectContaining({ code: 'schema-violation', index: 8 })]);
  });

  it('a log that is no ledger at all', async () => {
    const { ledger, audit } = scene();
    ledger.truncate(0);
    ledger.appendBytes(Buffer.from('{"hello":"world"}'));
    ledger.publish(cosigners);
    const report = await audit(() => {}, ANY_STATE);
    expect(report).toMatchObject({ verdict: 'FAILED', records: 0, published: 1 });
    expect(report.problems).toEqual([expect.objectContaining({ code: 'schema-violation', index: 0 })]);
  });
});

describe('I5: a record with the wrong account root', () => {
  it('is named by its index, once for a run of them', async () => {
    const { ledger, publish, audit } = scene();
    for (const index of [7, 6]) {
      forgeRecord(ledger, index, (document) => {
        document.state = ANY_STATE;
      });
    }
    forgeRecord(ledger, 8, (document) => {
      document.state = Buffer.from(ledger.accountRoot(8)).toString('hex');
    });
    ledger.publications.length = 0;
    publish();
    const report = await audit();
    expect(report).toMatchObject({ verdict: 'FAILED', records: 9 });
    expect(report.problems).toEqual([expect.objectContaining({ code: 'state-differs', index: 6 })]);
    expect(report.problems[0]?.message).toContain('records 6 to 7');
  });

  it('and a head with the wrong account root', async () => {
    const { audit } = scene();
    const report = await audit(() => {}, ANY_STATE);
    expect(report.problems).toEqual([expect.objectContaining({ code: 'head-differs', path: 'head' })]);
  });
});

describe('I1: a history that was rewritten after it was published', () => {
  /** Two records changed places, the tree was computed anew; the old checkpoint still stands, with or without a new one. */
  it.each([false, true])(
    'contradicts the checkpoint published before it (another one follows: %s)',
    async (follows) => {
      const { consortium, ledger, publish, audit } = scene();
      ledger.appendAll(tasks(consortium, 4));
      publish();
      ledger.appendAll(tasks(consortium, 2, 'late'));
      const [tenth, eleventh] = [ledger.records[10], ledger.records[11]];
      if (tenth === undefined || eleventh === undefined) throw new Error('too few records');
      ledger.replace(10, eleventh);
      ledger.replace(11, tenth);
      if (follows) publish();
      const report = await audit();
      expect(report.verdict).toBe('FAILED');
      expect(codesOf(report.problems)).toEqual(['chain', 'root-differs']);
      expect(report.problems[1]).toMatchObject({ path: 'checkpoints/000' });
      expect(report.problems[1]?.message).toContain(
        'note 1: another root than the records give; the first change lies in records 9 to 12',
      );
      expect(report.published).toBe(follows ? 15 : 9);
      expect((await fsck(mapFiles(naiveFiles(ledger)))).isSound).toBe(false);
    },
  );

  it('and cut short is noticed by the checkpoint that covers more (I11)', async () => {
    const { consortium, ledger, publish, audit } = scene();
    ledger.appendAll(tasks(consortium, 2));
    publish();
    const { publications } = ledger.fork();
    ledger.truncate(9);
    ledger.publications.push(...publications);
    const report = await audit();
    expect(codesOf(report.problems)).toEqual(['checkpoint-beyond']);
    expect(report).toMatchObject({ verdict: 'FAILED', size: 9, published: 9 });
  });

  it('a head that claims more than there is', async () => {
    const { ledger, audit } = scene();
    const report = await audit((files) => setHead(files, headOf(ledger, { size: 2 ** 40, generation: 2 ** 40 })));
    expect(report.verdict).toBe('FAILED');
    expect(report.problems.every(({ path }) => path !== undefined)).toBe(true);
    expect(report.problems.length).toBeLessThan(10);
  });

  it('a head whose generation cannot be', async () => {
    const { ledger, audit } = scene();
    for (const generation of [0, 10]) {
      const report = await audit((files) => setHead(files, headOf(ledger, { generation })));
      expect(report.problems).toEqual([expect.objectContaining({ code: 'head-differs', path: 'head' })]);
    }
  });
});

describe('published checkpoints', () => {
  it('signed by the log over more than it shows', async () => {
    const { consortium, ledger, audit } = scene();
    const honest = ledger.fork();
    honest.appendAll(tasks(consortium, 2, 'elsewhere'));
    const note = honest.publish(cosigners);
    const report = await audit((files) => addNotes(files, [...notesOf(ledger), Buffer.from(note)]));
    expect(codesOf(report.problems)).toEqual(['checkpoint-beyond']);
  });

  it('must rise', async () => {
    const { consortium, ledger, publish, audit } = scene();
    ledger.appendAll(tasks(consortium, 2));
    publish();
    const notes = notesOf(ledger);
    const report = await audit((files) => addNotes(files, notes.toReversed()));
    expect(report.problems).toEqual([expect.objectContaining({ code: 'checkpoint-order', path: 'checkpoints/000' })]);
  });

  it('must be of one log, that of the charter', async () => {
    const { consortium, ledger } = scene();
    const other = new NaiveLedger('other.example/log', testLogKey('other.example/log'));
    for (const bytes of ledger.records) other.appendBytes(bytes);
    other.publish(cosigners);
    const policy = policyOf(other);
    const files = naiveFiles(ledger);
    addNotes(files, notesOf(other));
    const report = await auditMap(files, policy);
    expect(report.problems).toEqual([expect.objectContaining({ code: 'checkpoint-origin', path: 'checkpoints/000' })]);
    expect(codesOf(report.notes)).toEqual(['log-key-not-in-charter']);

    addNotes(files, [...notesOf(ledger), ...notesOf(other)]);
    const mixed = await auditMap(files, policyOf(consortium));
    expect(codesOf(mixed.problems)).toEqual(['checkpoint-origin']);
    expect(codesOf(mixed.doubts)).toEqual(['other-policy']);
  });

  it('an older one in the place of the newest is a rollback, not a crash', async () => {
    const { consortium, ledger, publish, audit } = scene();
    for (const prefix of ['a', 'b']) {
      ledger.appendAll(tasks(consortium, 1, prefix));
      publish();
    }
    const report = await audit((files) => files.set('checkpoint', notesOf(ledger)[0] ?? Buffer.of()));
    expect(report.problems).toEqual([expect.objectContaining({ code: 'checkpoint-differs', path: 'checkpoint' })]);
  });

  it('one that was never published, though the log signed it', async () => {
    const { consortium, ledger, audit } = scene();
    ledger.appendAll(tasks(consortium, 1));
    const note = Buffer.from(ledger.fork().publish(cosigners));
    const report = await audit((files) => files.set('checkpoint', note));
    expect(report.problems).toEqual([expect.objectContaining({ code: 'checkpoint-differs', path: 'checkpoint' })]);
  });

  it('more than 256, with one file of notes cut short', async () => {
    const { consortium, ledger, audit } = scene();
    const policy = policyOf(consortium);
    const lines = notesOf(ledger);
    const files = naiveFiles(ledger);
    addNotes(files, [...Array.from({ length: 256 }, () => lines[0] ?? Buffer.of()), ...lines]);
    // All notes but the first repeat its size: one finding.
    expect((await auditMap(files, policy)).problems).toEqual([expect.objectContaining({ code: 'checkpoint-order' })]);
    const cut = withFile(files, 'checkpoints/000', files.get('checkpoints/000')?.slice(0, -1));
    expect(codesOf((await auditMap(cut, policy)).problems)).toEqual([
      'checkpoints-corrupt',
      'checkpoint-order',
      'checkpoint-order',
    ]);
    expect(await audit()).toMatchObject({ verdict: 'VERIFIED' });
    // What follows a full file's last note was not torn off by a crash: the next note begins a file.
    for (const more of [Buffer.of(0), frame(lines)]) {
      const overfull = withFile(
        files,
        'checkpoints/000',
        Buffer.concat([files.get('checkpoints/000') ?? Buffer.of(), more]),
      );
      overfull.delete('checkpoints/001');
      expect(codesOf((await auditMap(overfull, policy)).problems)).toEqual(['checkpoints-corrupt', 'checkpoint-order']);
    }
  });
});

function notesOf({ publications }: NaiveLedger): Uint8Array[] {
  return publications.map(({ note }) => Buffer.from(note));
}

function headOf(ledger: NaiveLedger, changes: Partial<Parameters<typeof setHead>[1]>): Parameters<typeof setHead>[1] {
  const root = Buffer.from(ledger.root()).toString('hex');
  const { size } = ledger;
  const state = Buffer.from(ledger.accountRoot()).toString('hex');
  return { generation: size, root, size, state, ...changes };
}
