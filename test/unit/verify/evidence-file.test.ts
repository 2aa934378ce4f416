/**
 * Evidence against a ledger: what a third party can be shown with a file and a policy, and what cannot.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/core/note/policy.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import {
  forkEvidence,
  type LogNote,
  omissionEvidence,
  openLogNote,
  ruleEvidence,
} from '../../../src/verify/evidence-file/assemble.ts';
import {
  encodeEvidenceFile,
  isEvidenceFile,
  type LedgerEvidence,
  parseEvidenceFile,
} from '../../../src/verify/evidence-file/document.ts';
import { renderEvidence } from '../../../src/verify/evidence-file/text.ts';
import { type EvidenceVerification, verifyEvidence } from '../../../src/verify/evidence-file/verify-evidence.ts';
import { flip } from '../../_util/audit.ts';
import { taskBody } from '../../_util/bodies.ts';
import { offsetsBelow } from '../../_util/byte-stride.ts';
import { DishonestLedger } from '../../_util/dishonest-ledger.ts';
import { inputError } from '../../_util/input-error.ts';
import { testLogKey } from '../../_util/keys.ts';
import type { NaiveLedger } from '../../_util/naive-ledger.ts';
import { cosigners, found, policyOf, verifySync, WITNESS } from '../../_util/proven-ledger.ts';
import { mapFiles, naiveFiles, tasks } from '../../_util/stored-ledger.ts';

beforeAll(installNodePrimitives);

const STEWARD = 'daejeon-institute';

function scene() {
  const { consortium, ledger } = found();
  const policy = policyOf([consortium.logKey], WITNESS);
  const open = (note: string): LogNote => openLogNote(note, parsePolicy(policy));
  const verify = (evidence: LedgerEvidence | Uint8Array): Promise<EvidenceVerification> =>
    verifyEvidence(evidence instanceof Uint8Array ? evidence : encodeEvidenceFile(evidence), policy, {
      verifySignature: verifySync,
    });
  return { consortium, ledger, policy, open, verify };
}

const publish = (ledger: NaiveLedger): string => ledger.publish(cosigners(0, WITNESS));
const codeOf = ({ checks }: EvidenceVerification) => checks.find(({ code }) => code !== undefined)?.code;

/** Two branches of one ledger, each with its own tasks after the founding. */
function branches(ours: number, theirs: number) {
  const made = scene();
  const twin = made.ledger.fork();
  const other = made.consortium.fork();
  const base = made.ledger.size;
  made.ledger.appendAll(tasks(made.consortium, ours, 'ours'));
  twin.appendAll(tasks(other, theirs, 'theirs'));
  return { ...made, twin, base };
}

describe('I1: a fork', () => {
  it('of one size needs nothing but the two notes and the policy', async () => {
    const { ledger, twin, open, verify, base } = branches(3, 3);
    const evidence = await forkEvidence(open(publish(ledger)), open(publish(twin)), undefined);
    const verification = await verify(evidence);
    expect(verification.verdict).toBe('VERIFIED');
    expect(verification.facts?.sizes).toEqual([base + 3, base + 3]);
    expect(renderEvidence(verification, 'en')).toContain('signed two histories');
    expect(renderEvidence(verification, 'ko')).toContain('서로 다른 두 이력');
  });

  it.each([
    [3, 5],
    [1, 1 + 64],
    [4, 300],
  ])('of two sizes (%d and %d records) needs the root that the larger tree had', async (ours, theirs) => {
    const { ledger, twin, open, verify } = branches(ours, theirs);
    const [a, b] = [open(publish(ledger)), open(publish(twin))];
    await expect(forkEvidence(a, b, undefined)).rejects.toThrow(inputError('evidence-incomplete'));
    for (const evidence of [
      await forkEvidence(a, b, mapFiles(naiveFiles(twin))),
      await forkEvidence(b, a, mapFiles(naiveFiles(twin))),
    ])
      expect((await verify(evidence)).verdict).toBe('VERIFIED');
    // The smaller tree cannot show what the larger one holds.
    await expect(forkEvidence(a, b, mapFiles(naiveFiles(ledger)))).rejects.toThrow();
  });

  it('that is none is not made, and FAILED where somebody makes it up', async () => {
    const { consortium, ledger, open, verify } = scene();
    const older = open(publish(ledger));
    const first = naiveFiles(ledger);
    ledger.appendAll(tasks(consortium, 4));
    const newer = open(publish(ledger));
    const files = mapFiles(naiveFiles(ledger));
    await expect(forkEvidence(older, newer, files)).rejects.toThrow(inputError('nothing-wrong'));
    await expect(forkEvidence(older, older, files)).rejects.toThrow(inputError('nothing-wrong'));
    expect(first.size).toBeGreaterThan(0);
    const notes = [older.note, newer.note] as const;
    const bare = await verify({ kind: 'fork', notes });
    expect([bare.verdict, codeOf(bare)]).toEqual(['CANNOT TELL', 'evidence-incomplete']);
    const consistency = ledger.consistency(older.checkpoint.size, newer.checkpoint.size);
    const honest = await verify({ kind: 'fork', notes, prefix: { root: older.checkpoint.root, consistency } });
    expect([honest.verdict, codeOf(honest)]).toEqual(['FAILED', 'evidence-refuted']);
    const lied = await verify({ kind: 'fork', notes, prefix: { root: new Uint8Array(32), consistency } });
    expect([lied.verdict, codeOf(lied)]).toEqual(['FAILED', 'bad-consistency-proof']);
    const same = await verify({ kind: 'fork', notes: [older.note, older.note] });
    expect([same.verdict, codeOf(same)]).toEqual(['FAILED', 'evidence-refuted']);
    const swapped = await verify({ kind: 'fork', notes: [newer.note, older.note] });
    expect([swapped.verdict, codeOf(swapped)]).toEqual(['FAILED', 'bad-evidence']);
    const needless = await verify({
      kind: 'fork',
      notes: [older.note, older.note],
      prefix: { root: new Uint8Array(32), consistency: [] },
    });
    expect([needless.verdict, codeOf(needless)]).toEqual(['FAILED', 'bad-evidence']);
  });

  it('signed by somebody else is CANNOT TELL; by two logs of the policy, FAILED', async () => {
    const { ledger, twin, open, policy } = branches(2, 2);
    const evidence = encodeEvidenceFile(await forkEvidence(open(publish(ledger)), open(publish(twin)), undefined));
    const stranger = policyOf([testLogKey('log.example/stranger')]);
    const sameName = policyOf([testLogKey(ledger.origin, 'another key')]);
    for (const other of [stranger, sameName])
      expect((await verifyEvidence(evidence, other, { verifySignature: verifySync })).verdict).toBe('CANNOT TELL');
    expect((await verifyEvidence(evidence, policy)).verdict).toBe('VERIFIED'); // with the pure verifier
    const second = testLogKey('log.example/second');
    const { ledger: far } = scene();
    const foreign = far.fork();
    Object.assign(foreign, { origin: second.name, logKey: second });
    const both = policyOf([ledger.logKey, second]);
    const [a, b] = [publish(ledger), publish(foreign)].map((note) => openLogNote(note, parsePolicy(both)).note);
    if (a === undefined || b === undefined) throw new Error('no notes');
    const notes = [b, a] as const;
    const mixed = await verifyEvidence(encodeEvidenceFile({ kind: 'fork', notes }), both, {
      verifySignature: verifySync,
    });
    expect([mixed.verdict, codeOf(mixed)]).toEqual(['FAILED', 'evidence-refuted']);
  });
});

describe('I3, I4, I5: a broken rule', () => {
  const forgedSignature = () => {
    const made = scene();
    const [forged] = tasks(made.consortium, 1, 'forged');
    if (forged === undefined) throw new Error('no task');
    const index = made.ledger.append({ ...forged, signature: flip(forged.signature, 40) });
    made.ledger.appendAll(tasks(made.consortium, 2, 'after'));
    return { ...made, index, note: made.open(publish(made.ledger)), files: mapFiles(naiveFiles(made.ledger)) };
  };

  it('a signature that does not verify is shown by the record and the key that it names', async () => {
    const { note, files, index, verify } = forgedSignature();
    const evidence = await ruleEvidence(files, note, index, verifySync);
    expect(evidence).toMatchObject({ code: 'bad-signature', key: expect.any(Uint8Array) });
    expect(evidence.prefix).toBeUndefined();
    expect((await verify(evidence)).verdict).toBe('VERIFIED');
    await expect(ruleEvidence(files, note, index + 1, verifySync)).rejects.toThrow(inputError('nothing-wrong'));
    // With the records before it instead of the key it is shown as well; with neither, nobody can tell.
    const { key: _, ...bare } = evidence;
    const nothing = await verify(bare);
    expect([nothing.verdict, codeOf(nothing)]).toEqual(['CANNOT TELL', 'evidence-incomplete']);
  });

  it('a good signature, or the key of somebody else, accuses nobody', async () => {
    const { consortium, ledger, open, verify } = scene();
    const index = ledger.append(consortium.statement('task', STEWARD, taskBody({ task: 'fine' })));
    const note = open(publish(ledger)).note;
    const accuse = (spki: Uint8Array): LedgerEvidence => ({
      kind: 'rule',
      note,
      index,
      record: ledger.records[index] ?? new Uint8Array(),
      inclusion: ledger.inclusion(index, ledger.size),
      code: 'bad-signature',
      key: spki,
    });
    const [, founder, other] = consortium.founders;
    const own = await verify(accuse(Buffer.from(founder?.keys[0]?.spki ?? '', 'base64')));
    expect([own.verdict, codeOf(own)]).toEqual(['FAILED', 'evidence-refuted']);
    const foreign = await verify(accuse(Buffer.from(other?.keys[0]?.spki ?? '', 'base64')));
    expect([foreign.verdict, codeOf(foreign)]).toEqual(['FAILED', 'bad-evidence']);
  });

  it('a record that the rules refuse is shown with all records before it; anything else of the log is not enough', async () => {
    const { consortium, ledger, open, verify } = scene();
    const [taken] = tasks(consortium, 1, 'same');
    if (taken === undefined) throw new Error('no task');
    ledger.append(taken);
    const index = ledger.appendUnjudged(consortium.statement('task', STEWARD, taskBody({ task: 'same-0' })));
    ledger.appendAll([]);
    const note = open(publish(ledger));
    const files = mapFiles(naiveFiles(ledger));
    const evidence = await ruleEvidence(files, note, index, verifySync);
    expect(evidence.code).toBe('name-taken');
    expect(evidence.prefix?.records.length).toBe(index);
    expect((await verify(evidence)).verdict).toBe('VERIFIED');
    const other = await verify({ ...evidence, code: 'chain' });
    expect([other.verdict, codeOf(other)]).toEqual(['FAILED', 'evidence-refuted']);
    const { prefix, ...bare } = evidence;
    expect((await verify(bare)).verdict).toBe('CANNOT TELL');
    const records = [...(prefix?.records ?? [])];
    records[3] = flip(records[3] ?? new Uint8Array(), 30);
    const tampered = await verify({ ...evidence, prefix: { records, consistency: prefix?.consistency ?? [] } });
    expect([tampered.verdict, codeOf(tampered)]).toEqual(['FAILED', 'bad-consistency-proof']);
  });

  it('an account root that leaves a record out is shown, with a checkpoint far beyond it', async () => {
    const { consortium, ledger, policy } = scene();
    const left = ledger.appendAll(tasks(consortium, 2, 'dropped'))[0] ?? 0;
    ledger.appendAll(tasks(consortium, 8, 'later'));
    const dishonest = new DishonestLedger(ledger, {
      account: (_, index) => (index === left ? 'system' : undefined),
    });
    const note = openLogNote(publish(dishonest.ledger), parsePolicy(policy));
    const files = mapFiles(dishonest.files());
    const evidence = await ruleEvidence(files, note, left + 1, verifySync);
    expect(evidence.code).toBe('state-differs');
    expect((await verifyEvidence(encodeEvidenceFile(evidence), policy, { verifySignature: verifySync })).verdict).toBe(
      'VERIFIED',
    );
  });

  it('a record that is none shows itself', async () => {
    const { ledger, open, verify } = scene();
    const index = ledger.appendBytes(Buffer.from('{"no":"record"}'));
    const note = open(publish(ledger));
    const files = naiveFiles(ledger, '0'.repeat(64));
    const evidence = await ruleEvidence(mapFiles(files), note, index, verifySync);
    expect(evidence).toMatchObject({ code: 'schema-violation' });
    expect(evidence.prefix).toBeUndefined();
    expect((await verify(evidence)).verdict).toBe('VERIFIED');
  });
});

describe('I2: an omission', () => {
  it('is shown by the receipt and what stands in its place', async () => {
    const { ledger, twin, open, policy, verify, base } = branches(3, 6);
    publish(ledger);
    const receipt = ledger.bundle(base + 1);
    const later = open(publish(twin));
    const evidence = await omissionEvidence(receipt, mapFiles(naiveFiles(twin)), later, parsePolicy(policy));
    const verification = await verify(evidence);
    expect(verification.verdict).toBe('VERIFIED');
    expect(verification.facts).toMatchObject({ index: base + 1, sizes: [base + 3, base + 6] });
  });

  it('that is none is not made, and FAILED where somebody makes it up', async () => {
    const { consortium, ledger, open, policy, verify } = scene();
    const index = ledger.size - 1;
    publish(ledger);
    const receipt = ledger.bundle(index);
    const early = open(ledger.publications[0]?.note ?? '');
    ledger.appendAll(tasks(consortium, 3));
    const later = open(publish(ledger));
    const files = mapFiles(naiveFiles(ledger));
    await expect(omissionEvidence(receipt, files, later, parsePolicy(policy))).rejects.toThrow(
      inputError('nothing-wrong'),
    );
    ledger.appendAll(tasks(consortium, 1, 'x'));
    publish(ledger);
    const newest = ledger.bundle(ledger.size - 1);
    await expect(omissionEvidence(newest, files, early, parsePolicy(policy))).rejects.toThrow(
      inputError('evidence-incomplete'),
    );
    const { note, checkpoint } = later;
    const record = ledger.records[index] ?? new Uint8Array();
    const made: LedgerEvidence = {
      kind: 'omission',
      record,
      receipt: { index, hashes: ledger.inclusion(index, early.checkpoint.size), note: early.note },
      note,
      leaf: ledger.record(index).leafHash,
      inclusion: ledger.inclusion(index, checkpoint.size),
    };
    const claimed = await verify(made);
    expect([claimed.verdict, codeOf(claimed)]).toEqual(['FAILED', 'evidence-refuted']);
    const lied = await verify({ ...made, leaf: new Uint8Array(32) });
    expect([lied.verdict, codeOf(lied)]).toEqual(['FAILED', 'bad-inclusion-proof']);
  });
});

describe('the file', () => {
  it('is recognised by what it says, and of a later version is CANNOT TELL', async () => {
    const { ledger, twin, open, verify } = branches(1, 1);
    const bytes = encodeEvidenceFile(await forkEvidence(open(publish(ledger)), open(publish(twin)), undefined));
    expect(encodeEvidenceFile(parseEvidenceFile(bytes))).toEqual(bytes);
    const later = Buffer.from(Buffer.from(bytes).toString().replace('evidence@v1', 'evidence@v2'));
    expect([bytes, later, Buffer.from('{}'), Buffer.from('x')].map(isEvidenceFile)).toEqual([true, true, false, false]);
    const verification = await verify(later);
    expect([verification.verdict, codeOf(verification)]).toEqual(['CANNOT TELL', 'unknown-version']);
  });

  it.each([
    ['a witness beside the log', 'bad-evidence', (text: string, line: string) => text.replace(/\\n"/, `\\n${line}"`)],
    ['white space', 'json-not-canonical', (text: string) => text.replace(',', ', ')],
    ['an unknown field', 'schema-violation', (text: string) => text.replace('{', '{"a":1,')],
    ['another kind', 'schema-violation', (text: string) => text.replace('"fork"', '"spoon"')],
  ])('with %s is refused', async (_, code, edit) => {
    const { ledger, twin, open } = branches(1, 1);
    const note = publish(ledger);
    const line = JSON.stringify(`${note.split('\n').find((each) => each.includes(WITNESS.name))}\n`).slice(1, -1);
    const bytes = encodeEvidenceFile(await forkEvidence(open(note), open(publish(twin)), undefined));
    expect(() => parseEvidenceFile(Buffer.from(edit(Buffer.from(bytes).toString(), line)))).toThrow(
      inputError(code as never),
    );
  });

  it('with any byte changed is never VERIFIED', async () => {
    const { ledger, twin, open, verify, base, policy } = branches(2, 3);
    const [a, b] = [open(publish(ledger)), open(publish(twin))];
    const files = mapFiles(naiveFiles(twin));
    const forged = scene();
    const [bad] = tasks(forged.consortium, 1, 'forged');
    if (bad === undefined) throw new Error('no task');
    const index = forged.ledger.append({ ...bad, signature: flip(bad.signature, 40) });
    const broken = await ruleEvidence(
      mapFiles(naiveFiles(forged.ledger)),
      forged.open(publish(forged.ledger)),
      index,
      verifySync,
    );
    const accepted: string[] = [];
    for (const evidence of [
      await forkEvidence(a, b, files),
      await omissionEvidence(ledger.bundle(base + 1), files, b, parsePolicy(policy)),
      broken,
    ]) {
      const bytes = encodeEvidenceFile(evidence);
      expect((await verify(bytes)).verdict).toBe('VERIFIED');
      for (const offset of offsetsBelow(bytes.length)) {
        const { verdict } = await verify(flip(bytes, offset, 2 ** (offset % 7)));
        if (verdict === 'VERIFIED') accepted.push(`${evidence.kind} byte ${offset}`);
      }
    }
    expect(accepted).toEqual([]);
  });
});
