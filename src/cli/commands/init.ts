/**
 * `init DIR --origin NAME`: makes a ledger: keys, charter, configuration and the trust policy.
 * @module
 */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeHex } from '../../core/bytes/hex.ts';
import { InputError } from '../../core/error.ts';
import { NO_QUORUM } from '../../core/note/trust-policy.ts';
import { writePrivateKeyFile } from '../../node/crypto/key-files.ts';
import { generateKeyPair } from '../../node/crypto/keys.ts';
import { createEnrolmentRequest, readEnrolmentRequest } from '../../node/enrolment.ts';
import { createSignerRecord, signerRecordPath, writeSignerRecord } from '../../node/signer-record.ts';
import { NO_WITNESSES } from '../../witness/local-witness.ts';
import type { Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { type Founder, foundFolder, writeTrustPolicy } from '../folder-ledger.ts';
import type { Output } from '../output.ts';

interface InitOptions {
  readonly origin: string;
  readonly operator: string;
  readonly steward: string;
  readonly founder: readonly string[];
  readonly quorum: string;
  readonly public: boolean;
}

export const registerInit: Register = (program, world, run) => {
  program
    .command('init')
    .argument('<dir>', 'folder of the new ledger')
    .description('make a ledger: keys, charter and trust policy')
    .requiredOption('--origin <name>', 'name of the log, a schema-less URL such as log.example/consortium')
    .option('--operator <id>', 'institution id in whose name the ledger process writes', 'ledger-operator')
    .option('--steward <id>', 'first steward, made with a key when no founder is given', 'secretariat')
    .option('--founder <file>', 'enrolment request of a founding institution; may be repeated', collect, [])
    .option('--quorum <n>', 'stewards that must agree on members, keys, roles and amendments', '1')
    .option('--public', 'anybody may read over the network', false)
    .action((dir: string, options: InitOptions) =>
      run(async (output) => {
        await assertEmpty(dir);
        const founders = await gatherFounders(dir, options);
        const stores = await world.openStores(dir, { create: true });
        try {
          const quorum = Number(options.quorum);
          const ledger = await foundFolder(
            dir,
            {
              config: { origin: options.origin, operator: options.operator, server: { host: '127.0.0.1', port: 8440 } },
              founders,
              quorums: { amendment: quorum, institution: quorum, key: quorum, role: quorum },
              reading: options.public ? 'public' : 'token',
            },
            () => ({ stores, witnesses: NO_WITNESSES, clock: world.clock }),
          );
          const [vkey = ''] = (await ledger.state(['ledger'])).map(
            (value) => (value as { logKeys: string[] }).logKeys[0],
          );
          await ledger.close();
          const policy = join(dir, 'trust.policy');
          await writeTrustPolicy(policy, `log ${vkey}\nquorum ${NO_QUORUM}\n`);
          report(
            output,
            dir,
            { origin: options.origin, vkey, size: ledger.head.size, root: encodeHex(ledger.head.root) },
            founders,
          );
        } finally {
          await stores.close();
        }
        return EXIT.done;
      }),
    );
};

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

/** @throws InputError `folder-not-empty` */
export async function assertEmpty(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  const [first] = await readdir(dir);
  if (first !== undefined) throw new InputError('folder-not-empty', `${dir} already holds ${first}`);
}

async function gatherFounders(dir: string, { founder, origin, steward }: InitOptions): Promise<Founder[]> {
  if (founder.length === 0) return [await makeSteward(dir, origin, steward)];
  const requests = await Promise.all(founder.map(readEnrolmentRequest));
  return requests.map(({ ledger, institution, class: kind, key, roles }) => {
    if (ledger !== origin)
      throw new InputError('other-ledger', `the request of ${institution} is for ${ledger}, not ${origin}`);
    return { institution, class: kind, keys: [key], roles };
  });
}

async function makeSteward(dir: string, origin: string, institution: string): Promise<Founder> {
  await mkdir(join(dir, 'keys'), { recursive: true, mode: 0o700 });
  const key = generateKeyPair('ed25519');
  const path = join(dir, 'keys', `${institution}.pem`);
  await writePrivateKeyFile(path, key);
  await writeSignerRecord(signerRecordPath(path), createSignerRecord(`first steward of ${institution}`));
  const roles = ['steward' as const, 'aggregator' as const];
  const request = createEnrolmentRequest({ ledger: origin, institution, class: 'secretariat', roles }, key);
  return { institution, class: 'secretariat', keys: [request.key], roles };
}

function report(output: Output, dir: string, result: Record<string, unknown>, founders: readonly Founder[]): void {
  const names = founders.map((f) => f.institution).join(', ');
  output.result(
    { ok: true, ...result, dir },
    output.say({
      en: `Founded ${result['origin']} in ${dir} with ${names}: ${result['size']} records.
  serve it       ledgerline serve ${dir}
  hand out       ${join(dir, 'trust.policy')}  (all that a verifier needs)
  keep secret    ${join(dir, 'keys')}/`,
      ko: `${dir}에 ${result['origin']} 원장을 만들었습니다. 설립 기관: ${names}. 기록 ${result['size']}건.
  서비스 시작     ledgerline serve ${dir}
  배포할 파일     ${join(dir, 'trust.policy')}  (검증에 필요한 전부)
  비밀 보관       ${join(dir, 'keys')}/`,
    }),
  );
}
