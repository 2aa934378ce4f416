/**
 * An auditor on a real socket, of a ledger that is read over a real socket, with its folder on a real disk.
 * @module
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Auditor, openAuditor } from '../../src/node/auditor/auditor.ts';
import { createOutgoing } from '../../src/node/outgoing.ts';
import { listen } from '../../src/server/listen.ts';
import { createWitnessServer } from '../../src/server/witness/witness-server.ts';
import { createCosignedLogs } from '../../src/witness/cosigned-logs.ts';
import { createFileStates } from '../../src/witness/log-state.ts';
import { hashOrigin } from '../../src/witness/origin-hash.ts';
import { Witness } from '../../src/witness/witness.ts';
import { testWitnessKey } from '../_util/keys.ts';
import type { NaiveLedger } from '../_util/naive-ledger.ts';
import { proof } from '../_util/naive-merkle.ts';
import { type FileMap, naiveFiles } from '../_util/stored-ledger.ts';
import { type Answer, askRaw } from './_server.ts';

export const AUDITOR = testWitnessKey('auditor.example/mfds');

/** Serves the static files of a ledger, and counts who asks. */
export class StaticLog {
  files: FileMap = new Map();
  /** What every request must carry, if anything. */
  token: string | undefined;
  /** Set to answer nothing but this status. */
  status: number | undefined;
  /** Paths asked for. */
  readonly asked: string[] = [];
  /** Held back until it settles. */
  gate: Promise<void> = Promise.resolve();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      this.asked.push(request.url ?? '');
      void this.gate.then(() => {
        const bytes = this.files.get((request.url ?? '').slice(1));
        const isAllowed = this.token === undefined || request.headers.authorization === `Bearer ${this.token}`;
        response.statusCode = this.status ?? (isAllowed ? (bytes === undefined ? 404 : 200) : 401);
        response.end(response.statusCode === 200 ? bytes : '');
      });
    });
  }

  static async start(): Promise<StaticLog> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new StaticLog(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export interface Report {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** An auditor of one ledger, which can be stopped and started again on its folder. */
export class TestAuditor {
  readonly log: StaticLog;
  readonly reports: Report[] = [];
  waitMs = 20_000;
  readingToken: string | undefined;
  readonly folder: string;
  readonly #ledger: NaiveLedger;
  #running: { readonly url: string; readonly auditor: Auditor; close(): Promise<void> } | undefined;

  private constructor(ledger: NaiveLedger, log: StaticLog, folder: string) {
    this.#ledger = ledger;
    this.log = log;
    this.folder = folder;
  }

  static async start(ledger: NaiveLedger, setUp: (auditor: TestAuditor) => void = () => {}): Promise<TestAuditor> {
    const folder = await mkdtemp(join(tmpdir(), 'ledgerline-auditor-'));
    const auditor = new TestAuditor(ledger, await StaticLog.start(), folder);
    setUp(auditor);
    await auditor.restart();
    return auditor;
  }

  get copy(): string {
    return join(this.folder, 'copy', hashOrigin(this.#ledger.origin));
  }

  get stateFiles(): { state: string; stopped: string } {
    const base = join(this.folder, 'state', hashOrigin(this.#ledger.origin));
    return { state: `${base}.json`, stopped: `${base}.stopped.json` };
  }

  async restart(): Promise<void> {
    await this.#stop();
    const { origin, logKey } = this.#ledger;
    const states = createFileStates(
      join(this.folder, 'state'),
      createCosignedLogs(join(this.folder, 'auditor.pem.cosigned')),
    );
    const auditor = await openAuditor({
      logs: [
        {
          origin,
          keys: [logKey.verifier],
          url: this.log.url,
          ...(this.readingToken === undefined ? {} : { readingToken: this.readingToken }),
        },
      ],
      folder: join(this.folder, 'copy'),
      states,
      outgoing: createOutgoing({ allow: ['127.0.0.0/8'] }),
      waitMs: this.waitMs,
      now: () => Date.UTC(2026, 10, 25),
      report: (level, what, message) => this.reports.push({ ...what, level, message }),
    });
    const witness = new Witness({
      signer: AUDITOR.signer,
      logs: [{ origin, keys: [logKey.verifier] }],
      states,
      clock: { now: () => Date.UTC(2026, 10, 25) },
      examine: auditor.examine,
    });
    const { url, close } = await listen(createWitnessServer({ witness }), { host: '127.0.0.1', port: 0 });
    this.#running = { url, auditor, close };
  }

  /** Shows the ledger as it stands (and as `edit` makes it look), and asks for a cosignature. */
  async submit(
    oldSize: number,
    edit: (files: FileMap) => FileMap = (files) => files,
    ledger = this.#ledger,
  ): Promise<Answer> {
    this.log.files = edit(naiveFiles(ledger));
    return this.ask(oldSize, ledger);
  }

  /** Asks for a cosignature of the ledger as it stands. */
  ask(oldSize: number, ledger = this.#ledger): Promise<Answer> {
    const hashes = oldSize === 0 ? [] : proof(oldSize, [...ledger.records]);
    const head = [`old ${oldSize}`, ...hashes.map((hash) => Buffer.from(hash).toString('base64'))];
    const body = `${head.join('\n')}\n\n${ledger.publish()}`;
    return askRaw(this.#running?.url ?? '', '/add-checkpoint', { method: 'POST', body });
  }

  get(path: string): Promise<Answer> {
    return askRaw(this.#running?.url ?? '', path);
  }

  async close(): Promise<void> {
    await this.#stop();
    await this.log.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #stop(): Promise<void> {
    await this.#running?.close();
    await this.#running?.auditor.close();
    this.#running = undefined;
  }
}
