import { describe, expect, it } from 'vitest';
import { formatCheckpoint } from '../../../../src/core/note/checkpoint.ts';
import { signCosignature } from '../../../../src/core/note/cosignature.ts';
import { type Note, type NoteSignature, parseNote } from '../../../../src/core/note/note.ts';
import { openCheckpoint } from '../../../../src/core/note/open-checkpoint.ts';
import { signNote } from '../../../../src/core/note/sign.ts';
import type { PolicyGroup, TrustPolicy } from '../../../../src/core/note/trust-policy.ts';
import { COSIGNATURE_ML_DSA_44, type VerifierKey } from '../../../../src/core/note/vkey.ts';
import { createNodeVerifier } from '../../../../src/node/crypto/provider.ts';
import { inputError } from '../../../_util/input-error.ts';
import { createLog, createWitness } from '../../../_util/signers.ts';

const checkpoint = { origin: 'example.com/log', size: 7, root: new Uint8Array(32).fill(1), extensions: [] };
const TEXT = formatCheckpoint(checkpoint);
const log = createLog('example.com/log');
const [w1, w2] = [createWitness('w1.example'), createWitness('w2.example')];
const pqKey: VerifierKey = {
  name: 'pq.example',
  keyId: '01020304',
  type: COSIGNATURE_ML_DSA_44,
  material: new Uint8Array(1312),
};
const pqSignature: NoteSignature = { name: 'pq.example', keyId: '01020304', signature: new Uint8Array(2428) };

function policyWith(quorum: string, groups: PolicyGroup[] = []): TrustPolicy {
  return {
    logs: [{ key: log.verifierKey, url: undefined }],
    witnesses: [
      { name: 'A', key: w1.verifierKey, url: undefined },
      { name: 'B', key: w2.verifierKey, url: undefined },
      { name: 'P', key: pqKey, url: undefined },
    ],
    groups,
    quorum,
  };
}

function noteWith(...signatures: NoteSignature[]): Note {
  const { text, signatures: own } = parseNote(signNote(TEXT, [log]));
  return { text, signatures: [...own, ...signatures] };
}

describe('openCheckpoint', () => {
  const both = policyWith('G', [{ name: 'G', threshold: 2, members: ['A', 'B', 'P'] }]);

  it('names the log, the cosigners by the policy, and their times', () => {
    const note = noteWith(signCosignature(TEXT, 100, w2), signCosignature(TEXT, 200, w1));
    const opened = openCheckpoint(note, both);
    expect(opened).toMatchObject({ checkpoint, note, log: both.logs[0], quorum: 'met' });
    expect(opened.cosignatures.map(({ witness, timestampSeconds }) => [witness.name, timestampSeconds])).toEqual([
      ['B', 100],
      ['A', 200],
    ]);
  });

  it('gives the same answer with the verifier of Node', () => {
    const note = noteWith(signCosignature(TEXT, 100, w2));
    expect(openCheckpoint(note, both, createNodeVerifier({ maxKeys: 8 }).verifySync)).toEqual(
      openCheckpoint(note, both),
    );
  });

  it('counts a witness once, however often it signs', () => {
    const note = noteWith(signCosignature(TEXT, 100, w1), signCosignature(TEXT, 101, w1));
    expect(openCheckpoint(note, both)).toMatchObject({ quorum: 'missing' });
    expect(openCheckpoint(note, both).cosignatures).toHaveLength(2);
  });

  it('I9: calls a quorum unknown when only cosignatures that it cannot check could complete it', () => {
    expect(openCheckpoint(noteWith(signCosignature(TEXT, 1, w1), pqSignature), both).quorum).toBe('unknown');
    expect(openCheckpoint(noteWith(pqSignature), both).quorum).toBe('missing');
    expect(openCheckpoint(noteWith(pqSignature), policyWith('P')).quorum).toBe('unknown');
    expect(openCheckpoint(noteWith(pqSignature), policyWith('none')).quorum).toBe('met');
  });

  it('ignores cosigners that the policy does not list', () => {
    const stranger = signCosignature(TEXT, 1, createWitness('w1.example'));
    expect(openCheckpoint(noteWith(stranger), policyWith('A'))).toMatchObject({ quorum: 'missing', cosignatures: [] });
  });

  it('does not open what only witnesses signed, or a log that is not listed, or only with an uncheckable key', () => {
    const cosigned = { text: TEXT, signatures: [signCosignature(TEXT, 1, w1)] };
    const elsewhere = parseNote(signNote(TEXT, [createLog('example.com/log')]));
    const pqLog = { ...policyWith('none'), witnesses: [], logs: [{ key: pqKey, url: undefined }] };
    expect(() => openCheckpoint(cosigned, policyWith('A'))).toThrow(inputError('unverified-note'));
    expect(() => openCheckpoint(elsewhere, policyWith('A'))).toThrow(inputError('unverified-note'));
    expect(() => openCheckpoint(noteWith(pqSignature), pqLog)).toThrow(inputError('unverified-note'));
  });

  it("does not take a listed log's signature under another origin", () => {
    const other = createLog('other.example/log');
    const policy = {
      ...policyWith('none'),
      logs: [log, other].map(({ verifierKey }) => ({ key: verifierKey, url: undefined })),
    };
    expect(openCheckpoint(noteWith(), policy).log.key).toBe(log.verifierKey);
    const foreign = parseNote(signNote(TEXT, [other]));
    expect(() => openCheckpoint(foreign, policy)).toThrow(inputError('unverified-note'));
  });

  it('rejects a forged cosignature of a listed witness, though the quorum would be met without it', () => {
    const forged = { ...signCosignature(TEXT, 1, w2), signature: new Uint8Array(72) };
    expect(() => openCheckpoint(noteWith(signCosignature(TEXT, 1, w1), forged), policyWith('A'))).toThrow(
      inputError('bad-note-signature'),
    );
  });

  it('rejects signed texts that are no checkpoint of ours', () => {
    for (const text of [`${TEXT}extension\n`, 'hello\n']) {
      expect(() => openCheckpoint(parseNote(signNote(text, [log])), policyWith('none'))).toThrow(
        inputError('bad-checkpoint'),
      );
    }
  });
});
