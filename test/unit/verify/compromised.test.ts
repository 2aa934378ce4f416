/**
 * What was signed with a key that turned out to be compromised stays good, and is told: in bundles, account statements and dossiers.
 */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderDossier } from '../../../src/cli/dossier-text.ts';
import type { DossierDocument } from '../../../src/core/generated/documents.ts';
import { verifyAccountStatement } from '../../../src/verify/account/verify-account.ts';
import { buildDossier } from '../../../src/verify/history/dossier.ts';
import { keyEnrolBody, keyRevokeBody, modelBody, taskBody } from '../../_util/bodies.ts';
import { ORIGIN } from '../../_util/consortium.ts';
import { testKey, testLogKey } from '../../_util/keys.ts';
import { cosigners, found, policyOf, verify, verifySync, WITNESS } from '../../_util/proven-ledger.ts';
import { replayedOf } from '../../_util/replayed.ts';

const [INSTITUTE, PHARMA] = ['daejeon-institute', 'hangang-pharma'] as const;
const POLICY = policyOf([testLogKey(ORIGIN)], WITNESS);
const [FIRST, THIEFS] = [testKey(`${PHARMA} ed25519`), testKey('the key of a thief')];

describe('I3: a bundle of a record whose key a thief enrolled', () => {
  test('is VERIFIED, and warns once the stolen key is reported', async () => {
    const { consortium, ledger } = found();
    const enrolled = ledger.append(consortium.statement('key', PHARMA, keyEnrolBody(ORIGIN, PHARMA, THIEFS)));
    const before = ledger.append(consortium.statement('task', PHARMA, taskBody({ task: 'before' }), { key: THIEFS }));
    const flag = keyRevokeBody(PHARMA, FIRST.keyId, { compromisedSince: enrolled });
    ledger.append(consortium.statement('key', PHARMA, flag));
    const after = ledger.append(consortium.statement('task', PHARMA, taskBody({ task: 'after' }), { key: THIEFS }));
    ledger.publish(cosigners(0, WITNESS));
    const warnings = async (index: number) => {
      const { verdict, warnings: all } = await verify(ledger.bundle(index), POLICY);
      expect(verdict).toBe('VERIFIED');
      return all.filter(({ code }) => code === 'key-compromised').map(({ sentence }) => sentence.en);
    };
    expect(await warnings(before)).toEqual([]); // nobody had reported anything yet, and bundles never change
    expect(await warnings(after)).toEqual([expect.stringContaining(`its word: ${enrolled}, ${enrolled + 2}.`)]);
  });
});

describe('an account statement', () => {
  test('names the records shown that were signed with a compromised key', async () => {
    const folder = new URL('../../vectors/released/0.1/', import.meta.url);
    const read = (name: string) => Uint8Array.from(readFileSync(new URL(name, folder)));
    const statement = read('hangang-pharma.account.json');
    const { verdict, warnings } = await verifyAccountStatement(statement, read('both.policy'), {
      verifySignature: verifySync,
    });
    expect(verdict).toBe('VERIFIED');
    const told = warnings.find(({ code }) => code === 'key-compromised')?.sentence;
    expect(told?.en).toMatch(/its word: 11, 14, 15\.$/);
    expect(told?.ko).toContain('11, 14, 15');
  });
});

describe('a dossier', () => {
  const { consortium, ledger } = found();
  ledger.append(consortium.statement('task', PHARMA, taskBody()));
  const model = ledger.append(consortium.statement('model', INSTITUTE, modelBody()));
  const key = testKey(`${INSTITUTE} ed25519`);
  const marked = (dossier: DossierDocument) => dossier.registered.doubtful;

  test('marks its lines', () => {
    const honest = buildDossier(replayedOf(ledger), modelBody().model);
    expect(marked(honest)).toBeUndefined();
    const flagged = ledger.fork();
    const since = keyRevokeBody(INSTITUTE, key.keyId, { compromisedSince: model });
    flagged.append(consortium.fork().statement('key', INSTITUTE, since));
    const dossier = buildDossier(replayedOf(flagged), modelBody().model);
    expect(marked(dossier)).toBe(true);
    expect(dossier.tasks.map(({ doubtful }) => doubtful)).toEqual([undefined]);
    expect(renderDossier(dossier, 'en')).toContain('[signed with a compromised key]');
    expect(renderDossier(dossier, 'ko')).toContain('[유출된 키로 서명됨]');
  });

  test('marks nothing from before the compromise', () => {
    const flagged = ledger.fork();
    const since = keyRevokeBody(INSTITUTE, key.keyId, { compromisedSince: model + 1 });
    flagged.append(consortium.fork().statement('key', INSTITUTE, since));
    expect(marked(buildDossier(replayedOf(flagged), modelBody().model))).toBeUndefined();
  });
});
