/**
 * `signer init`, `signer serve`: the log key in a process of its own, which signs only what continues what it signed before; and what
 * signer-keys.ts adds.
 * @module
 */
import { once } from 'node:events';
import { chmod, realpath, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { InputError } from '../../core/error.ts';
import { parseCheckpoint } from '../../core/note/checkpoint.ts';
import { parseNote } from '../../core/note/note.ts';
import { openFolderFiles } from '../../node/audit/folder-files.ts';
import { readLedgerConfig } from '../../node/ledger-config.ts';
import { initSignerFolder, openSignerFolder, type SignerFolder } from '../../node/signer-folder.ts';
import { NOTHING_SEEN } from '../../witness/decide.ts';
import { createSignerServer } from '../../witness/signer/server.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { LOG_KEY, NEXT_LOG_KEY } from '../folder-ledger.ts';
import type { Output } from '../output.ts';
import { createLogger } from '../serve.ts';
import { defineSignerKeys } from './signer-keys.ts';

export const defineSigner: Define = (command, shell) => {
  const { world, run, say } = shell;
  command
    .command('init')
    .description(
      say({ en: 'move the log key of a ledger into a signer', ko: '원장의 로그 키를 서명 프로세스로 옮깁니다' }),
    )
    .argument('<dir>', say({ en: 'folder of the signer, to be made', ko: '새로 만들 서명 프로세스 폴더' }))
    .requiredOption('--ledger <dir>', say({ en: 'ledger folder, stopped', ko: '멈춘 원장 폴더' }))
    .action((dir: string, { ledger }: { ledger: string }) => run((output) => init(output, world, dir, ledger)));
  command
    .command('serve')
    .description(say({ en: 'sign for the ledger until Ctrl-C', ko: 'Ctrl-C까지 원장을 위해 서명합니다' }))
    .argument('<dir>', say({ en: 'folder of the signer', ko: '서명 프로세스 폴더' }))
    .requiredOption('--socket <path>', say({ en: 'Unix socket to listen on', ko: '수신할 유닉스 소켓' }))
    .option('--socket-mode <octal>', say({ en: 'who may connect', ko: '연결할 수 있는 사용자' }), '600')
    .action((dir: string, options: ServeOptions) => run((output) => serve(output, world, dir, options)));
  defineSignerKeys(command, shell);
};

interface ServeOptions {
  readonly socket: string;
  readonly socketMode: string;
}

/** With the stores open nobody else serves the ledger: nothing is signed meanwhile. */
async function init(output: Output, world: World, dir: string, ledger: string): Promise<ExitCode> {
  const { origin } = await readLedgerConfig(ledger);
  const stores = await world.openStores(ledger, { create: false });
  try {
    const latest = await (await openFolderFiles(ledger)).read('checkpoint');
    const memory = latest === undefined ? NOTHING_SEEN : parseCheckpoint(parseNote(latest).text);
    const files = { current: join(ledger, LOG_KEY), next: join(ledger, NEXT_LOG_KEY) };
    const { vkey } = await initSignerFolder(dir, origin, files, memory);
    output.result(
      { ok: true, origin, vkey, size: memory.size },
      output.say({
        en: `The key of ${origin} is in ${dir} now; it will sign what continues size ${memory.size}. Run \`ledgerline signer serve ${dir} --socket PATH\` as a user of its own, and name the socket in ledgerline.toml: [signer] socket = "PATH".`,
        ko: `${origin}의 키를 ${dir}로 옮겼습니다. 크기 ${memory.size}에 이어지는 것만 서명합니다. 별도 사용자로 \`ledgerline signer serve ${dir} --socket PATH\`를 실행하고 ledgerline.toml에 소켓을 적으십시오: [signer] socket = "PATH".`,
      }),
    );
    return EXIT.done;
  } finally {
    await stores.close();
  }
}

async function serve(output: Output, world: World, dir: string, options: ServeOptions): Promise<ExitCode> {
  if (!/^[0-7]{3}$/.test(options.socketMode))
    throw new InputError('usage', '--socket-mode is three octal digits, such as 660');
  const opened = await openSignerFolder(dir);
  // Two processes over one memory could each sign another history.
  const lock = await world.lockFolder(await realpath(dir));
  try {
    return await serveFolder(output, world, opened, options);
  } finally {
    await lock.release();
  }
}

async function serveFolder(
  output: Output,
  world: World,
  { origin, keys, store }: SignerFolder,
  { socket, socketMode }: ServeOptions,
): Promise<ExitCode> {
  const logger = createLogger('info');
  const server = createSignerServer({
    keys,
    store,
    onDecision: ({ keyId, size, refused }) => {
      if (refused === undefined) logger.info({ keyId, size }, 'signed');
      else if (refused.code !== 'witness-stale') logger.error({ keyId, code: refused.code }, refused.message);
    },
  });
  const stopped = world.untilStopped();
  await clearSocket(socket);
  // Between the two calls nobody but the owner of the folder of the socket could connect.
  process.umask(0o177);
  server.listen(socket);
  await once(server, 'listening');
  await chmod(socket, Number.parseInt(socketMode, 8));
  const { size } = await store.load();
  const vkeys = keys.map(({ vkey }) => vkey);
  output.result(
    { ok: true, origin, socket, size, vkeys },
    output.say({
      en: `Signing for ${origin} at ${socket}; size ${size} was signed last; keys held: ${keys.length}. Ctrl-C stops.`,
      ko: `${socket}에서 ${origin}을 위해 서명합니다. 마지막으로 서명한 크기는 ${size}, 가진 키는 ${keys.length}개입니다. Ctrl-C로 멈춥니다.`,
    }),
  );
  await stopped;
  server.close();
  server.closeAllConnections();
  return EXIT.done;
}

/** Removes a socket that a signer left when it was killed. @throws InputError `folder-locked` where one answers */
async function clearSocket(path: string): Promise<void> {
  const isAlive = await new Promise<boolean>((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
  if (isAlive) throw new InputError('folder-locked', `${path}: a signer answers there already`);
  await rm(path, { force: true });
}
