import { describe, expect, it } from 'vitest';
import type { AmendmentBody, Vocabularies } from '../../../../../src/core/generated/bodies.ts';
import { type LedgerState, STATE } from '../../../../../src/core/rules/state.ts';
import {
  amendmentBody,
  institutionBody,
  keyEnrolBody,
  QUORUMS,
  roleBody,
  VOCABULARIES,
} from '../../../../_util/bodies.ts';
import { ORIGIN } from '../../../../_util/consortium.ts';
import { testKey, testLogKey } from '../../../../_util/keys.ts';
import { Bench, HOSPITAL, INSTITUTE, OPERATOR, PHARMA, unreasoned } from '../_bench.ts';

const founded = Bench.founded();
const NEXT = 'saebom-platform';

/** The ledger after an amendment by quorum. */
function amended(body: Partial<AmendmentBody>, from = founded): LedgerState | undefined {
  const bench = from.fork();
  bench.resolve('amendment', HOSPITAL, PHARMA, { amendment: 'a', ...body });
  return bench.get(STATE.ledger);
}

function refusal(body: Partial<AmendmentBody>, from = founded): string | undefined {
  return from.refusal('amendment', HOSPITAL, { amendment: 'a', ...body });
}

/** A further institution, enrolled with a key: it could become the operator. */
function withSuccessor(): Bench {
  const bench = founded.fork();
  bench.resolve('institution', INSTITUTE, PHARMA, institutionBody(NEXT, { class: 'platform-operator' }));
  bench.resolve('key', INSTITUTE, PHARMA, keyEnrolBody(ORIGIN, NEXT, testKey(`${NEXT} 1`)));
  return bench;
}

describe('an amendment', () => {
  it('changes what it names and nothing else, once its quorum is reached', () => {
    const before = founded.get(STATE.ledger);
    expect(amended({ endorseWithin: 60 })).toEqual({ ...before, endorseWithin: 60 });
    expect(amended({ reading: 'token' })).toEqual({ ...before, reading: 'token' });
    expect(amended({ rules: 1 })).toEqual(before);
    const quorums = { ...QUORUMS, role: 1 };
    expect(amended({ quorums })).toEqual({ ...before, quorums });
  });

  it('belongs to the account system', () => {
    const bench = founded.fork();
    const { digest } = bench.record('amendment', HOSPITAL, amendmentBody());
    expect(bench.get(STATE.record(digest))?.account).toBe('system');
    expect(bench.get(STATE.ledger)).toEqual(founded.get(STATE.ledger));
  });

  it('reason-missing: gives a reason', () => {
    const bench = founded.fork();
    expect(bench.judge(unreasoned(bench.stray('amendment', HOSPITAL, amendmentBody())))).toBe('reason-missing');
  });

  it('rules-version: names a released version of the rules', () => {
    expect(refusal({ rules: 2 })).toBe('rules-version');
  });

  it('log-key-name: names an Ed25519 note key of the origin, which becomes the newest', () => {
    const { vkey } = testLogKey(ORIGIN, 'the second key of the log');
    const [first] = founded.get(STATE.ledger)?.logKeys ?? [];
    expect(amended({ log: { vkey } })?.logKeys).toEqual([first, vkey]);
    expect(amended({ log: { vkey: first ?? '' } })?.logKeys).toEqual([first]);
    expect(refusal({ log: { vkey: testLogKey('log.example/other').vkey } })).toBe('log-key-name');
  });

  describe('of the key of the log', () => {
    const [first = ''] = founded.get(STATE.ledger)?.logKeys ?? [];
    const second = testLogKey(ORIGIN, 'the second key of the log').vkey;
    const third = testLogKey(ORIGIN, 'the third key of the log').vkey;

    /** A ledger with both keys. */
    function dual(): Bench {
      const bench = founded.fork();
      bench.resolve('amendment', HOSPITAL, PHARMA, { amendment: 'next', log: { vkey: second } });
      return bench;
    }

    it('retires the old one from the approval on that completes the quorum, and keeps what it signed known', () => {
      const bench = dual();
      const signed = bench.record('amendment', HOSPITAL, { amendment: 'last', log: { retires: first } });
      expect(bench.get(STATE.ledger)).toMatchObject({ logKeys: [first, second] });
      expect(bench.get(STATE.ledger)).not.toHaveProperty('retiredLogKeys');
      const { digest } = bench.approve(PHARMA, signed);
      expect(bench.get(STATE.ledger)).toMatchObject({
        logKeys: [second],
        retiredLogKeys: [{ vkey: first, until: bench.get(STATE.record(digest))?.index }],
      });
    });

    it('puts another in its place at once, where the old one was stolen', () => {
      const bench = founded.fork();
      bench.resolve('amendment', HOSPITAL, PHARMA, { amendment: 'a', log: { vkey: second, retires: first } });
      expect(bench.get(STATE.ledger)).toMatchObject({ logKeys: [second], retiredLogKeys: [{ vkey: first }] });
    });

    it('goes on from key to key', () => {
      const bench = dual();
      bench.resolve('amendment', HOSPITAL, PHARMA, { amendment: 'a', log: { vkey: third, retires: first } });
      bench.resolve('amendment', HOSPITAL, PHARMA, { amendment: 'b', log: { retires: second } });
      expect(bench.get(STATE.ledger)).toMatchObject({
        logKeys: [third],
        retiredLogKeys: [{ vkey: first }, { vkey: second }],
      });
    });

    it('log-key-retires: only one that is listed, and never the last', () => {
      expect(refusal({ log: { retires: second } })).toBe('log-key-retires');
      expect(refusal({ log: { retires: first } })).toBe('log-key-retires');
      expect(refusal({ log: { vkey: first, retires: first } })).toBe('log-key-retires');
      expect(refusal({ log: { vkey: second, retires: second } })).toBe('log-key-retires');
      expect(refusal({ log: { retires: first } }, dual())).toBeUndefined();
    });

    it('log-key-retired: one that was retired never comes back', () => {
      const bench = dual();
      bench.resolve('amendment', HOSPITAL, PHARMA, { amendment: 'a', log: { retires: first } });
      expect(refusal({ log: { vkey: first } }, bench)).toBe('log-key-retired');
      expect(refusal({ log: { retires: first } }, bench)).toBe('log-key-retires');
      expect(refusal({ log: { vkey: third } }, bench)).toBeUndefined();
    });

    it('log-key-retires: of two that race to retire, the second is judged where it would take effect', () => {
      const bench = dual();
      const one = bench.record('amendment', HOSPITAL, { amendment: 'one', log: { retires: first } });
      const other = bench.record('amendment', INSTITUTE, { amendment: 'other', log: { retires: second } });
      bench.approve(PHARMA, one);
      expect(bench.judge(bench.fork().consortium.endorsement(PHARMA, other))).toBe('log-key-retires');
    });
  });

  describe('of the operator', () => {
    it('names an active institution with a live key and no role', () => {
      expect(amended({ operator: NEXT }, withSuccessor())?.operator).toBe(NEXT);
    });

    it('institution-unknown: names one that is enrolled', () => {
      expect(refusal({ operator: 'nobody' })).toBe('institution-unknown');
    });

    it('operator-role: without a live key it could not write', () => {
      const keyless = founded.fork();
      keyless.resolve('institution', INSTITUTE, PHARMA, institutionBody(NEXT));
      expect(refusal({ operator: NEXT }, keyless)).toBe('operator-role');
      const bench = withSuccessor();
      bench.resolve('key', INSTITUTE, PHARMA, {
        institution: NEXT,
        change: 'revoke',
        revokes: testKey(`${NEXT} 1`).keyId,
      });
      expect(refusal({ operator: NEXT }, bench)).toBe('operator-role');
    });

    it('operator-role: with a role it would sit on both sides', () => {
      expect(refusal({ operator: HOSPITAL })).toBe('operator-role');
      const bench = withSuccessor();
      bench.resolve('role', INSTITUTE, PHARMA, roleBody(NEXT, 'auditor'));
      expect(refusal({ operator: NEXT }, bench)).toBe('operator-role');
    });

    it('operator-role: that has left cannot come back so', () => {
      const bench = withSuccessor();
      const left = institutionBody(NEXT, { status: 'left' });
      bench.resolve('institution', INSTITUTE, PHARMA, left, { signing: { reason: { code: 'left' } } });
      expect(refusal({ operator: NEXT }, bench)).toBe('operator-role');
    });

    it('lets the former operator write like any other, and the new one not', () => {
      const bench = withSuccessor();
      bench.resolve('amendment', HOSPITAL, PHARMA, { amendment: 'a', operator: NEXT });
      bench.consortium.useKey(NEXT, testKey(`${NEXT} 1`));
      const key = keyEnrolBody(ORIGIN, NEXT, testKey(`${NEXT} 2`));
      expect(bench.refusal('key', NEXT, key)).toBe('operator-writes');
      const own = keyEnrolBody(ORIGIN, OPERATOR, testKey(`${OPERATOR} 2`));
      expect(bench.refusal('key', OPERATOR, own)).toBeUndefined();
    });
  });

  describe('of the vocabularies', () => {
    const grown: Vocabularies = {
      bands: [...VOCABULARIES.bands, { code: 'huge', weight: 27, atLeast: 100_000 }],
      endpoints: ['cyp3a4', ...VOCABULARIES.endpoints],
      metrics: [...VOCABULARIES.metrics, 'auprc'],
      units: [...VOCABULARIES.units, 'percent'],
      formats: [...VOCABULARIES.formats, 'k-melloddy-5'],
      reasons: [...VOCABULARIES.reasons, 'merged'],
    };

    it('adds words, in any order', () => {
      expect(amended({ vocabularies: grown })?.vocabularies).toEqual(grown);
    });

    it.each(['endpoints', 'metrics', 'units', 'formats', 'reasons'] as const)(
      'vocabulary: takes no word of %s away',
      (name) => {
        const lost = { ...grown, [name]: grown[name].filter((word) => word !== VOCABULARIES[name][0]) };
        expect(refusal({ vocabularies: lost })).toBe('vocabulary');
      },
    );

    it('vocabulary: neither changes a band nor takes one away', () => {
      const [small, ...rest] = grown.bands;
      const bands = (first: Vocabularies['bands']) =>
        refusal({ vocabularies: { ...grown, bands: [...first, ...rest] } });
      expect(bands([])).toBe('vocabulary');
      expect(bands(small === undefined ? [] : [{ ...small, weight: 2 }])).toBe('vocabulary');
      expect(bands(small === undefined ? [] : [{ ...small, atLeast: 99 }])).toBe('vocabulary');
      expect(bands(small === undefined ? [] : [small, { ...small, weight: 2 }])).toBe('vocabulary');
      expect(bands(small === undefined ? [] : [small])).toBeUndefined();
    });
  });
});
