/**
 * `init DIR --origin NAME`: makes a ledger: keys, charter, configuration and the trust policy.
 * @module
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeHex } from '../../core/bytes/hex.ts';
import { InputError } from '../../core/error.ts';
import type { Quorums } from '../../core/generated/bodies.ts';
import { NO_QUORUM } from '../../core/note/trust-policy.ts';
import { STATE } from '../../core/rules/state.ts';
import { validateDocument } from '../../core/statement/validate.ts';
import { writePrivateKeyFile } from '../../node/crypto/key-files.ts';
import { generateKeyPair } from '../../node/crypto/keys.ts';
import { createEnrolmentRequest, readEnrolmentRequest } from '../../node/enrolment.ts';
import { createSignerRecord, signerRecordPath, writeSignerRecord } from '../../node/signer-record.ts';
import { NO_WITNESSES } from '../../witness/local-witness.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type Founder, foundFolder, writeTrustPolicy } from '../folder-ledger.ts';
import { collect } from '../inputs.ts';
import { parseCount } from '../numbers.ts';
import type { Output } from '../output.ts';

interface InitOptions {
  readonly origin: string;
  readonly operator: string;
  readonly steward: string;
  readonly founder?: readonly string[];
  readonly quorum: string;
  readonly public?: true;
}

export const defineInit: Define = (command, { world, run, say }) => {
  command
    .argument('<dir>', say({ en: 'folder of the new ledger', ko: '새 원장의 폴더' }))
    .requiredOption(
      '--origin <name>',
      say({
        en: 'name of the log, a schema-less URL such as log.example/consortium',
        ko: '로그의 이름. log.example/consortium처럼 스킴 없는 URL',
      }),
    )
    .option(
      '--operator <id>',
      say({
        en: 'institution id in whose name the ledger process writes',
        ko: '원장 프로세스가 기록할 때 쓰는 기관 ID',
      }),
      'ledger-operator',
    )
    .option(
      '--steward <id>',
      say({
        en: 'first steward, made with a key when no founder is given',
        ko: '첫 관리 기관. 설립 기관을 지정하지 않으면 키와 함께 만듦',
      }),
      'secretariat',
    )
    .option(
      '--founder <file>',
      say({
        en: 'enrolment request of a founding institution; may be repeated',
        ko: '설립 기관의 등록 요청 파일. 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .option(
      '--quorum <n>',
      say({
        en: 'stewards that must agree on members, keys, roles and amendments',
        ko: '회원, 키, 역할, 개정에 동의해야 하는 관리 기관 수',
      }),
      '1',
    )
    .option('--public', say({ en: 'anybody may read over the network', ko: '네트워크에서 누구나 읽을 수 있음' }))
    .action((dir: string, options: InitOptions) => run((output) => init(output, world, dir, options)));
};

async function init(output: Output, world: World, dir: string, options: InitOptions): Promise<ExitCode> {
  const quorum = parseCount(options.quorum, '--quorum');
  const requests = await readRequests(options);
  await assertEmpty(dir);
  try {
    await found(output, world, dir, options, quorum, requests);
  } catch (error) {
    // What stands there now is half a ledger that nobody has seen; it would only be in the way of the next try.
    await removeContents(dir);
    throw error;
  }
  return EXIT.done;
}

async function found(
  output: Output,
  world: World,
  dir: string,
  { origin, operator, steward, public: isPublic }: InitOptions,
  quorum: number,
  requests: readonly Founder[],
): Promise<void> {
  const stores = await world.openStores(dir, { create: true });
  try {
    const founders = requests.length > 0 ? requests : [await makeSteward(dir, origin, steward)];
    const ledger = await foundFolder(
      dir,
      {
        config: { origin, operator, server: { host: '127.0.0.1', port: 8440 } },
        founders,
        quorums: quorumsOf(quorum),
        reading: isPublic ? 'public' : 'token',
      },
      () => ({ stores, witnesses: NO_WITNESSES, clock: world.clock }),
    );
    const { head } = ledger;
    const [charter] = await ledger.state([STATE.ledger]);
    const vkey = charter?.logKeys[0] ?? '';
    await ledger.close();
    await writeTrustPolicy(join(dir, 'trust.policy'), `log ${vkey}\nquorum ${NO_QUORUM}\n`);
    report(output, dir, { origin, vkey, size: head.size, root: encodeHex(head.root) }, founders);
  } finally {
    await stores.close();
  }
}

/** Stewards agree by `quorum`; a dispute needs one arbiter. */
function quorumsOf(quorum: number): Quorums {
  const ofStewards = {
    amendment: quorum,
    institution: quorum,
    key: quorum,
    role: quorum,
    algorithm: quorum,
    policy: quorum,
  };
  return { ...ofStewards, resolution: 1 };
}

/** Makes the folder where it is missing. @throws InputError `folder-not-empty` */
export async function assertEmpty(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  const [first] = await readdir(dir);
  if (first !== undefined) throw new InputError('folder-not-empty', `${dir} already holds ${first}`);
}

async function removeContents(dir: string): Promise<void> {
  for (const name of await readdir(dir)) await rm(join(dir, name), { recursive: true, force: true });
}

async function readRequests({ founder = [], origin }: InitOptions): Promise<Founder[]> {
  const requests = await Promise.all(founder.map(readEnrolmentRequest));
  return requests.map(({ ledger, institution, class: kind, key, roles }) => {
    if (ledger !== origin)
      throw new InputError('other-ledger', `the request of ${institution} is for ${ledger}, not ${origin}`);
    return { institution, class: kind, keys: [key], roles };
  });
}

async function makeSteward(dir: string, origin: string, institution: string): Promise<Founder> {
  const key = generateKeyPair('ed25519');
  const roles = ['steward' as const, 'aggregator' as const];
  // Judged before its id becomes the name of a file.
  const request = validateDocument(
    'enrolment-request',
    createEnrolmentRequest({ ledger: origin, institution, class: 'secretariat', roles }, key),
  );
  const path = join(dir, 'keys', `${institution}.pem`);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writePrivateKeyFile(path, key);
  await writeSignerRecord(signerRecordPath(path), createSignerRecord(`first steward of ${institution}`));
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
