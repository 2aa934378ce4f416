/**
 * `serve DIR`: opens a ledger folder, recovers it, and serves it until it is told to stop.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { InputError } from '../../core/error.ts';
import { STATE } from '../../core/rules/state.ts';
import type { Ledger } from '../../log/ledger.ts';
import { readLedgerConfig } from '../../node/ledger-config.ts';
import { NO_WITNESSES } from '../../witness/local-witness.ts';
import type { Register, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openFolder } from '../folder-ledger.ts';
import { parsePort } from '../numbers.ts';
import type { Output } from '../output.ts';
import { createLogger, startServer } from '../serve.ts';

interface ServeCommandOptions {
  readonly host?: string;
  readonly port?: string;
  readonly readingTokenFile?: string;
  readonly confirmClock: boolean;
  readonly logLevel: string;
}

export const registerServe: Register = (program, world, run) => {
  program
    .command('serve')
    .argument('<dir>', 'ledger folder made by init')
    .description('recover a ledger and serve it until Ctrl-C')
    .option('--host <address>', 'address to listen on; ledgerline.toml says otherwise')
    .option('--port <n>', 'port; 0 takes a free one')
    .option('--reading-token-file <file>', 'file with the token that readers must show')
    .option('--confirm-clock', 'the clock is right although it is more than 24 h ahead of the last record', false)
    .option('--log-level <level>', 'trace, debug, info, warn, error or silent', 'info')
    .action((dir: string, options: ServeCommandOptions) => run((output) => serve(output, world, dir, options)));
};

async function serve(output: Output, world: World, dir: string, options: ServeCommandOptions): Promise<ExitCode> {
  const { server } = await readLedgerConfig(dir);
  const host = options.host ?? server.host;
  const port = options.port === undefined ? server.port : parsePort(options.port);
  const readingToken =
    options.readingTokenFile === undefined ? undefined : (await readFile(options.readingTokenFile, 'utf8')).trim();
  const stores = await world.openStores(dir, { create: false });
  try {
    const ledger = await openFolder(dir, {
      stores,
      witnesses: NO_WITNESSES,
      clock: world.clock,
      options: { confirmClock: options.confirmClock },
    });
    try {
      await assertReadable(ledger, host, readingToken);
      const logger = createLogger(options.logLevel);
      const listening = await startServer(ledger, {
        host,
        port,
        logger,
        ...(readingToken === undefined ? {} : { readingToken }),
      });
      announce(output, ledger, listening.url);
      await world.untilStopped();
      output.progress(output.say({ en: 'finishing what is under way', ko: '진행 중인 작업을 마무리합니다' }));
      await listening.close();
    } finally {
      await ledger.close();
    }
  } finally {
    await stores.close();
  }
  return EXIT.done;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** Open on loopback; elsewhere readers need a token, unless the charter says that everybody may read. */
async function assertReadable(ledger: Ledger, host: string, readingToken: string | undefined): Promise<void> {
  const [charter] = await ledger.state([STATE.ledger]);
  if (LOOPBACK.has(host) || readingToken !== undefined || charter?.reading === 'public') return;
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
