/**
 * Load and concurrency over real HTTP on a real folder: a statement is recorded once however often it comes, chains come out
 * whole, overload is refused before memory grows, and whatever was accepted is in the log once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { formatEnvelope, type SignedStatement } from '../../../src/core/record/record.ts';
import { parseBundle } from '../../../src/verify/bundle.ts';
import { RawConnection, statusesIn } from '../../http/_raw.ts';
import { DEPTH } from '../_depth.ts';
import { reportFault } from '../_table.ts';
import { type LoadAnswer, type Served, serveLedger } from './_served.ts';

const MIB = 2 ** 20;

/** The author keeps its receipt, which must be for its statement. */
function keepReceipt({ told }: Served, signed: SignedStatement, { bytes }: LoadAnswer): void {
  const { proof } = parseBundle(bytes);
  told.placement(signed.digest, proof.index);
  told.receipt(proof.index, bytes);
}

describe('I2: one statement', () => {
  it('submitted 1,000 times at once becomes one record, and all have the same receipt', async ({ task }) => {
    await using served = await serveLedger(1);
    const rounds = DEPTH;
    for (let round = 0; round < rounds; round++) {
      const { size } = served.ledger.head;
      const signed = served.next('steward-0');
      const answers = await Promise.all(Array.from({ length: 1000 }, () => served.post(signed)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.toSorted()).toEqual([...Array(999).fill(200), 201]);
      expect(new Set(answers.map(({ bytes }) => bytes.toString('latin1'))).size).toBe(1);
      expect(served.ledger.head.size).toBe(size + 1);
      for (const answer of answers) keepReceipt(served, signed, answer);
    }
    await served.audit();
    reportFault(task, { fault: 'one statement 1,000 times at once', tries: 1000 * rounds, detected: 0, lost: 0 });
  });
});

describe('I2: many authors at once', () => {
  it('each sends a whole chain without waiting: all of it is recorded, in its order', async ({ task }) => {
    await using served = await serveLedger(24);
    const { size } = served.ledger.head;
    const chains = served.authors.map((author) => Array.from({ length: 40 }, () => served.next(author)));
    const connections = await Promise.all(chains.map(() => RawConnection.open(served.url)));
    for (const [i, chain] of chains.entries()) connections[i]?.write(chain.map(rawPost).join(''));
    await expect
      .poll(() => connections.map(({ received }) => statusesIn(received).length), { timeout: 120_000, interval: 100 })
      .toEqual(chains.map((chain) => chain.length));
    for (const [i, chain] of chains.entries()) {
      const received = connections[i]?.received ?? '';
      expect(statusesIn(received)).toEqual(Array(chain.length).fill(201));
      const places = await Promise.all(chain.map(({ digest }) => served.ledger.find(digest)));
      const indexes = places.map((place) => place?.index ?? -1);
      expect(indexes).toEqual(indexes.toSorted((a, b) => a - b));
      for (const [n, { digest }] of chain.entries()) served.told.placement(digest, indexes[n] ?? -1);
    }
    const count = chains.flat().length;
    expect(served.ledger.head.size).toBe(size + count);
    for (const connection of connections) connection.cut();
    await served.audit();
    reportFault(task, { fault: 'many authors, each with its chain at once', tries: count, detected: 0, lost: 0 });
  });
});

describe('overload', () => {
  it('is answered 503 with Retry-After; who comes back is served; what was accepted is in the log once', async ({
    task,
  }) => {
    await using served = await serveLedger(20, { requests: 6 });
    const { size } = served.ledger.head;
    const accepted: number[] = [];
    let refused = 0;
    const submit = async (signed: SignedStatement): Promise<void> => {
      for (;;) {
        const answer = await served.post(signed);
        if (answer.status !== 503) {
          expect(answer.status).toBe(201);
          accepted.push(answer.ms);
          return keepReceipt(served, signed, answer);
        }
        refused++;
        expect(Number(answer.retryAfter)).toBeGreaterThanOrEqual(1);
        await sleep(50); // sooner than they are told to, so that the overload lasts
      }
    };
    await Promise.all(
      served.authors.map(async (author) => {
        for (let i = 0; i < 12; i++) await submit(served.next(author));
      }),
    );
    const count = served.authors.length * 12;
    expect([accepted.length, served.ledger.head.size]).toEqual([count, size + count]);
    expect(refused).toBeGreaterThan(count / 4);
    await served.audit();
    console.info(`overload: ${count} accepted, ${refused} told to come back; accepted ${percentiles(accepted)}`);
    reportFault(task, { fault: 'overload, by requests', tries: count + refused, detected: refused, lost: 0 });
  });

  it('by large bodies is refused before memory grows: 60 batches of 12 MiB at once', async ({ task }) => {
    await using served = await serveLedger(1, { bodyBytes: 24 * MIB });
    const body = Buffer.alloc(12 * MIB - 2, 0x20);
    body[0] = 0x5b;
    const head = `POST /api/v1/statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${12 * MIB}\r\n\r\n`;
    const connections = await Promise.all(Array.from({ length: 60 }, () => RawConnection.open(served.url)));
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    }, 5);
    for (const connection of connections) {
      connection.write(head);
      connection.write(body); // one buffer for all; the last two bytes never come
    }
    await expect
      .poll(() => connections.filter(({ received }) => statusesIn(received).includes(503)).length, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(58);
    clearInterval(watch);
    const signed = served.next('steward-0');
    // On a machine that is busy itself, one of those that hold the room may still be let go: an honest client comes again.
    let answer = await served.post(signed);
    for (let tries = 0; answer.status === 503 && tries < 60; tries++) {
      await sleep(500);
      answer = await served.post(signed);
    }
    expect(answer.status).toBe(201);
    keepReceipt(served, signed, answer);
    for (const connection of connections) connection.cut();
    console.info(`large bodies: 720 MiB offered, buffers grew by ${Math.round(peak / MIB)} MiB at most`);
    expect(peak).toBeLessThan(200 * MIB);
    await served.audit();
    reportFault(task, { fault: 'overload, by large bodies', tries: 60, detected: 58, lost: 0 });
  });
});

function rawPost(signed: SignedStatement): string {
  const body = JSON.stringify(formatEnvelope(signed));
  return `POST /api/v1/statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

function percentiles(ms: readonly number[]): string {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    `${sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.toFixed(0)} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}`;
}
