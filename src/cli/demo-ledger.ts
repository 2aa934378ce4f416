/**
 * The ledger of the demonstration: founded by the cast, witnessed by the inspector, and opened once more when all is played,
 * as any ledger is after a stop.
 * @module
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { COSIGNATURE_ED25519, formatVkey, parseVkey } from '../core/note/vkey.ts';
import { OPERATOR_ID, QUORUMS, WITNESS_NAME } from '../federation/cast.ts';
import type { Actor } from '../federation/scenario/actor.ts';
import type { Ledger } from '../log/ledger.ts';
import type { Signer } from '../log/ports.ts';
import { readPrivateKeyFile, writePrivateKeyFile } from '../node/crypto/key-files.ts';
import { generateKeyPair, type PrivateKey } from '../node/crypto/keys.ts';
import { createNoteSigner } from '../node/crypto/note-signer.ts';
import { createNodeVerifier } from '../node/crypto/provider.ts';
import { createFileWitnessStore } from '../witness/file-store.ts';
import { createLocalWitness } from '../witness/local-witness.ts';
import type { OpenStores, World } from './command.ts';
import { type FolderParts, foundFolder, openFolder, writeTrustPolicy } from './folder-ledger.ts';

/** Name of the demonstration's log. */
export const DEMO_ORIGIN = 'demo.ledgerline.example/k-melloddy';

const WITNESS_KEY = join('witness', 'key.pem');

/** Where the parts of a demonstration stand in its folder. */
export function demoLedgerFolder(folder: string): string {
  return join(folder, 'ledger');
}

/** Founds the ledger with the founders of the cast, and writes the trust policy. */
export async function foundDemoLedger(
  world: World,
  folder: string,
  stores: OpenStores,
  actors: readonly Actor[],
): Promise<Ledger> {
  const key = generateKeyPair('ed25519');
  await mkdir(join(folder, 'witness'), { recursive: true, mode: 0o700 });
  await writePrivateKeyFile(join(folder, WITNESS_KEY), key);
  let vkey = '';
  const ledger = await foundFolder(
    demoLedgerFolder(folder),
    {
      config: { origin: DEMO_ORIGIN, operator: OPERATOR_ID, server: { host: '127.0.0.1', port: 8440 } },
      founders: actors
        .filter(({ institution }) => institution.joins === 'founding')
        .map((actor) => ({
          institution: actor.id,
          class: actor.institution.class,
          keys: [actor.enrolmentRequest(DEMO_ORIGIN).key],
          roles: [...actor.institution.roles],
        })),
      quorums: QUORUMS,
      reading: 'public',
    },
    (signer) => {
      vkey = signer.vkey;
      return partsOf(world, folder, stores, signer, key);
    },
  );
  const witness = formatVkey(createNoteSigner(WITNESS_NAME, COSIGNATURE_ED25519, key).verifierKey);
  const policy = `# Trust policy of the demonstration: its log, and the inspector as witness.\nlog ${vkey}\nwitness inspector ${witness}\nquorum inspector\n`;
  await writeTrustPolicy(join(folder, 'trust.policy'), policy);
  // Where `init` puts it: `serve` hands it out.
  await writeTrustPolicy(join(demoLedgerFolder(folder), 'trust.policy'), policy);
  return ledger;
}

/** Opens the ledger that was closed: start-up is always recovery. */
export async function reopenDemoLedger(world: World, folder: string, stores: OpenStores): Promise<Ledger> {
  const key = await readPrivateKeyFile(join(folder, WITNESS_KEY));
  return openFolder(demoLedgerFolder(folder), (signer) => partsOf(world, folder, stores, signer, key));
}

function partsOf(
  { clock }: World,
  folder: string,
  stores: OpenStores,
  { vkey }: Pick<Signer, 'vkey'>,
  key: PrivateKey,
): FolderParts {
  const witnesses = createLocalWitness({
    signer: createNoteSigner(WITNESS_NAME, COSIGNATURE_ED25519, key),
    logKeys: [parseVkey(vkey)],
    store: createFileWitnessStore(join(folder, 'witness', 'memory.json')),
    clock,
    verify: createNodeVerifier({ maxKeys: 8 }).verifySync,
  });
  return { stores, clock, witnesses };
}
