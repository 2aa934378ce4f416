/**
 * Whom the ledger must hear before it goes on, against the definition: every quorum that could have published something newer has
 * a member among those who confirmed (I11).
 */
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/error.ts';
import { formatCheckpoint } from '../../../src/core/note/checkpoint.ts';
import { parseNote } from '../../../src/core/note/note.ts';
import { parsePolicy } from '../../../src/core/note/policy.ts';
import { signNote } from '../../../src/core/note/sign.ts';
import { evaluateQuorum } from '../../../src/core/note/trust-policy.ts';
import { createNodeVerifier } from '../../../src/node/crypto/provider.ts';
import { createRemoteWitnesses } from '../../../src/witness/client/witness-group.ts';
import { cosignatureLine, testLogKey, testWitnessKey } from '../../_util/keys.ts';

const LOG = testLogKey('log.example/grouped');
const NAMES = ['a', 'b', 'c', 'd'] as const;
const KEYS = NAMES.map((name) => testWitnessKey(`${name}.example`));
const { verifySync } = createNodeVerifier({ maxKeys: 8 });
const NOW = 1_795_000_000;

const POLICIES: Readonly<Record<string, readonly string[]>> = {
  'one of one': ['quorum a'],
  'two of four': ['group g 2 a b c d', 'quorum g'],
  'three of four': ['group g 3 a b c d', 'quorum g'],
  'all of four': ['group g all a b c d', 'quorum g'],
  'any of four': ['group g any a b c d', 'quorum g'],
  'one of two pairs': ['group p all a b', 'group q all c d', 'group g any p q', 'quorum g'],
  'one of each pair': ['group p any a b', 'group q any c d', 'group g all p q', 'quorum g'],
  'an auditor and one of three': ['group w any b c d', 'group g all a w', 'quorum g'],
  none: ['quorum none'],
};

function groupOf(lines: readonly string[], alive: ReadonlySet<string>) {
  const witnesses = NAMES.map((name, i) => `witness ${name} ${KEYS[i]?.vkey} https://${name}.example`);
  const policy = parsePolicy([`log ${LOG.vkey}`, ...witnesses, ...lines, ''].join('\n'));
  const group = createRemoteWitnesses({
    ...{ policy, timeoutMs: 1000, graceMs: 0, verify: verifySync },
    clock: { now: () => NOW * 1000, monotonic: () => 0 },
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
    ask: async ({ url, body }) => {
      const name = new URL(url).hostname.charAt(0);
      const key = KEYS[NAMES.findIndex((each) => name.startsWith(each))];
      if (!alive.has(name) || key === undefined) throw new InputError('unreachable', `${name} is dead`);
      const text = Buffer.from(body ?? []).toString();
      const { text: signed } = parseNote(text.slice(text.indexOf('\n\n') + 2));
      return { status: 200, bytes: Buffer.from(cosignatureLine(key, signed, NOW)) };
    },
  });
  return { policy, group };
}

const request = (() => {
  const text = formatCheckpoint({ origin: LOG.name, size: 7, root: new Uint8Array(32).fill(7), extensions: [] });
  const note = signNote(text, [LOG.signer]);
  return { note, size: 7, consistency: async () => [], rootAt: async () => new Uint8Array(32) };
})();

const subsets: ReadonlySet<string>[] = Array.from(
  { length: 2 ** NAMES.length },
  (_, bits) => new Set(NAMES.filter((_, i) => Math.floor(bits / 2 ** i) % 2 === 1)),
);

describe.each(Object.entries(POLICIES))('%s', (_, lines) => {
  it('publishes exactly with a quorum, whoever is alive', async () => {
    for (const alive of subsets) {
      const { policy, group } = groupOf(lines, alive);
      const outcome = await group.cosign(request).then(
        () => 'published',
        ({ code }) => code,
      );
      expect(outcome, [...alive].join()).toBe(evaluateQuorum(policy, alive) ? 'published' : 'quorum-missing');
    }
  });

  it('goes on after a start exactly when no quorum could be among the silent', async () => {
    for (const alive of subsets) {
      const { policy, group } = groupOf(lines, alive);
      const outcome = await (group.confirm?.(request) ?? Promise.reject(new Error('no confirm'))).then(
        () => 'confirmed',
        ({ code }) => code,
      );
      const quorums = subsets.filter((names) => lines[0] !== 'quorum none' && evaluateQuorum(policy, names));
      const isHeard = quorums.every((quorum) => [...quorum].some((name) => alive.has(name)));
      expect(outcome, [...alive].join()).toBe(isHeard ? 'confirmed' : 'quorum-missing');
    }
  });
});

it('refuses a policy whose quorum has witnesses without an address', () => {
  const lines = [`log ${LOG.vkey}`, `witness a ${KEYS[0]?.vkey} https://a.example`, `witness b ${KEYS[1]?.vkey}`];
  const policy = parsePolicy([...lines, 'group g all a b', 'quorum g', ''].join('\n'));
  const parts = { policy, timeoutMs: 1, graceMs: 0, verify: verifySync, ask: () => Promise.reject(new Error()) };
  const clock = { now: () => 0, monotonic: () => 0 };
  expect(() => createRemoteWitnesses({ ...parts, clock })).toThrow(expect.objectContaining({ code: 'bad-policy' }));
});
