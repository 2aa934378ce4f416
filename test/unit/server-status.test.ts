import { describe, expect, it } from 'vitest';
import { type ErrorCode, isErrorCode } from '../../src/core/catalogue/catalogue.ts';
import { CREDIT_CODES } from '../../src/core/catalogue/credit.ts';
import { FORMAT_CODES } from '../../src/core/catalogue/format.ts';
import { RULE_CODES } from '../../src/core/catalogue/rules.ts';
import { SERVICE_CODES } from '../../src/core/catalogue/service.ts';
import { statusOf } from '../../src/server/status.ts';

/** The statuses of a family's codes, each once. */
function statuses(family: object): number[] {
  const codes = Object.keys(family).filter((code): code is ErrorCode => isErrorCode(code));
  return [...new Set(codes.map(statusOf))].sort();
}

describe('the status of a code', () => {
  it('of malformed bytes says that the caller erred', () => {
    expect(statuses(FORMAT_CODES)).toEqual([400, 403, 413, 422]);
  });

  it('of what a witness is asked is that of tlog-witness', () => {
    const codes = ['bad-add-checkpoint', 'witness-unknown-log', 'unverified-note', 'bad-note-signature'] as const;
    expect(codes.map(statusOf)).toEqual([400, 404, 403, 403]);
    expect([statusOf('witness-stale'), statusOf('bad-consistency-proof')]).toEqual([409, 422]);
  });

  it('of a refusal says who may not, what stands in the way, or that a rule says no', () => {
    expect(statuses(RULE_CODES)).toEqual([403, 409, 422]);
    expect(statuses(CREDIT_CODES)).toEqual([403, 409, 422]);
    expect(['role-missing', 'duplicate', 'chain', 'weight'].map((code) => statusOf(code as ErrorCode))).toEqual([
      403, 409, 409, 422,
    ]);
  });

  it('of the service is known for what an answer may carry; all else is not the caller’s doing', () => {
    expect(statuses(SERVICE_CODES)).toEqual([400, 401, 404, 405, 415, 429, 500, 503]);
    const hidden = ['integrity', 'storage-failed', 'index-corrupt', 'folder-locked', 'unexpected'] as const;
    expect(hidden.map(statusOf)).toEqual([500, 500, 500, 500, 500]);
  });
});
