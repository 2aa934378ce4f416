/**
 * What `witness` and `auditor` share on the command line: making a folder with a key, and serving it.
 * @module
 */
import { mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { type Command, Option } from 'commander';
import type { Logger } from 'pino';
import { InputError } from '../core/error.ts';
import { COSIGNATURE_ED25519, formatVkey, parseVkey } from '../core/note/vkey.ts';
import type { Clock } from '../log/ports.ts';
import type { Auditor } from '../node/auditor/auditor.ts';
import { readPrivateKeyFile, writePrivateKeyFile } from '../node/crypto/key-files.ts';
import { generateKeyPair } from '../node/crypto/keys.ts';
import { createNoteSigner } from '../node/crypto/note-signer.ts';
import { createNodeVerifier } from '../node/crypto/provider.ts';
import { readWitnessConfig, type WitnessConfig, type WitnessKind, writeWitnessConfig } from '../node/witness-config.ts';
import { listen } from '../server/listen.ts';
import { createWitnessServer } from '../server/witness/witness-server.ts';
import { createCosignedLogs } from '../witness/cosigned-logs.ts';
import { createFileStates, type LogStates } from '../witness/log-state.ts';
import { Witness } from '../witness/witness.ts';
import type { Shell, World } from './command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { collect } from './inputs.ts';
import { parsePort } from './numbers.ts';
import type { Output } from './output.ts';
import { createLogger } from './serve.ts';

export interface WitnessInitFlags {
  readonly name: string;
  readonly log?: readonly string[];
  readonly url?: string;
  readonly port?: string;
}

export interface WitnessServeFlags {
  readonly host?: string;
  readonly port?: string;
  readonly logLevel: string;
  readonly beginAnew?: readonly string[];
}

/** Opens what an auditor examines before it cosigns; a witness has none. */
export type Examiner = (parts: {
  readonly dir: string;
  readonly config: WitnessConfig;
  readonly states: LogStates;
  readonly logger: Logger;
  readonly clock: Clock;
}) => Promise<Pick<Auditor, 'examine' | 'close'>>;

const DEFAULT_PORTS: Readonly<Record<WitnessKind, number>> = { witness: 8441, auditor: 8442 };
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];
/** A request is 128 KiB at most: whoever takes longer for it holds a connection for nothing. */
const TIMES = { headersMs: 10_000, requestMs: 20_000 };
const CONNECTIONS = 512;

/** The subcommands `init` and `serve` with the options that both kinds have. */
export function witnessFlags(command: Command, { say }: Pick<Shell, 'say'>): { init: Command; serve: Command } {
  const init = command
    .command('init')
    .argument('<dir>', say({ en: 'new folder for key, configuration and state', ko: '키, 설정, 상태를 둘 새 폴더' }))
    .requiredOption(
      '--name <name>',
      say({
        en: 'name under which it cosigns, a schema-less URL such as mfds.example/witness; never changed',
        ko: '공동 서명할 이름. mfds.example/witness처럼 스킴 없는 URL이며 바꾸지 않음',
      }),
    )
    .option('--port <n>', say({ en: 'port to listen on', ko: '수신 포트' }));
  const serve = command
    .command('serve')
    .argument('<dir>', say({ en: 'folder made by init', ko: 'init으로 만든 폴더' }))
    .option(
      '--host <address>',
      say({ en: 'address to listen on, else that in the configuration', ko: '수신 주소. 없으면 설정의 값' }),
    )
    .option(
      '--port <n>',
      say({
        en: 'port, else that in the configuration; 0 takes a free one',
        ko: '포트. 없으면 설정의 값. 0이면 빈 포트를 고름',
      }),
    )
    .option(
      '--begin-anew <origin>',
      say({
        en: 'forget that this log was cosigned, where its state is gone: the next checkpoint is taken whatever it continues; may be repeated',
        ko: '상태가 없어진 로그에 공동 서명한 적이 있다는 것을 잊음. 다음 체크포인트는 무엇을 잇든 받아들임. 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .addOption(
      new Option('--log-level <level>', say({ en: 'what is logged on stderr', ko: '표준 오류에 남길 로그 수준' }))
        .choices(LOG_LEVELS)
        .default('info'),
    );
  return { init, serve };
}

/** Makes the folder of a witness or auditor. @throws InputError `bad-vkey`, `file-exists`, `key-file-exists`, `usage` */
export async function initWitness(
  output: Output,
  kind: WitnessKind,
  dir: string,
  { name, log = [], url, port }: WitnessInitFlags,
): Promise<ExitCode> {
  const logs = [...byName(log)].map((vkeys) => ({ vkeys, ...(url === undefined ? {} : { url }) }));
  const key = generateKeyPair('ed25519');
  const vkey = formatVkey(createNoteSigner(name, COSIGNATURE_ED25519, key).verifierKey);
  const keyPath = join('keys', `${kind}.pem`);
  await mkdir(dirname(join(dir, keyPath)), { recursive: true, mode: 0o700 });
  await writePrivateKeyFile(join(dir, keyPath), key);
  await writeWitnessConfig(dir, kind, {
    name,
    key: keyPath,
    server: { host: '127.0.0.1', port: port === undefined ? DEFAULT_PORTS[kind] : parsePort(port) },
    logs,
  });
  const config = join(dir, `${kind}.toml`);
  output.result(
    { ok: true, name, vkey, dir, config },
    output.say({
      en: `${vkey}
  to the logs    the line above; they put it into their trust policy
  which logs     ${config}
  serve it       ledgerline ${kind} serve ${dir}
  keep secret    ${join(dir, 'keys')}/`,
      ko: `${vkey}
  로그 운영자에게  위 한 줄. 신뢰 정책에 넣습니다
  지켜볼 로그      ${config}
  서비스 시작      ledgerline ${kind} serve ${dir}
  비밀 보관        ${join(dir, 'keys')}/`,
    }),
  );
  return EXIT.done;
}

/** The keys of each log: those of one name are one log's. @throws InputError `bad-vkey` */
function byName(vkeys: readonly string[]): Iterable<string[]> {
  const logs = new Map<string, string[]>();
  for (const vkey of vkeys) {
    const { name } = parseVkey(vkey);
    logs.set(name, [...(logs.get(name) ?? []), vkey]);
  }
  return logs.values();
}

/** Serves a folder until the process is asked to stop. */
export async function serveWitness(
  output: Output,
  world: World,
  kind: WitnessKind,
  dir: string,
  flags: WitnessServeFlags,
  examiner?: Examiner,
): Promise<ExitCode> {
  const config = await readWitnessConfig(dir, kind);
  const signer = createNoteSigner(config.name, COSIGNATURE_ED25519, await readPrivateKeyFile(config.keyFile));
  const lock = await world.lockFolder(await realpath(dir));
  try {
    const logger = createLogger(flags.logLevel);
    const cosigned = createCosignedLogs(cosignedPath(dir, config.keyFile));
    const states = createFileStates(join(dir, 'state'), cosigned);
    for (const origin of flags.beginAnew ?? []) {
      await assertMissing(origin, config, states);
      await cosigned.remove(origin);
      logger.warn({ origin }, 'begins anew: what was cosigned before is forgotten');
    }
    const auditor = await examiner?.({ dir, config, states, logger, clock: world.clock });
    try {
      const witness = new Witness({
        signer,
        logs: config.logs,
        states,
        clock: world.clock,
        verify: createNodeVerifier({ maxKeys: 1024 }).verifySync,
        onFork: async (origin, note) => {
          const path = await states.keepFork(origin, note);
          logger.error({ origin, path }, 'the log signed two histories: the other one is kept');
        },
        ...(auditor === undefined ? {} : { examine: auditor.examine }),
      });
      const stopped = world.untilStopped();
      const { url, close } = await start(witness, config, flags, logger);
      await announce(output, kind, witness, formatVkey(signer.verifierKey), url);
      await stopped;
      await close();
    } finally {
      await auditor?.close();
    }
  } finally {
    await lock.release();
  }
  return EXIT.done;
}

/** Beside the key, with which it is carried away; in the folder where the key lies elsewhere, which may not be written. */
function cosignedPath(dir: string, keyFile: string): string {
  const isInside = !relative(dir, keyFile).startsWith('..');
  return `${isInside ? keyFile : join(dir, basename(keyFile))}.cosigned`;
}

/** Beginning anew is for a memory that is gone, and for nothing else. @throws InputError `usage`, `bad-witness-memory` */
async function assertMissing(origin: string, { logs }: WitnessConfig, states: LogStates): Promise<void> {
  if (!logs.some((log) => log.origin === origin))
    throw new InputError('usage', `--begin-anew ${origin}: the configuration names no such log`);
  try {
    await states.load(origin);
  } catch (error) {
    if (error instanceof InputError && error.code === 'witness-memory-missing') return;
    throw error;
  }
  throw new InputError('usage', `--begin-anew ${origin}: nothing is missing; leave the option out`);
}

function start(witness: Witness, { server }: WitnessConfig, flags: WitnessServeFlags, logger: Logger) {
  const { trustProxy, requestsPerMinute } = server;
  const app = createWitnessServer({
    witness,
    logger,
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
  });
  const host = flags.host ?? server.host;
  const port = flags.port === undefined ? server.port : parsePort(flags.port);
  return listen(app, { host, port, connections: CONNECTIONS, times: TIMES });
}

/** Says where it listens, and what of its logs is not well: such a log is refused until somebody has looked. */
async function announce(output: Output, kind: WitnessKind, witness: Witness, vkey: string, url: string): Promise<void> {
  const logs = await witness.standings();
  for (const { origin, code, message } of logs)
    if (code !== undefined) output.progress(`${origin}: ${code}: ${message}`);
  output.result(
    { ok: true, url, vkey, logs },
    output.say({
      en: `${kind} ${witness.name} of ${logs.length} logs at ${url}. Ctrl-C stops.`,
      ko: `${witness.name}(${kind})이 로그 ${logs.length}개를 ${url} 에서 지켜봅니다. Ctrl-C로 멈춥니다.`,
    }),
  );
}
