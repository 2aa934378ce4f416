import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { ED25519_FOUNDERS } from '../../../../_util/consortium.ts';
import { preparationBody } from '../../../../_util/credit-bodies.ts';
import { Bench, HOSPITAL, PHARMA } from '../_bench.ts';

const founded = Bench.founded({ founders: ED25519_FOUNDERS });

describe('a preparation', () => {
  it('is agreed on by a steward, with the result that the reference set must give', () => {
    const body = preparationBody();
    const { digest, ...effect } = founded.effect('preparation', PHARMA, body);
    expect(effect).toEqual({
      account: PHARMA,
      issuedDelta: 0n,
      spentDelta: 0n,
      changes: { [STATE.name('preparation', 'prep-1')]: digest, [STATE.preparation(digest)]: body.expected },
    });
  });

  it('name-taken: has a name of its own, for ever', () => {
    const bench = founded.fork();
    bench.record('preparation', PHARMA, preparationBody());
    for (const author of [PHARMA, HOSPITAL])
      expect(bench.refusal('preparation', author, preparationBody({ pipeline: '0'.repeat(64) }))).toBe('name-taken');
    expect(bench.refusal('preparation', PHARMA, preparationBody({ preparation: 'prep-2' }))).toBeUndefined();
  });

  it('vocabulary: takes its format from the charter', () => {
    expect(founded.refusal('preparation', PHARMA, preparationBody({ format: 'unheard-of' }))).toBe('vocabulary');
  });
});
