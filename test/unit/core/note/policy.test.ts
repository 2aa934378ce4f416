import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../../src/core/bytes/base64.ts';
import { concatBytes } from '../../../../src/core/bytes/bytes.ts';
import { encodeHex } from '../../../../src/core/bytes/hex.ts';
import { sha256 } from '../../../../src/core/bytes/sha256.ts';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import { formatPolicy, parsePolicy } from '../../../../src/core/note/policy.ts';
import { NO_QUORUM, type TrustPolicy } from '../../../../src/core/note/trust-policy.ts';
import { createVerifierKey, formatVkey, NOTE_ED25519, parseVkey } from '../../../../src/core/note/vkey.ts';
import { inputError } from '../../../_util/input-error.ts';
import { createLog, createWitness } from '../../../_util/signers.ts';

function mlDsaVkey(name: string, fill: number): string {
  const typeAndKey = new Uint8Array(1313).fill(fill);
  typeAndKey[0] = 0x06;
  const id = encodeHex(sha256(concatBytes(encodeUtf8(`${name}\n`), typeAndKey)).subarray(0, 4));
  return `${name}+${id}+${encodeBase64(typeAndKey)}`;
}

const logKeys = ['example.com/log', 'example.com/log2'].map((name) => createLog(name).verifierKey);
const witnessKeys = ['w1', 'w2', 'w3', 'w4'].map((name) => createWitness(`${name}.example`).verifierKey);
const [L1 = '', L2 = ''] = logKeys.map(formatVkey);
const [W1 = '', W2 = '', W3 = '', W4 = ''] = witnessKeys.map(formatVkey);
const PQ = mlDsaVkey('pq.example', 1);

const HEAD = `log ${L1}\nwitness A ${W1}\nwitness B ${W2}\nwitness C ${W3}\n`;
const GOOD = `${HEAD}group G 2 A B C\nquorum G\n`;

describe('parsePolicy', () => {
  it('reads every kind of line, with comments, blanks, tabs, URLs and names that are not ASCII', () => {
    const policy = parsePolicy(
      [
        '# trust policy of 병원',
        '',
        ` \tlog\t${L1}   https://log.example/  `,
        `witness 증인-1 ${W1} https://w1.example/`,
        `  witness all ${W2}`,
        '   # indented comment',
        `witness C ${PQ}`,
        'group 2 any 증인-1 all',
        'group top 2 2 C',
        ' \t ',
        'quorum top',
        `log ${L2}`,
        `witness later ${W4}`,
        '',
      ].join('\n'),
    );
    expect(policy).toEqual({
      logs: [
        { key: parseVkey(L1), url: 'https://log.example/' },
        { key: parseVkey(L2), url: undefined },
      ],
      witnesses: [
        { name: '증인-1', key: parseVkey(W1), url: 'https://w1.example/' },
        { name: 'all', key: parseVkey(W2), url: undefined },
        { name: 'C', key: parseVkey(PQ), url: undefined },
        { name: 'later', key: parseVkey(W4), url: undefined },
      ],
      groups: [
        { name: '2', threshold: 1, members: ['증인-1', 'all'] },
        { name: 'top', threshold: 2, members: ['2', 'C'] },
      ],
      quorum: 'top',
    });
  });

  it('reads the smallest policy, and one with a single witness for a quorum', () => {
    expect(parsePolicy(`log ${L1}\nquorum none\n`)).toMatchObject({ witnesses: [], groups: [], quorum: NO_QUORUM });
    expect(parsePolicy(encodeUtf8(`${HEAD}quorum B\n`)).quorum).toBe('B');
  });

  it('names are octets: a Kelvin sign is no K', () => {
    const policy = parsePolicy(`log ${L1}\nwitness K ${W1}\nwitness \u212a ${W2}\nquorum \u212a\n`);
    expect(policy.witnesses.map(({ name }) => name)).toEqual(['K', '\u212a']);
    expect(() => parsePolicy(`log ${L1}\nwitness K ${W1}\nquorum \u212a\n`)).toThrow(inputError('bad-policy'));
  });

  it.each([
    ['nothing', '', 'cut off'],
    ['no quorum', HEAD, 'no quorum line'],
    ['no log', `witness A ${W1}\nquorum A\n`, 'no log line'],
    ['the last line cut off', GOOD.slice(0, -1), 'cut off'],
    ['two quorums', `${GOOD}quorum G\n`, 'line 7: second quorum'],
    ['two quorums, the second none', `${GOOD}quorum none\n`, 'line 7: second quorum'],
    ['a quorum of nobody', `${HEAD}quorum X\n`, 'line 5: no earlier line defines "X"'],
    ['a quorum before its group', `${HEAD}quorum G\ngroup G any A\n`, 'line 5: no earlier line'],
    ['a quorum without a name', `${HEAD}quorum\n`, 'line 5: expected'],
    ['a quorum with two names', `${HEAD}quorum A B\n`, 'line 5: expected'],
    ['a threshold of 0', GOOD.replace('2 A', '0 A'), 'line 5: threshold 0 of 3'],
    ['a threshold above the members', GOOD.replace('2 A', '4 A'), 'line 5: threshold 4 of 3'],
    ['a threshold with a leading zero', GOOD.replace('2 A', '02 A'), 'line 5: threshold'],
    ['a threshold with a sign', GOOD.replace('2 A', '+2 A'), 'line 5: threshold'],
    ['a negative threshold', GOOD.replace('2 A', '-1 A'), 'line 5: threshold'],
    ['a fractional threshold', GOOD.replace('2 A', '1.5 A'), 'line 5: threshold'],
    ['an upper-case threshold word', GOOD.replace('2 A', 'All A'), 'line 5: threshold'],
    ['a group without members', GOOD.replace('2 A B C', 'all'), 'line 5: expected'],
    ['a group without a threshold', GOOD.replace(' 2 A B C', ''), 'line 5: expected'],
    ['a repeated member', GOOD.replace('A B C', 'A B A'), 'line 5: "A" is already a member'],
    ['a member of two groups', GOOD.replace('quorum', 'group H all A\nquorum'), 'line 6: "A" is already a member'],
    ['a group that is its own member', GOOD.replace('A B C', 'A B G'), 'line 5: no earlier line defines "G"'],
    [
      'a member defined later',
      `${GOOD.replace('A B C', 'A B D')}witness D ${W4}\n`,
      'line 5: no earlier line defines "D"',
    ],
    ['none as a member', GOOD.replace('A B C', 'A B none'), 'line 5: no earlier line defines "none"'],
    ['a witness named none', GOOD.replace('witness A', 'witness none'), 'line 2: the name none is reserved'],
    ['a group named none', GOOD.replace('group G', 'group none'), 'line 5: the name none is reserved'],
    ['two witnesses of one name', GOOD.replace('witness B', 'witness A'), 'line 3: the name "A" is already taken'],
    ['a group with the name of a witness', GOOD.replace('group G', 'group A'), 'line 5: the name "A" is already taken'],
    ['two witnesses with one vkey', GOOD.replace(W2, W1), 'line 3: key w1.example repeats the public key'],
    ['two logs with one vkey', `log ${L1}\n${GOOD}`, 'line 2: key example.com/log repeats'],
    ['a log key under another name', `${GOOD}log ${renamed()}\n`, 'line 7: key example.com/other repeats'],
    ['a witness with the key of a log', GOOD.replace(W1, retyped()), 'line 2: key example.com/log repeats'],
    [
      'a post-quantum key under two names',
      `${GOOD}witness P ${PQ}\nwitness Q ${PQ}\n`,
      'line 8: key pq.example repeats',
    ],
    ['a log with a witness key', `log ${W4}\n${GOOD}`, 'line 1: key w4.example is of type 4'],
    ['a witness with a log key', GOOD.replace(W1, L2), 'line 2: key example.com/log2 is of type 1'],
    ['a vkey with a wrong ID', GOOD.replace(L1, L1.replace(/\+.{8}\+/, '+00000000+')), 'line 1: vkey example.com/log'],
    ['a vkey that is none', GOOD.replace(L1, 'example.com/log'), 'line 1: vkey'],
    ['a log without a key', `log\n${GOOD}`, 'line 1: expected: log'],
    ['a witness without a key', `${GOOD}witness X\n`, 'line 7: expected: witness'],
    ['a comment at the end of a log line', GOOD.replace(L1, `${L1} https://x #comment`), 'line 1: expected: log'],
    ['a comment at the end of a quorum line', GOOD.replace('quorum G', 'quorum G # all'), 'line 6: expected: quorum'],
    ['a fourth word on a witness line', GOOD.replace(W1, `${W1} https://x y`), 'line 2: expected: witness'],
    ['an unknown keyword', `${GOOD}threshold 2\n`, 'line 7: unknown keyword "threshold"'],
    ['a keyword of Object.prototype', `${GOOD}constructor x\n`, 'line 7: unknown keyword'],
    ['an upper-case keyword', GOOD.replace('quorum', 'Quorum'), 'line 6: unknown keyword'],
    ['a no-break space for a blank', GOOD.replace('quorum G', 'quorum\u00a0G'), 'line 6: unknown keyword'],
    ['carriage returns', GOOD.replaceAll('\n', '\r\n'), 'line 1: control character'],
    ['a form feed in a comment', `# \f\n${GOOD}`, 'line 1: control character'],
    ['DEL in a comment', `# x\n# \u007f\n${GOOD}`, 'line 2: control character'],
    ['more than the largest size', `${GOOD}#${'x'.repeat(262_144)}\n`, 'bytes, more than'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parsePolicy(text)).toThrow(inputError('bad-policy'));
    expect(() => parsePolicy(encodeUtf8(text))).toThrow(message);
  });

  it('refuses what is not UTF-8', () => {
    expect(() => parsePolicy(concatBytes(encodeUtf8(`${GOOD}# `), Uint8Array.of(0xff, 0x0a)))).toThrow(
      inputError('bad-utf8'),
    );
  });

  it('keeps the cause', () => {
    const bad = GOOD.replace(L1, `${L1}=`);
    expect(() => parsePolicy(bad)).toThrow(expect.objectContaining({ cause: inputError('bad-base64') }));
  });

  it('takes 64 of a kind and no more', () => {
    const lines = Array.from({ length: 65 }, (_, i) => `witness W${i} ${mlDsaVkey('pq', i + 1)}\n`);
    expect(parsePolicy(`log ${L1}\nquorum none\n${lines.slice(0, 64).join('')}`).witnesses).toHaveLength(64);
    expect(() => parsePolicy(`log ${L1}\nquorum none\n${lines.join('')}`)).toThrow(/line 67: more than 64/);
  });
});

describe('formatPolicy', () => {
  const names = ['A', 'B', 'C', 'D'];
  const policies: fc.Arbitrary<TrustPolicy> = fc
    .record({
      split: fc.nat(4),
      lower: fc.integer({ min: 1, max: 4 }),
      upper: fc.integer({ min: 1, max: 5 }),
      url: fc.boolean(),
    })
    .map(({ split, lower, upper, url }) => {
      const inner = names.slice(0, split);
      const outer = [...(split > 0 ? ['inner'] : []), ...names.slice(split)];
      return {
        logs: logKeys.map((key) => ({ key, url: url ? 'https://log.example/' : undefined })),
        witnesses: names.flatMap((name, i) =>
          witnessKeys.slice(i, i + 1).map((key) => ({ name, key, url: undefined })),
        ),
        groups: [
          ...(split > 0 ? [{ name: 'inner', threshold: Math.min(lower, split), members: inner }] : []),
          { name: 'outer', threshold: Math.min(upper, outer.length), members: outer },
        ],
        quorum: url ? 'outer' : NO_QUORUM,
      };
    });

  it('is the inverse of parsePolicy', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(parsePolicy(formatPolicy(policy))).toEqual(policy);
      }),
      { numRuns: 30 },
    );
  });

  const good = parsePolicy(GOOD);
  it.each([
    ['a name that smuggles in a line', { ...good, quorum: 'G\nwitness X' }],
    ['a URL with a blank', { ...good, logs: good.logs.map((log) => ({ ...log, url: 'a b' })) }],
    ['an empty name', { ...good, quorum: '' }],
    ['a member of two words', { ...good, groups: [{ name: 'G', threshold: 1, members: ['A B'] }] }],
    ['a threshold of 0', { ...good, groups: [{ name: 'G', threshold: 0, members: ['A', 'B'] }] }],
    ['no log', { ...good, logs: [] }],
    ['a quorum of nobody', { ...good, quorum: 'X' }],
  ])('refuses %s', (_, bad) => {
    expect(() => formatPolicy(bad)).toThrow(inputError('bad-policy'));
  });
});

/** The first log's key as a vkey of another name. */
function renamed(): string {
  return formatVkey(createVerifierKey('example.com/other', NOTE_ED25519, parseEd25519(L1)));
}

/** The first log's key as a witness's vkey under the same name. */
function retyped(): string {
  return formatVkey(createVerifierKey('example.com/log', 0x04, parseEd25519(L1)));
}

function parseEd25519(vkey: string) {
  const key = parseVkey(vkey);
  if (key.type === 0x06) throw new Error('expected an Ed25519 key');
  return key.key;
}
