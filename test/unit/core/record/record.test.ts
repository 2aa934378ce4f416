import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../../../src/core/bytes/base64.ts';
import { decodeHex, encodeHex } from '../../../../src/core/bytes/hex.ts';
import { sha256 } from '../../../../src/core/bytes/sha256.ts';
import { canonicalize } from '../../../../src/core/json/jcs.ts';
import { parseJson } from '../../../../src/core/json/json.ts';
import {
  encodeRecord,
  formatEnvelope,
  MAX_RECORD_BYTES,
  makeRecord,
  parseEnvelope,
  parseRecord,
} from '../../../../src/core/record/record.ts';
import { digestOf } from '../../../_util/bodies.ts';
import { Consortium } from '../../../_util/consortium.ts';
import { sampleHistory } from '../../../_util/history.ts';
import { inputError } from '../../../_util/input-error.ts';
import { type InvalidRecord, invalidRecords } from '../../../_util/invalid-records.ts';
import { expectVectorFolder, vectorNames, wronglyJudged } from '../../../_util/vector-files.ts';

const SAMPLES = sampleHistory(new Consortium());
const FIRST_OF_KIND = [...new Map(SAMPLES.toReversed().map((signed) => [signed.statement.kind, signed])).values()];
const AT = '2026-11-23T08:30:00.000Z';
const STATE = decodeHex(digestOf('state'));

const contribution = SAMPLES.find(({ statement }) => statement.kind === 'contribution');
if (contribution === undefined) throw new Error('the sample history has no contribution');
const valid = encodeRecord(contribution, AT, STATE);

describe('records', () => {
  it('of every kind parse to what was made, and are made of what was parsed', () => {
    for (const signed of FIRST_OF_KIND) {
      const made = makeRecord(signed, AT, STATE);
      const parsed = parseRecord(made.bytes);
      expect(parsed).toEqual(made);
      expect(encodeRecord(parsed, parsed.recordedAt, parsed.state)).toEqual(made.bytes);
    }
  });

  it('are the canonical JSON of envelope, time, state and version', () => {
    const { payload, keyId, signature } = contribution;
    const envelope = {
      payload: encodeBase64(payload),
      payloadType: 'application/vnd.in-toto+json',
      signatures: [{ keyid: keyId, sig: encodeBase64(signature) }],
    };
    const text = `{"envelope":${canonicalize(envelope)},"recordedAt":"${AT}","state":"${digestOf('state')}","v":1}`;
    expect(Buffer.from(valid).toString()).toBe(text);
  });

  it('have the leaf hash of RFC 6962 over exactly their bytes', () => {
    expect(parseRecord(valid).leafHash).toEqual(sha256(Uint8Array.of(0, ...valid)));
  });

  it('of the largest statement and signature stay below 65,535 bytes, and no larger one is made', () => {
    const largest = { ...contribution, payload: new Uint8Array(32 * 1024), signature: new Uint8Array(6144) };
    expect(encodeRecord(largest, AT, STATE).length).toBeLessThanOrEqual(MAX_RECORD_BYTES);
    const beyond = { ...contribution, payload: new Uint8Array(50_000) };
    expect(() => encodeRecord(beyond, AT, STATE)).toThrow(inputError('too-large'));
    expect(() => parseRecord(new Uint8Array(MAX_RECORD_BYTES + 1))).toThrow(inputError('too-large'));
  });
});

describe('envelopes', () => {
  it('parse to what was formatted', () => {
    for (const signed of FIRST_OF_KIND) {
      const { payload, keyId, signature } = signed;
      expect(parseEnvelope(parseJson(canonicalize(formatEnvelope(signed)), 'envelope'))).toEqual(signed);
      expect(formatEnvelope({ payload, keyId, signature })).toEqual(formatEnvelope(signed));
    }
  });

  it.each([
    ['null', null],
    ['text', 'x'],
    ['a list', []],
    ['nothing in it', {}],
    ['no signature', { ...formatEnvelope(contribution), signatures: [] }],
    ['two signatures', twice()],
  ])('are refused: %s', (_, value) => {
    expect(() => parseEnvelope(value)).toThrow(inputError('schema-violation'));
  });
});

describe('hostile records', () => {
  it('are computed as committed', () => {
    expectVectorFolder('record/invalid', invalidRecords(valid));
    expect(vectorNames('record/invalid').length).toBeGreaterThan(50);
  });

  it('are refused with their code, each', () => {
    const parse = ({ record }: InvalidRecord) => parseRecord(decodeBase64(record));
    expect(wronglyJudged<InvalidRecord>('record/invalid', parse)).toEqual([]);
  });

  it('with any byte changed are another record or refused with our own error', () => {
    // The middle is base64 of the payload, where few changes matter; both ends are searched whole.
    const indexes = valid.map((_, i) => i).filter((i) => i < 80 || i > valid.length - 320 || i % 50 === 0);
    for (const index of indexes) {
      const changed = valid.map((byte, i) => (i === index ? byte ^ 1 : byte));
      try {
        const { recordedAt, state, ...signed } = parseRecord(changed);
        expect(encodeHex(encodeRecord(signed, recordedAt, state))).toBe(encodeHex(changed));
      } catch (error) {
        expect(error).toMatchObject({ name: 'InputError' });
      }
    }
  });
});

function twice() {
  const envelope = formatEnvelope(SAMPLES[0] ?? { payload: new Uint8Array(), keyId: '', signature: new Uint8Array() });
  return { ...envelope, signatures: [...envelope.signatures, ...envelope.signatures] };
}
