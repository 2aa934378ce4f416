import { describe, expect, it } from 'vitest';
import { KIND_NAMES } from '../../../../src/core/rules/book.ts';
import { isKindName, validateBody, validateDocument } from '../../../../src/core/statement/validate.ts';
import { taskBody } from '../../../_util/bodies.ts';
import { Consortium } from '../../../_util/consortium.ts';
import { creditLedger } from '../../../_util/credit-history.ts';
import { sampleHistory } from '../../../_util/history.ts';
import { inputError } from '../../../_util/input-error.ts';

const CREDIT = creditLedger();
const SAMPLES = [...sampleHistory(new Consortium()), ...CREDIT.records.map((_, index) => CREDIT.record(index))].map(
  ({ statement }) => statement,
);

describe('isKindName', () => {
  it('knows the kinds of the rule book', () => {
    expect(KIND_NAMES.length).toBeGreaterThanOrEqual(12);
    expect(KIND_NAMES.filter((kind) => !isKindName(kind))).toEqual([]);
  });

  it.each(['', 'Task', 'task ', 'round_open', 'kind_task', 'constructor', '__proto__', 'statement'])(
    'not %j',
    (name) => {
      expect(isKindName(name)).toBe(false);
      expect(() => validateBody(name as 'task', taskBody())).toThrow(inputError('unknown-kind'));
    },
  );
});

describe('validateBody', () => {
  it.each(KIND_NAMES)('%s: returns a valid body as it is', (kind) => {
    const body = SAMPLES.find((statement) => statement.kind === kind)?.body;
    expect(validateBody(kind, body)).toBe(body);
  });

  it.each(KIND_NAMES)('%s: refuses a member more', (kind) => {
    const body = { ...SAMPLES.find((statement) => statement.kind === kind)?.body, zz: 1 };
    expect(() => validateBody(kind, body)).toThrow(inputError('schema-violation'));
  });

  it.each(KIND_NAMES)('%s: refuses what is no object', (kind) => {
    for (const value of [undefined, null, 1, 'x', [], [{}]]) {
      expect(() => validateBody(kind, value)).toThrow(inputError('schema-violation'));
    }
  });

  it('says where, and names the unknown member', () => {
    const wrong = taskBody({ quorum: { active: -1, inactive: 0 } });
    expect(() => validateBody('task', wrong)).toThrow('task.body/quorum/active must be at least 0');
    expect(() => validateBody('task', { ...taskBody(), note: 'x' })).toThrow(
      /^task\.body must not have the property "note"$/,
    );
  });
});

describe('validateDocument', () => {
  it('says which document', () => {
    expect(() => validateDocument('envelope', {})).toThrow(/^envelope must have the property payload$/);
    expect(() => validateDocument('record', { v: 1 })).toThrow(inputError('schema-violation'));
    expect(() => validateDocument('proof-bundle', null)).toThrow(inputError('schema-violation'));
    expect(() => validateDocument('later-evidence', [])).toThrow(inputError('schema-violation'));
    expect(() => validateDocument('enrolment-request', 'x')).toThrow(inputError('schema-violation'));
  });
});
