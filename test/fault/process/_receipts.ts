/**
 * The submitters of one served ledger: what they submitted over HTTP, and what they were told.
 * @module
 */
import { expect, vi } from 'vitest';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { parseBundle } from '../../../src/verify/bundle.ts';
import { auditAfterFault } from '../_audit.ts';
import { folderFiles } from '../_files.ts';
import { Told } from '../_told.ts';
import { type Answer, Connection } from './_connection.ts';

interface BatchAnswer {
  readonly items: readonly { readonly status: number; readonly id: string; readonly index?: number }[];
  readonly checkpoint?: string;
}

const PUBLISHED: readonly number[] = [200, 201];
/** Longest that tidying up takes, milliseconds, on a machine that is busy with other things. */
const TIDY_MS = 5000;
/** `stopped` and `busy`: whether the statement was recorded is not known. */
const NO_ANSWER = 503;

export class Receipts {
  readonly told = new Told();
  /** Submitted at least once; of each author in the order of its chain. */
  readonly submitted: SignedStatement[] = [];

  /** The submitted statements that nobody was told to be recorded, in order. */
  get unanswered(): SignedStatement[] {
    return this.submitted.filter(({ digest }) => !this.told.placements.has(digest));
  }

  /** Submits `statements` in one request and remembers the answer. Undefined when none came, or only a part of it. */
  async submit(connection: Connection, statements: readonly SignedStatement[]): Promise<Answer | undefined> {
    const answer = await connection.submit(statements);
    if (answer === undefined || answer.status === NO_ANSWER) return answer;
    const [only, ...others] = statements;
    if (only !== undefined && others.length === 0) this.#keepBundle(only.digest, answer);
    else this.#keepBatch(answer);
    return answer;
  }

  /** Asks a ledger that serves for the receipt of all that was told, also of what was told by its index alone. */
  async collect(connection: Connection): Promise<ReadonlyMap<number, Uint8Array>> {
    const served = new Map<number, Uint8Array>();
    for (const digest of [...this.told.placements.keys()]) {
      const answer = await receiptOf(connection, digest);
      served.set(this.#keepBundle(digest, answer), answer.body);
    }
    return served;
  }

  /**
   * Holds a ledger that serves to what was told before it started; then lets `resubmit` do its work, and audits the folder.
   * A server tidies up after it has answered, so the audit waits for that.
   */
  async audit(
    url: string,
    { folder, policy }: { readonly folder: string; readonly policy: string },
    resubmit: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    const { told } = this;
    const served = await Connection.use(url, (connection) => this.collect(connection));
    await resubmit();
    const digests = new Map([...told.placements].map(([digest, index]) => [index, digest]));
    const audit = async (connection: Connection) => {
      const bundleOf = async (index: number): Promise<Uint8Array> =>
        served.get(index) ?? (await receiptOf(connection, digests.get(index) ?? '')).body;
      return auditAfterFault({ files: await folderFiles(folder), policy, told, bundleOf });
    };
    await vi.waitFor(() => Connection.use(url, audit), { timeout: TIDY_MS });
  }

  #keepBatch({ status, body }: Answer): void {
    expect(status, body.toString()).toBe(200);
    const { items, checkpoint } = JSON.parse(body.toString()) as BatchAnswer;
    for (const { status: each, id, index } of items) {
      if (each === NO_ANSWER) continue;
      expect(PUBLISHED, body.toString()).toContain(each);
      this.told.placement(id, index ?? -1);
    }
    if (checkpoint !== undefined) this.told.note(checkpoint);
  }

  /** Returns the index. */
  #keepBundle(digest: string, { status, body }: Answer): number {
    expect(PUBLISHED, `the receipt of ${digest}: ${body}`).toContain(status);
    const { index } = parseBundle(body).proof;
    this.told.placement(digest, index);
    this.told.receipt(index, body);
    return index;
  }
}

async function receiptOf(connection: Connection, digest: string): Promise<Answer> {
  const answer = await connection.get(`/api/v1/bundles/${digest}`);
  if (answer === undefined) throw new Error(`the connection ended before the receipt of ${digest}`);
  return answer;
}
