/**
 * A published ledger with witnesses, for tests of what can be proven from it.
 * @module
 */
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import type { Verification } from '../../src/verify/verdict.ts';
import { type VerifyOptions, verifyBundle } from '../../src/verify/verify-bundle.ts';
import { QUORUMS_OF_ONE } from './bodies.ts';
import { Consortium, type ConsortiumOptions, ED25519_FOUNDERS } from './consortium.ts';
import { type TestNoteKey, testWitnessKey } from './keys.ts';
import { type Cosigner, NaiveLedger } from './naive-ledger.ts';

/** Verifies as Node programs do. */
export const { verifySync } = createNodeVerifier({ maxKeys: 64 });

export const WITNESS = testWitnessKey('witness.example/one');
export const SECOND_WITNESS = testWitnessKey('witness.example/two');
/** No policy of these tests names it. */
export const STRANGER = testWitnessKey('stranger.example');

/** 2026-11-23T09:00:00Z: witnesses cosign here and later, after the records of the naive ledger. */
export const COSIGNED_AT = Date.UTC(2026, 10, 23, 9) / 1000;

/** A consortium that may act, and its ledger: the founding is recorded. */
export interface Founded {
  readonly consortium: Consortium;
  readonly ledger: NaiveLedger;
}

export function found(options?: ConsortiumOptions): Founded {
  if (options !== undefined) return foundWith(options);
  template ??= foundWith({});
  return { consortium: template.consortium.fork(), ledger: template.ledger.fork() };
}

/** The usual one, founded once; every test gets a copy. */
let template: Founded | undefined;

function foundWith(options: ConsortiumOptions): Founded {
  const consortium = new Consortium({ founders: ED25519_FOUNDERS, ...options });
  const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
  ledger.appendAll(consortium.founding());
  return { consortium, ledger };
}

/** As small as a consortium can be, and so its documents. */
export function foundSmallest(): Founded {
  return found({
    origin: 'l',
    founders: ED25519_FOUNDERS.slice(0, 2).map((founder, i) => ({ ...founder, id: 'ab'.charAt(i) })),
    charter: {
      quorums: QUORUMS_OF_ONE,
      vocabularies: {
        bands: [{ code: 's', weight: 1, atLeast: 1 }],
        endpoints: ['e'],
        metrics: ['m'],
        units: ['u'],
        formats: ['f'],
        reasons: ['r'],
      },
    },
  });
}

/** Witnesses that cosign at `COSIGNED_AT` and some seconds. */
export function cosigners(secondsLater: number, ...witnesses: readonly TestNoteKey[]): Cosigner[] {
  return witnesses.map((witness) => ({ witness, timestampSeconds: COSIGNED_AT + secondsLater }));
}

/** A policy that asks for all of `witnesses`, named w1, w2 and so on. */
export function policyOf(logKeys: readonly TestNoteKey[], ...witnesses: readonly TestNoteKey[]): string {
  const logs = logKeys.map(({ vkey }) => `log ${vkey}`);
  const lines = witnesses.map(({ vkey }, i) => `witness w${i + 1} ${vkey}`);
  const group =
    witnesses.length === 0 ? [] : [`group all-of-them all ${witnesses.map((_, i) => `w${i + 1}`).join(' ')}`];
  const quorum = `quorum ${witnesses.length === 0 ? 'none' : 'all-of-them'}`;
  return `${[...logs, ...lines, ...group, quorum].join('\n')}\n`;
}

/** `verifyBundle` with Node's signature verification. */
export function verify(
  bundle: Uint8Array,
  policy: Uint8Array | string,
  options: VerifyOptions = {},
): Promise<Verification> {
  return verifyBundle(bundle, policy, { verifySignature: verifySync, ...options });
}

/** The checks that did not pass, as `id outcome code`. */
export function unmet({ checks }: Verification): string[] {
  return checks
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
    .map(({ id, outcome, code }) => `${id} ${outcome} ${code}`);
}
