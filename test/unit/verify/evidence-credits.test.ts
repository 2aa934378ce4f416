/**
 * Evidence of credits that do not follow their award: a checkpoint that ends between them withholds what was earned.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/core/note/policy.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { openLogNote, ruleEvidence } from '../../../src/verify/evidence-file/assemble.ts';
import { encodeEvidenceFile, type RuleEvidence } from '../../../src/verify/evidence-file/document.ts';
import { renderEvidence } from '../../../src/verify/evidence-file/text.ts';
import { verifyEvidence } from '../../../src/verify/evidence-file/verify-evidence.ts';
import { CreditLedger } from '../../_util/credit-ledger.ts';
import { inputError } from '../../_util/input-error.ts';
import { verifySync } from '../../_util/proven-ledger.ts';
import { mapFiles, naiveFiles } from '../../_util/stored-ledger.ts';

beforeAll(installNodePrimitives);

/** A ledger that published after the first of two credits, and later the whole. */
function withheld() {
  const made = new CreditLedger();
  for (const step of made.scenario.toAward()) made.add(step);
  const final = made.add(made.scenario.awardFinal());
  const [first, ...rest] = made.scenario.lines();
  if (first === undefined || rest.length === 0) throw new Error('two lines are needed');
  made.credit(final, [first]);
  const open = (note: string) => openLogNote(note, parsePolicy(made.policy));
  const early = { size: made.ledger.size, note: open(made.publish()), files: naiveFiles(made.ledger) };
  made.credit(final, rest);
  const late = { size: made.ledger.size, note: open(made.publish(20)), files: naiveFiles(made.ledger) };
  // A server cuts what is asked narrower than it has it.
  for (const [path, bytes] of early.files) if (path.startsWith('tile/')) late.files.set(path, bytes);
  const judge = async (evidence: RuleEvidence) => {
    const verification = await verifyEvidence(encodeEvidenceFile(evidence), made.policy, {
      verifySignature: verifySync,
    });
    const code = verification.checks.find((check) => check.code !== undefined)?.code;
    return { verification, told: [verification.verdict, code] };
  };
  return { made, early, late, judge };
}

describe('I6: credits that do not follow', () => {
  it('are shown by the checkpoint that ends before them and all its records, also when they came later', async () => {
    const { early, late, judge } = withheld();
    for (const { files } of [early, late]) {
      const evidence = await ruleEvidence(mapFiles(files), early.note, early.size, verifySync);
      expect(evidence).toMatchObject({ code: 'credits-missing', index: early.size - 1 });
      const { verification, told } = await judge(evidence);
      expect(told).toEqual(['VERIFIED', undefined]);
      expect(renderEvidence(verification, 'en')).toContain('ends although credits must follow');
      expect(renderEvidence(verification, 'ko')).toContain('크레딧이 이어져야 하는데');
    }
  });

  it('cannot be claimed of a tree in which they follow, nor of another record', async () => {
    const { made, early, late, judge } = withheld();
    await expect(ruleEvidence(mapFiles(late.files), late.note, late.size, verifySync)).rejects.toThrow(
      inputError('nothing-wrong'),
    );
    const evidence = await ruleEvidence(mapFiles(early.files), early.note, early.size, verifySync);
    const { index, prefix } = evidence;
    if (prefix === undefined) throw new Error('no prefix');
    // The later checkpoint holds the same records, and what follows.
    const consistency = made.ledger.consistency(early.size, late.size);
    const inclusion = made.ledger.inclusion(index, late.size);
    const moved = { ...evidence, note: late.note.note, inclusion, prefix: { ...prefix, consistency } };
    expect((await judge(moved)).told).toEqual(['FAILED', 'evidence-refuted']);
    const whole = {
      ...{ ...evidence, note: late.note.note, index: late.size - 1 },
      record: made.ledger.records[late.size - 1] ?? new Uint8Array(),
      inclusion: made.ledger.inclusion(late.size - 1, late.size),
      prefix: { records: made.ledger.records.slice(0, late.size - 1), consistency: [] },
    };
    expect((await judge(whole)).told).toEqual(['FAILED', 'evidence-refuted']);
    const { prefix: _, ...bare } = evidence;
    expect((await judge(bare)).told).toEqual(['CANNOT TELL', 'evidence-incomplete']);
    expect((await judge({ ...evidence, code: 'credits-first' })).told).toEqual(['FAILED', 'evidence-refuted']);
  });
});
