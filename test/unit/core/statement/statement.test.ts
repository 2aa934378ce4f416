import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../../src/core/bytes/base64.ts';
import { encodeHex } from '../../../../src/core/bytes/hex.ts';
import { sha256 } from '../../../../src/core/bytes/sha256.ts';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import { canonicalize } from '../../../../src/core/json/jcs.ts';
import type { SignedStatement } from '../../../../src/core/record/record.ts';
import { KIND_NAMES } from '../../../../src/core/rules/book.ts';
import {
  bodySubject,
  encodeStatement,
  MAX_PAYLOAD_BYTES,
  parseStatement,
  type Statement,
  statementDigest,
} from '../../../../src/core/statement/statement.ts';
import { aggregationBody, contributionBody, digestOf, modelBody, taskBody } from '../../../_util/bodies.ts';
import { Consortium } from '../../../_util/consortium.ts';
import { creditLedger } from '../../../_util/credit-history.ts';
import { sampleHistory } from '../../../_util/history.ts';
import { inputError } from '../../../_util/input-error.ts';
import { type InvalidStatement, invalidStatements } from '../../../_util/invalid-statements.ts';
import { expectVectorFolder, vectorNames, wronglyJudged } from '../../../_util/vector-files.ts';

const CREDIT = creditLedger();
const SAMPLES: readonly SignedStatement[] = [
  ...sampleHistory(new Consortium()),
  ...CREDIT.records.map((_, index) => CREDIT.record(index)),
];
/** A credit-bearing one, where the kind has others. */
const creditSample = (kind: string): SignedStatement => sample(kind, SAMPLES.toReversed());

function sample(kind: string, of = SAMPLES): SignedStatement {
  const found = of.find(({ statement }) => statement.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} in the histories`);
  return found;
}

const { payload: artefact, statement: contribution } = sample('contribution');
const { payload: plain, statement: task } = sample('task');

describe('statements', () => {
  it('of every kind parse to what was encoded, and encode to what was parsed', () => {
    expect(new Set(SAMPLES.map(({ statement }) => statement.kind))).toEqual(new Set(KIND_NAMES));
    for (const { payload, statement } of SAMPLES) {
      expect(parseStatement(payload)).toEqual(statement);
      expect(encodeStatement(statement)).toEqual(payload);
    }
  });

  it('are in-toto statements in canonical form, named by the digest of their bytes', () => {
    for (const { payload, statement, digest } of SAMPLES) {
      const document = JSON.parse(Buffer.from(payload).toString());
      expect(Object.keys(document)).toEqual(['_type', 'predicate', 'predicateType', 'subject']);
      expect(document._type).toBe('https://in-toto.io/Statement/v1');
      expect(document.predicateType).toBe(`urn:ledgerline:v1:${statement.kind}`);
      expect(document.subject).toEqual([
        { name: statement.subject.name, digest: { sha256: statement.subject.sha256 } },
      ]);
      expect(canonicalize(document)).toBe(Buffer.from(payload).toString());
      expect(statementDigest(payload)).toBe(encodeHex(sha256(payload)));
      expect(digest).toBe(statementDigest(payload));
    }
  });

  it('may say what the log looked like', () => {
    const statement = { ...task, seen: { size: 7, root: digestOf('root') } } as Statement;
    expect(parseStatement(encodeStatement(statement)).seen).toEqual({ size: 7, root: digestOf('root') });
    expect(parseStatement(plain)).not.toHaveProperty('seen');
  });

  it('hold at most 32 KiB', () => {
    const filled = (entries: number): Statement => {
      const parts = Array.from({ length: entries }, (_, i) => ({
        contribution: digestOf(`${i}`),
        weight: 1_000_000_000,
      }));
      const body = aggregationBody(digestOf('round'), parts, 'model', { total: 1 });
      return { ...sample('aggregation').statement, body } as Statement;
    };
    expect(encodeStatement(filled(128)).length).toBeLessThan(MAX_PAYLOAD_BYTES);
    const atLimit = concat(
      plain.slice(0, -1),
      encodeUtf8(' '.repeat(MAX_PAYLOAD_BYTES - plain.length)),
      encodeUtf8('}'),
    );
    expect(atLimit).toHaveLength(32_768);
    expect(() => parseStatement(atLimit)).toThrow(inputError('json-not-canonical'));
    expect(() => parseStatement(concat(atLimit, encodeUtf8(' ')))).toThrow(inputError('too-large'));
  });

  it('that do not parse are not encoded', () => {
    const bodyless = { ...task, body: {} } as never;
    expect(() => encodeStatement(bodyless)).toThrow(inputError('schema-violation'));
    const renamed = { ...task, kind: 'wish' } as never;
    expect(() => encodeStatement(renamed)).toThrow(inputError('unknown-kind'));
    const extended = { ...task, note: 'x' } as never;
    expect(() => encodeStatement(extended)).toThrow(inputError('schema-violation'));
    expect(() => encodeStatement({ ...task, subject: contribution.subject })).toThrow(inputError('bad-subject'));
    const signing = { ...task.signing, signedAt: '2026-02-30T00:00:00Z' };
    expect(() => encodeStatement({ ...task, signing })).toThrow(inputError('bad-time'));
  });
});

describe('bodySubject', () => {
  it('is the kind, the id, and the digest of the canonical body', () => {
    const body = taskBody();
    expect(bodySubject('task', body)).toEqual({ name: 'task/herg-10um', sha256: digestOf(canonicalize(body)) });
    expect(task.subject).toEqual(bodySubject('task', body));
  });

  it('does not stand in for an artefact', () => {
    expect(() => bodySubject('model', modelBody())).toThrow(inputError('bad-subject'));
    expect(() => bodySubject('contribution', contributionBody(digestOf('round'), 'update'))).toThrow(
      inputError('bad-subject'),
    );
  });
});

describe('hostile payloads', () => {
  it('are computed as committed', () => {
    expectVectorFolder(
      'statement/invalid',
      invalidStatements(artefact, plain, (kind) => creditSample(kind).payload),
    );
    expect(vectorNames('statement/invalid').length).toBeGreaterThan(90);
  });

  it('are refused with their code, each', () => {
    const parse = ({ payload }: InvalidStatement) => parseStatement(decodeBase64(payload));
    expect(wronglyJudged<InvalidStatement>('statement/invalid', parse)).toEqual([]);
  });

  it('with any byte of a statement changed are another statement or refused with our own error', () => {
    fc.assert(
      fc.property(fc.nat(artefact.length - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
        const changed = artefact.map((byte, i) => (i === index ? byte ^ flip : byte));
        try {
          expect(encodeHex(encodeStatement(parseStatement(changed)))).toBe(encodeHex(changed));
        } catch (error) {
          expect(error).toMatchObject({ name: 'InputError' });
        }
      }),
      { numRuns: 500 },
    );
  });
});

function concat(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
