/**
 * `mirror DIR --ledger URL --trust POLICY`: keeps a verified copy of a ledger's public files, and serves it if told to.
 * @module
 */
import { encodeHex } from '../../core/bytes/hex.ts';
import { InputError } from '../../core/error.ts';
import { type MirrorParts, type Synced, syncMirror } from '../../node/mirror/mirror.ts';
import { PublicCopy } from '../../node/mirror/public-copy.ts';
import { createRuleJudge } from '../../node/mirror/rule-judge.ts';
import { createCopyServer } from '../../server/copy-server.ts';
import { type Listening, listen } from '../../server/listen.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { need, readToken } from '../inputs.ts';
import { parseCount, parsePort } from '../numbers.ts';
import type { Output } from '../output.ts';
import { openFlagged, openTrust, type PlaceFlags, withPlaceFlags } from '../place-flags.ts';
import { progressBar } from '../progress-bar.ts';
import { createLogger } from '../serve.ts';

interface MirrorFlags extends PlaceFlags {
  readonly ledger?: string;
  readonly once?: true;
  readonly interval: string;
  readonly serve?: string;
  readonly serveTokenFile?: string;
  readonly public?: true;
  readonly replay?: true;
}

/** What ends a mirror: asking again would not help, and going on would hide it. */
const FATAL: ReadonlySet<string> = new Set([
  'checkpoint-inconsistent',
  'ledger-unsound',
  'storage-failed',
  'integrity',
]);

export const defineMirror: Define = (command, { world, run, say }) => {
  withPlaceFlags(command, say)
    .argument('<dir>', say({ en: 'folder of the copy; made if missing', ko: '복제본 폴더. 없으면 만듦' }))
    .option(
      '--ledger <place>',
      say({
        en: 'address or folder to copy from (or LEDGERLINE_LEDGER)',
        ko: '복제할 원장의 주소나 폴더 (또는 LEDGERLINE_LEDGER)',
      }),
    )
    .option('--once', say({ en: 'bring the copy up to date, and end', ko: '복제본을 최신으로 만들고 끝냄' }))
    .option('--interval <seconds>', say({ en: 'time between two looks', ko: '다시 확인하는 간격(초)' }), '10')
    .option(
      '--replay',
      say({
        en: 'replay the rules too, and stop before a record that breaks one',
        ko: '규칙도 재생하고, 규칙을 어긴 기록 앞에서 멈춤',
      }),
    )
    .option('--serve <host:port>', say({ en: 'serve the copy there', ko: '복제본을 서비스할 주소' }))
    .option(
      '--serve-token-file <file>',
      say({ en: 'file with the token that readers must show', ko: '읽는 사람이 제시해야 하는 토큰이 든 파일' }),
    )
    .option(
      '--public',
      say({
        en: 'serve everybody: only where the charter says that everybody may read',
        ko: '누구에게나 서비스함. 헌장이 누구나 읽을 수 있다고 정한 경우에만',
      }),
    )
    .action((dir: string, flags: MirrorFlags) => run((output) => mirror(output, world, dir, flags)));
};

async function mirror(output: Output, world: World, dir: string, flags: MirrorFlags): Promise<ExitCode> {
  const place = need(flags.ledger, world, 'LEDGERLINE_LEDGER', '--ledger');
  const intervalMs = parseCount(flags.interval, '--interval') * 1000;
  const address = flags.serve === undefined ? undefined : await serveAddress(flags);
  const trust = await openTrust(flags.trust, world);
  const files = await openFlagged(place, flags);
  const store = await world.openCopy(dir);
  try {
    const copy = await PublicCopy.open(store);
    const judge = flags.replay === true ? { judge: createRuleJudge(store.objects, trust.verifySignature) } : {};
    const parts: MirrorParts = { ...trust, copy, files, ...judge };
    if (flags.once === true) return tellOnce(output, copy, await syncShown(output, parts));
    const stopped = world.untilStopped();
    const server = address === undefined ? undefined : await startCopy(output, copy, address);
    try {
      return await follow(output, parts, { intervalMs, stopped, isServing: server !== undefined });
    } finally {
      await server?.close();
    }
  } finally {
    await store.close();
  }
}

async function syncShown(output: Output, parts: MirrorParts): Promise<Synced> {
  const bar = progressBar(output, output.say({ en: 'copying', ko: '복제 중' }));
  try {
    return await syncMirror({ ...parts, onProgress: (records, size) => bar.update(records, size) });
  } finally {
    bar.stop();
  }
}

/** Looks again and again, until it is told to stop or the ledger contradicts itself. A copy that is served goes on being served then. */
async function follow(
  output: Output,
  parts: MirrorParts,
  options: { readonly intervalMs: number; readonly stopped: Promise<void>; readonly isServing: boolean },
): Promise<ExitCode> {
  let isStopped = false;
  const stopped = options.stopped.then(() => {
    isStopped = true;
  });
  let told: string | undefined;
  while (!isStopped) {
    try {
      const synced = await syncMirror({ ...parts, onProgress: () => assertGoing(isStopped) });
      if (synced.state !== 'current' || told === undefined) output.progress(describe(output, parts.copy, synced));
      told = synced.state;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (isStopped) break;
      if (FATAL.has(error.code)) return endWith(output, error, options.isServing, stopped);
      if (told !== error.message) output.progress(`${error.code}: ${error.message}`);
      told = error.message;
    }
    await pause(options.intervalMs, stopped);
  }
  return EXIT.done;
}

/** A first copy may take hours: the next run goes on where this one stopped. @throws InputError `stopped` */
function assertGoing(isStopped: boolean): void {
  if (isStopped) throw new InputError('stopped', 'the mirror was told to stop');
}

async function endWith(
  output: Output,
  error: InputError,
  isServing: boolean,
  stopped: Promise<void>,
): Promise<ExitCode> {
  const code = output.error(error);
  if (isServing) {
    output.progress(
      output.say({
        en: 'the copy stays as it was before, and is served until Ctrl-C',
        ko: '복제본은 그 전 상태로 남으며 Ctrl-C까지 서비스합니다',
      }),
    );
    await stopped;
  }
  return code;
}

/** Resolves after the time, or when `stopped` does. */
async function pause(milliseconds: number, stopped: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([elapsed, stopped]);
  clearTimeout(timer);
}

function tellOnce(output: Output, copy: PublicCopy, synced: Synced): ExitCode {
  const { published } = copy;
  const root = published === undefined ? undefined : encodeHex(published.root);
  const ok = synced.state !== 'behind';
  output.result({ ok, ...synced, root, notes: copy.count }, describe(output, copy, synced));
  return ok ? EXIT.done : EXIT.cannotTell;
}

function describe(output: Output, copy: PublicCopy, { state, size, seen }: Synced): string {
  const root = copy.published === undefined ? '' : encodeHex(copy.published.root);
  if (state === 'behind')
    return output.say({
      en: `The source shows ${seen} records, this copy has ${size}: it lags, or the ledger was set back.`,
      ko: `원본은 기록 ${seen}건을 보이지만 이 복제본에는 ${size}건이 있습니다. 원본이 뒤처졌거나 원장이 되돌려졌습니다.`,
    });
  return output.say({
    en: `Copied ${size} records as signed, ${copy.count} checkpoints; root ${root}`,
    ko: `서명된 대로 기록 ${size}건, 체크포인트 ${copy.count}개를 복제했습니다. 루트 ${root}`,
  });
}

interface CopyAddress {
  readonly host: string;
  readonly port: number;
  readonly readingToken?: string;
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Open on loopback; elsewhere somebody must have decided who may read. */
async function serveAddress({ serve = '', serveTokenFile, public: isPublic }: MirrorFlags): Promise<CopyAddress> {
  const [, host = '', port = ''] = /^(\[[0-9a-fA-F:]+\]|[^:[\]]+):([0-9]+)$/.exec(serve) ?? [];
  if (host === '') throw new InputError('usage', `--serve ${serve}: expected HOST:PORT`);
  const token = serveTokenFile === undefined ? {} : { readingToken: await readToken(serveTokenFile) };
  if (!LOOPBACK.has(host) && serveTokenFile === undefined && isPublic !== true)
    throw new InputError(
      'usage',
      `--serve ${serve}: give --serve-token-file, or --public if the charter lets everybody read`,
    );
  return { host: host.replaceAll(/[[\]]/g, ''), port: parsePort(port), ...token };
}

async function startCopy(output: Output, log: PublicCopy, { host, port, ...token }: CopyAddress): Promise<Listening> {
  const server = await listen(createCopyServer({ log, logger: createLogger('warn'), ...token }), { host, port });
  const { url } = server;
  output.result(
    { ok: true, url, size: log.sizes.published },
    output.say({
      en: `Serving the copy at ${url}. Ctrl-C stops.`,
      ko: `복제본을 ${url} 에서 서비스합니다. Ctrl-C로 멈춥니다.`,
    }),
  );
  return server;
}
