/**
 * `serve DIR`: opens a ledger folder, recovers it, and serves it until it is told to stop.
 * @module
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Option } from 'commander';
import { isErrorCode } from '../../core/catalogue/catalogue.ts';
import { InputError } from '../../core/error.ts';
import { STATE } from '../../core/rules/state.ts';
import type { Ledger } from '../../log/ledger.ts';
import { type LedgerConfig, readLedgerConfig } from '../../node/ledger-config.ts';
import { type MirrorCheck, refuseBehindMirrors } from '../../node/mirror/start-check.ts';
import { createOutgoing } from '../../node/outgoing.ts';
import type { Define, OpenStores, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { hasOperatorKey, openFolder, readCharter } from '../folder-ledger.ts';
import { readToken } from '../inputs.ts';
import { parsePort } from '../numbers.ts';
import type { Output } from '../output.ts';
import { openWitnesses } from '../outside.ts';
import { createLogger, type ServeOptions, startServer } from '../serve.ts';

interface ServeCommandOptions {
  readonly host?: string;
  readonly port?: string;
  readonly readingTokenFile?: string;
  readonly confirmClock?: true;
  readonly logLevel: string;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

export const defineServe: Define = (command, { world, run, say }) => {
  command
    .argument('<dir>', say({ en: 'ledger folder made by init', ko: 'init으로 만든 원장 폴더' }))
    .option(
      '--host <address>',
      say({ en: 'address to listen on, else that in ledgerline.toml', ko: '수신 주소. 없으면 ledgerline.toml의 값' }),
    )
    .option(
      '--port <n>',
      say({
        en: 'port, else that in ledgerline.toml; 0 takes a free one',
        ko: '포트. 없으면 ledgerline.toml의 값. 0이면 빈 포트를 고름',
      }),
    )
    .option(
      '--reading-token-file <file>',
      say({ en: 'file with the token that readers must show', ko: '읽는 사람이 제시해야 하는 토큰이 든 파일' }),
    )
    .option(
      '--confirm-clock',
      say({
        en: 'the clock is right although it is more than 24 h ahead of the last record',
        ko: '시계가 마지막 기록보다 24시간 넘게 앞서지만 맞다고 확인함',
      }),
    )
    .addOption(
      new Option('--log-level <level>', say({ en: 'what is logged on stderr', ko: '표준 오류에 남길 로그 수준' }))
        .choices(LOG_LEVELS)
        .default('info'),
    )
    .action((dir: string, options: ServeCommandOptions) => run((output) => serve(output, world, dir, options)));
};

async function serve(output: Output, world: World, dir: string, options: ServeCommandOptions): Promise<ExitCode> {
  const stop = new AbortController();
  const stopped = world.untilStopped().then(() => stop.abort());
  const config = await readLedgerConfig(dir);
  const host = options.host ?? config.server.host;
  const port = options.port === undefined ? config.server.port : parsePort(options.port);
  const token =
    options.readingTokenFile === undefined ? {} : { readingToken: await readToken(options.readingTokenFile) };
  const stores = await world.openStores(dir, { create: false });
  try {
    const confirmClock = options.confirmClock === true;
    if (stop.signal.aborted) return stoppedEarly(output);
    const ledger = await openFolder(dir, async ({ vkey }, successors) => {
      await askMirrors(output, config, stores, {
        logVkeys: [vkey, ...successors.map((successor) => successor.vkey)],
        charter: () => readCharter(dir, { stores, clock: world.clock }),
      });
      const { witnesses, options: pace } = await openWitnesses(dir, config, vkey, world.clock);
      return { stores, witnesses, clock: world.clock, options: { confirmClock, ...pace } };
    });
    try {
      // Witnesses that do not answer keep nobody from stopping it.
      await Promise.race([ledger.heard, stopped]);
      if (stop.signal.aborted) return stoppedEarly(output);
      await assertNotRolledBack(ledger);
      await assertReadable(ledger, host, token);
      if (!hasOperatorKey(dir)) output.progress(output.say(NO_OPERATOR_KEY));
      const logger = createLogger(options.logLevel);
      const shown = { folder: dir, host, port, logger, ...token, ...(await readHandedOutPolicy(dir)) };
      const server = await startServer(ledger, { ...boundsOf(config), ...shown });
      announce(output, ledger, server.url);
      await stopped;
      output.progress(output.say({ en: 'finishing what is under way', ko: '진행 중인 작업을 마무리합니다' }));
      await server.close();
    } finally {
      await ledger.close();
    }
    return outcome(output, ledger);
  } finally {
    await stores.close();
  }
}

/** `trust.policy` of the folder, which the explorer hands out; an operator who moves it away hands out none. */
async function readHandedOutPolicy(dir: string): Promise<{ readonly policy?: string }> {
  const path = join(dir, 'trust.policy');
  return existsSync(path) ? { policy: await readFile(path, 'utf8') } : {};
}

/** A folder that was restored must not go on from where it is (I11). @throws InputError `fork-refused` */
async function askMirrors(
  output: Output,
  { mirrors, outgoing }: LedgerConfig,
  stores: OpenStores,
  keys: Pick<MirrorCheck, 'logVkeys' | 'charter'>,
): Promise<void> {
  await refuseBehindMirrors({
    ...stores,
    ...keys,
    mirrors: mirrors?.urls ?? [],
    outgoing: createOutgoing(outgoing),
    warn: (mirror, { code, message }) =>
      output.progress(
        output.say({
          en: `the mirror ${mirror} could not be asked (${code}: ${message})`,
          ko: `미러 ${mirror}에 물어보지 못했습니다 (${code}: ${message})`,
        }),
      ),
  });
}

/** A folder that was rolled back is not served: the witnesses, or the signer, know better (I11). @throws InputError `fork-refused` */
async function assertNotRolledBack(ledger: Ledger): Promise<void> {
  await ledger.heard;
  const { failure } = ledger.status;
  if (failure?.code === 'fork-refused') throw new InputError('fork-refused', failure.message);
}

/** Told to stop before anybody could be served: all that was opened is closed again, and what a start writes is whole. */
function stoppedEarly(output: Output): ExitCode {
  output.progress(output.say({ en: 'stopped before it served', ko: '서비스를 시작하기 전에 멈췄습니다' }));
  return EXIT.done;
}

/** What the configuration says of clients. */
function boundsOf({ server: { trustProxy }, limits }: LedgerConfig): Pick<ServeOptions, 'trustProxy' | 'limits'> {
  return { ...(trustProxy === undefined ? {} : { trustProxy }), ...(limits === undefined ? {} : { limits }) };
}

/** A ledger that stopped writing meanwhile ends with its reason. */
function outcome(output: Output, { status: { failure } }: Ledger): ExitCode {
  if (failure === undefined) return EXIT.done;
  return output.error(isErrorCode(failure.code) ? new InputError(failure.code, failure.message) : failure.message);
}

const NO_OPERATOR_KEY = {
  en: 'keys/operator.pem is missing: awards cannot become final, credit cannot be passed on, and refusals are not listed',
  ko: 'keys/operator.pem이 없습니다. 배분을 확정하거나 크레딧을 넘길 수 없고, 거부 목록도 기록하지 않습니다',
};

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** Open on loopback; elsewhere readers need a token, unless the charter says that everybody may read. */
async function assertReadable(ledger: Ledger, host: string, token: { readonly readingToken?: string }): Promise<void> {
  // The charter is in the index, which a large ledger is still reading: it is asked only where it matters.
  if (LOOPBACK.has(host) || token.readingToken !== undefined) return;
  const [charter] = await ledger.state([STATE.ledger]);
  if (charter?.reading === 'public') return;
  throw new InputError('usage', `the charter asks for a reading token on ${host}: give --reading-token-file`);
}

function announce(output: Output, ledger: Ledger, url: string): void {
  const { origin, head } = ledger;
  output.result(
    { ok: true, url, origin, size: head.size },
    output.say({
      en: `Serving ${origin} (${head.size} records) at ${url}. Ctrl-C stops.`,
      ko: `${origin} (기록 ${head.size}건)을 ${url} 에서 서비스합니다. Ctrl-C로 멈춥니다.`,
    }),
  );
}
