/**
 * The load: a process of its own that posts prepared bodies, each connection one after the other, and tells how long each
 * answer took. `load.ts` starts it.
 * @module
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { LoadOrder, LoadReport } from './load.ts';
import { decodeBodies } from './load-file.ts';

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (report) => process.send?.(report),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});

async function run({ url, file, lanes, expect }: LoadOrder): Promise<LoadReport> {
  const bodies = decodeBodies(readFileSync(file));
  const latencies: number[] = [];
  const answers: Answer[] = [];
  const target = new URL(url);
  const lane = async ({ start, end }: { start: number; end: number }): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const body of bodies.slice(start, end)) {
      const began = performance.now();
      answers.push(await post(target, agent, body));
      latencies.push(performance.now() - began);
    }
    agent.destroy();
  };
  const began = performance.now();
  await Promise.all(lanes.map(lane));
  const seconds = (performance.now() - began) / 1000;
  for (const answer of answers) check(answer, expect);
  return { seconds, latencies };
}

function post({ hostname, port, pathname }: URL, agent: Agent, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const sent = request({ hostname, port, path: pathname, method: 'POST', headers, agent }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces) }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Not part of any time: every statement was recorded now. */
function check({ status, body }: Answer, expect: LoadOrder['expect']): void {
  const text = (): string => `${status} ${body.subarray(0, 300).toString()}`;
  if (status !== expect.status) throw new Error(`the server answered ${text()}`);
  if (!expect.items) return;
  const { items } = JSON.parse(body.toString()) as { readonly items: readonly { readonly status: number }[] };
  if (items.some((item) => item.status !== 201)) throw new Error(`the server answered ${text()}`);
}
