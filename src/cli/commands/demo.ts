/**
 * `demo`: a whole federation on an embedded ledger: trains, records, refuses, proves, then serves.
 * @module
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerClient } from '../../client/ledger-client.ts';
import { encodeHex } from '../../core/bytes/hex.ts';
import { CAST, MEMBERS } from '../../federation/cast.ts';
import { type FederationData, prepareFederation } from '../../federation/dataset/prepare.ts';
import { Actor } from '../../federation/scenario/actor.ts';
import { DemoFiles } from '../../federation/scenario/files.ts';
import type { RoundResult } from '../../federation/scenario/round.ts';
import { type FederationStory, runFederation } from '../../federation/scenario/run.ts';
import type { AccountSummary, Summary } from '../../federation/scenario/summary.ts';
import type { Ledger } from '../../log/ledger.ts';
import { createNodeVerifier } from '../../node/crypto/provider.ts';
import { replayLedger } from '../../verify/audit/replay-ledger.ts';
import type { Define, World } from '../command.ts';
import { keepStatements } from '../demo-accounts.ts';
import { creditTable } from '../demo-credit-text.ts';
import { DEMO_ORIGIN, demoLedgerFolder, foundDemoLedger, reopenDemoLedger } from '../demo-ledger.ts';
import { conclude, howToCheck, introduce, roundRow, tableHead } from '../demo-text.ts';
import { EXIT } from '../exit-codes.ts';
import { parseDecimalNumber, parsePort } from '../numbers.ts';
import type { Output } from '../output.ts';
import { progressBar } from '../progress-bar.ts';
import { startServer } from '../serve.ts';
import { assertEmpty } from './init.ts';

/** Decides split, order of training and so every number of the demonstration. */
const SEED = 'ledgerline';

const HERG_TASK = { endpoint: 'herg', unit: 'pic50', assay: 'panel' } as const;
const OTHER_TASK = { endpoint: 'clearance', unit: 'dimensionless', assay: 'adme' } as const;

interface DemoOptions {
  readonly keep?: string;
  readonly port: string;
  readonly serve: boolean;
  readonly data?: string;
  readonly smiles?: string;
  readonly value?: string;
  readonly threshold?: string;
}

export const defineDemo: Define = (command, { world, run, say }) => {
  command
    .option(
      '--keep <dir>',
      say({ en: 'leave everything in a new or empty folder', ko: '모든 결과를 새 폴더나 빈 폴더에 남김' }),
    )
    .option(
      '--port <n>',
      say({ en: 'port on 127.0.0.1; 0 takes a free one', ko: '127.0.0.1의 포트. 0이면 빈 포트를 고름' }),
      '0',
    )
    .option('--no-serve', say({ en: 'end instead of serving', ko: '서비스하지 않고 끝냄' }))
    .option(
      '--data <file.csv>',
      say({ en: 'any CSV file with a SMILES and a value column', ko: 'SMILES 열과 값 열이 있는 CSV 파일' }),
    )
    .option('--smiles <column>', say({ en: 'name of the SMILES column', ko: 'SMILES 열의 이름' }))
    .option('--value <column>', say({ en: 'name of the value column', ko: '값 열의 이름' }))
    .option(
      '--threshold <number>',
      say({
        en: 'values from here on are positive; the median if absent',
        ko: '이 값부터 양성. 없으면 중앙값',
      }),
    )
    .action((options: DemoOptions) => run((output) => demo(output, world, options)));
};

async function demo(output: Output, world: World, options: DemoOptions): Promise<typeof EXIT.done> {
  const started = performance.now();
  const port = parsePort(options.port);
  if (options.keep !== undefined) await assertEmpty(options.keep);
  const folder = options.keep ?? (await mkdtemp(join(tmpdir(), 'ledgerline-demo-')));
  try {
    await play(output, world, { ...options, port }, folder, started);
  } finally {
    if (options.keep === undefined) await rm(folder, { recursive: true, force: true });
  }
  return EXIT.done;
}

async function play(
  output: Output,
  world: World,
  options: Omit<DemoOptions, 'port'> & { readonly port: number },
  folder: string,
  started: number,
): Promise<void> {
  const data = await prepare(output, options);
  introduce(output, data);
  const institutions = join(folder, 'institutions');
  const actors = await Promise.all(CAST.map((institution) => Actor.create(institution, DEMO_ORIGIN, institutions)));
  const stores = await world.openStores(demoLedgerFolder(folder), { create: true });
  try {
    const founded = await foundDemoLedger(world, folder, stores, actors);
    const policy = await readFile(join(folder, 'trust.policy'), 'utf8');
    const at = { host: '127.0.0.1', port: options.port, policy, folder: demoLedgerFolder(folder) };
    const story = await serving(founded, at, (client) =>
      runFederation({
        client,
        origin: DEMO_ORIGIN,
        files: new DemoFiles(folder),
        data,
        actors,
        seed: SEED,
        task: options.data === undefined ? HERG_TASK : OTHER_TASK,
        watcher: watch(output),
        replay: async () => (await replay(client, policy)).state,
      }),
    );
    // Closing has put the last list of refusals on record: what is told from here on is the whole ledger.
    const ledger = await reopenDemoLedger(world, folder, stores);
    await serving(ledger, at, async (client) => {
      const accounts = await keepStatements(client, folder, policy);
      const summary = summarize(ledger, data, story, accounts, (performance.now() - started) / 1000);
      await finish(output, folder, summary, options);
      if (options.serve) await serveUntilStopped(output, world, client.url, options);
    });
  } finally {
    await stores.close();
  }
}

/** Runs `play` with a client of the served ledger, and closes both. */
async function serving<T>(
  ledger: Ledger,
  at: { readonly host: string; readonly port: number; readonly policy: string; readonly folder: string },
  play: (client: LedgerClient) => Promise<T>,
): Promise<T> {
  const server = await startServer(ledger, at);
  try {
    return await play(new LedgerClient({ url: server.url }));
  } finally {
    await server.close();
    await ledger.close();
  }
}

async function prepare(
  output: Output,
  { data, smiles, value, threshold }: Omit<DemoOptions, 'port'>,
): Promise<FederationData> {
  const bar = progressBar(output, output.say({ en: 'reading molecules', ko: '분자를 읽는 중' }));
  try {
    return await prepareFederation({
      csvPath: data,
      smilesColumn: smiles,
      valueColumn: value,
      threshold: threshold === undefined ? undefined : parseDecimalNumber(threshold, '--threshold'),
      seed: SEED,
      members: MEMBERS.map(({ id, share }) => ({ id, weight: share })),
      onProgress: bar.update,
    });
  } finally {
    bar.stop();
  }
}

/** What anybody gets who replays the published records, after everything that an audit checks. */
function replay(client: LedgerClient, policy: string) {
  const files = { read: (path: string) => client.file(path) };
  return replayLedger(files, policy, { verifySignature: createNodeVerifier({ maxKeys: 64 }).verify });
}

function watch(output: Output) {
  let head = false;
  return {
    stage: (sentence: Parameters<Output['say']>[0]) => output.progress(`  ${output.say(sentence)}`),
    round: ({ summary, caught }: RoundResult) => {
      if (!head) tableHead(output);
      head = true;
      roundRow(output, summary, caught);
    },
  };
}

function summarize(
  ledger: Ledger,
  data: FederationData,
  { rounds, credit, caught, alternatives, unprotected }: FederationStory,
  accounts: readonly AccountSummary[],
  seconds: number,
): Summary {
  const rowsOf = (id: string): number => data.members.find((member) => member.id === id)?.data.rowCount ?? 0;
  return {
    origin: DEMO_ORIGIN,
    size: ledger.head.size,
    root: encodeHex(ledger.head.root),
    endpoint: {
      column: data.endpoint.valueColumn,
      threshold: data.endpoint.threshold,
      molecules: data.counts.molecules,
      test: data.test.rowCount,
    },
    institutions: CAST.map(({ id, class: kind }) => ({ id, class: kind, molecules: rowsOf(id) })),
    rounds: rounds.map(({ summary }) => summary),
    contributions: rounds.reduce((sum, { summary }) => sum + summary.accepted, 0),
    refused: caught.filter(({ code }) => code !== undefined),
    caught,
    awards: credit.awards.map(({ receipt: { digest, index }, body: { budget, reserve, lines }, status }) => ({
      id: digest,
      index,
      status,
      budget,
      reserve,
      lines,
    })),
    alternatives,
    unprotected: {
      metric: { name: 'roc-auc-mid-rank', ppm: unprotected.metricPpm },
      alternatives: unprotected.alternatives,
    },
    accounts,
    seconds: Math.round(seconds * 10) / 10,
  };
}

async function finish(
  output: Output,
  folder: string,
  summary: Summary,
  { keep }: Pick<DemoOptions, 'keep'>,
): Promise<void> {
  await writeFile(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  creditTable(output, summary);
  conclude(output, summary);
  if (keep !== undefined) howToCheck(output, keep, 'npx ledgerline');
  if (output.json) output.result(summary, '');
}

async function serveUntilStopped(
  output: Output,
  world: World,
  url: string,
  { keep }: Pick<DemoOptions, 'keep'>,
): Promise<void> {
  output.line(
    output.say({
      en: `
Open it in a browser; every verdict there is reached by the browser itself:
  ${url}/en/   (${url}/ko/ in Korean)
  ${url}/en/records   all records, each with its proof and verdict
  ${url}/verifier.html   one file that verifies without a network
The API is described by ${url}/openapi.json. Ctrl-C stops${keep === undefined ? ' and removes everything' : ''}.`,
      ko: `
브라우저로 여십시오. 판정은 모두 브라우저가 직접 내립니다.
  ${url}/ko/   (영어: ${url}/en/)
  ${url}/ko/records   모든 기록과 그 증명, 판정
  ${url}/verifier.html   네트워크 없이 검증하는 파일 하나
API 설명은 ${url}/openapi.json. Ctrl-C로 멈춥니다${keep === undefined ? ' (모두 지웁니다)' : ''}.`,
    }),
  );
  await world.untilStopped();
}
