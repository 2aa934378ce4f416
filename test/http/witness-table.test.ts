/**
 * The requests that other witnesses are tested with (torchwood's litewitness, Sunlight's TestAddCheckpoint, transparency-dev's
 * witness), made anew with keys and trees of our own, in one sequence as there; what is expected is what the specification says.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_ROOT } from '../../src/core/merkle/hash.ts';
import { testLogKey } from '../_util/keys.ts';
import { mth } from '../_util/naive-merkle.ts';
import { type Edit, WitnessedLog } from '../_util/witnessed-log.ts';
import { askRaw } from './_server.ts';
import { COSIGNED_AT, cosignedAt, startWitness, type TestWitness } from './_witness.ts';

const LOG = new WitnessedLog('log.example/any', 12);
const FORK = LOG.fork(2);
const STRANGER = new WitnessedLog('log.example/stranger', 12);
const IMPOSTOR = testLogKey(LOG.origin, 'another key with the name of the log');
const WRONG = Buffer.alloc(32, 7).toString('base64');

/** Changes one base64 character inside the signature of the last line. */
function withWrongSignature(body: string): string {
  const at = body.length - 20;
  return `${body.slice(0, at)}${body[at] === 'A' ? 'B' : 'A'}${body.slice(at + 1)}`;
}

interface Row {
  readonly name: string;
  readonly body: string | Uint8Array;
  readonly status: number;
  /** What a 409 tells, or the code of a problem. */
  readonly says?: string;
}

const request = (oldSize: number, size: number, edit?: Edit, proof?: readonly string[]): string =>
  LOG.request(oldSize, size, edit, proof);

const ROWS: readonly Row[] = [
  // Nothing cosigned yet.
  {
    name: 'a proof where there must be none',
    body: request(0, 1, {}, [WRONG]),
    status: 422,
    says: 'bad-consistency-proof',
  },
  { name: 'an old size that was never cosigned', body: request(1, 3), status: 409, says: '0\n' },
  { name: 'the first checkpoint, at size 1', body: request(0, 1), status: 200 },
  // Cosigned: 1.
  { name: 'a wrong signature', body: withWrongSignature(request(1, 3)), status: 403, says: 'bad-note-signature' },
  { name: 'a log that is not watched', body: STRANGER.request(1, 3), status: 404, says: 'witness-unknown-log' },
  {
    name: 'a log that is not watched, with a wrong signature: the name is looked at first',
    body: withWrongSignature(STRANGER.request(1, 3)),
    status: 404,
  },
  {
    name: 'a signature by a key that only has the name of the log',
    body: request(1, 3, { signers: [IMPOSTOR] }),
    status: 403,
    says: 'unverified-note',
  },
  {
    name: 'a signature by the key of another log',
    body: request(1, 3, { signers: [STRANGER.key] }),
    status: 403,
    says: 'unverified-note',
  },
  { name: 'no proof', body: request(1, 3, {}, []), status: 422, says: 'bad-consistency-proof' },
  { name: 'a proof with a wrong hash', body: request(1, 3, {}, [LOG.proof(1, 3)[0] ?? '', WRONG]), status: 422 },
  { name: 'a proof with a hash too many', body: request(1, 3, {}, [...LOG.proof(1, 3), WRONG]), status: 422 },
  {
    name: 'I11: another root at the same size',
    body: FORK.request(1, 1, { root: mth([Buffer.from('x')]) }, []),
    status: 422,
  },
  { name: 'the same checkpoint again', body: request(1, 1), status: 200 },
  { name: 'the same checkpoint with a proof', body: request(1, 1, {}, [WRONG]), status: 422 },
  {
    name: 'growth to size 3, among signatures of others',
    body: request(1, 3, { signers: [IMPOSTOR, LOG.key] }),
    status: 200,
  },
  // Cosigned: 3.
  { name: 'an old size that is past', body: request(1, 5), status: 409, says: '3\n' },
  {
    name: 'an old size that is past, with a proof that does not hold: the size is looked at first',
    body: request(1, 5, {}, [WRONG]),
    status: 409,
    says: '3\n',
  },
  {
    name: 'I11: a second history, signed with the key of the log',
    body: FORK.request(3, 5),
    status: 422,
    says: 'bad-consistency-proof',
  },
  { name: 'I11: a second history at the size cosigned', body: FORK.request(3, 3), status: 422 },
  { name: 'growth to size 5', body: request(3, 5), status: 200 },
  // Cosigned: 5.
  { name: 'old 0, to learn the size', body: request(0, 5), status: 409, says: '5\n' },
  {
    name: 'a smaller checkpoint from the size cosigned',
    body: request(5, 3, {}, []),
    status: 400,
    says: 'bad-add-checkpoint',
  },
  { name: 'a smaller checkpoint from its own size', body: request(3, 3), status: 409, says: '5\n' },
  {
    name: 'size 0 with another root, after larger ones',
    body: request(0, 0, { root: Buffer.alloc(32, 1) }),
    status: 422,
  },
  { name: 'size 0, after larger ones', body: request(0, 0), status: 409, says: '5\n' },
  {
    name: 'a note without signatures',
    body: request(5, 5).split('\n').slice(0, -3).join('\n').concat('\n'),
    status: 400,
  },
  { name: 'a size in words', body: request(5, 5).replace('\n5\n', '\nfive\n'), status: 400, says: 'bad-integer' },
  { name: 'a root of 31 bytes', body: request(5, 6, { root: Buffer.alloc(31) }), status: 400, says: 'bad-base64' },
  { name: 'no empty line', body: 'old 5\nlog.example/any\n', status: 400, says: 'bad-add-checkpoint' },
  { name: 'an old line without its word', body: request(5, 6).replace('old ', ''), status: 400 },
  { name: 'another word', body: request(5, 6).replace('old', 'Old'), status: 400 },
  { name: 'an old size with a zero in front', body: request(5, 6).replace('old 5', 'old 05'), status: 400 },
  { name: 'an old size with a sign', body: request(5, 6).replace('old 5', 'old +5'), status: 400 },
  { name: 'an old size with words after it', body: request(5, 6).replace('old 5', 'old 5 5'), status: 400 },
  { name: 'an old size that no number holds', body: request(5, 6).replace('old 5', `old ${2n ** 64n}`), status: 400 },
  { name: 'a proof that is not base64', body: request(5, 6, {}, ['not base64']), status: 400, says: 'bad-base64' },
  { name: 'a proof hash of 31 bytes', body: request(5, 6, {}, [Buffer.alloc(31).toString('base64')]), status: 400 },
  {
    name: 'a proof of 64 hashes',
    body: request(
      5,
      6,
      {},
      Array.from({ length: 64 }, () => WRONG),
    ),
    status: 400,
  },
  {
    name: 'a proof of 63 hashes: well-formed, and wrong',
    body: request(
      5,
      6,
      {},
      Array.from({ length: 63 }, () => WRONG),
    ),
    status: 422,
  },
  { name: 'line ends of Windows', body: request(5, 6).replaceAll('\n', '\r\n'), status: 400 },
  {
    name: 'no UTF-8',
    body: Buffer.concat([Buffer.from('old 5\n\n'), Buffer.alloc(40, 0xff)]),
    status: 400,
    says: 'bad-utf8',
  },
  { name: 'nothing at all', body: '', status: 400, says: 'bad-add-checkpoint' },
  // After all of this the memory is where it was.
  {
    name: 'growth to size 6, with an extension line',
    body: request(5, 6, { extensions: ['of a log of its own kind'] }),
    status: 200,
  },
  { name: 'growth to size 12, from an odd size', body: request(6, 12), status: 200 },
];

describe('the request table', () => {
  let witness: TestWitness;
  beforeAll(async () => {
    witness = await startWitness({ logs: [LOG] });
  });
  afterAll(() => witness.close());

  it.each(ROWS)('$status: $name', async ({ body, status, says }) => {
    const answer = await witness.add(body);
    expect([answer.status, answer.text.slice(0, 300)]).toEqual([status, expect.any(String)]);
    expect(answer.headers['cache-control']).toBe('no-store');
    if (status === 200) {
      const note = String(body).slice(String(body).indexOf('\n\n') + 2);
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(answer.text).toMatch(/^— witness\.example\/mfds [A-Za-z0-9+/=]+\n$/);
      expect(cosignedAt(note, answer.text, witness.key)).toBe(COSIGNED_AT);
    } else if (status === 409) {
      expect([answer.headers['content-type'], answer.text]).toEqual(['text/x.tlog.size', says]);
    } else {
      expect(answer.headers['content-type']).toContain('application/problem+json');
      if (says !== undefined) expect(answer.json).toMatchObject({ code: says, status });
    }
  });

  it('ends at what was cosigned last', async () => {
    expect((await witness.states.load(LOG.origin)).size).toBe(12);
  });
});

describe('size 0', () => {
  it('is cosigned, shown, and grown from without a proof', async () => {
    const witness = await startWitness({ logs: [LOG] });
    expect((await witness.add(LOG.request(0, 0, { root: Buffer.alloc(32, 1) }))).status).toBe(422);
    expect((await witness.add(LOG.request(0, 0))).status).toBe(200);
    expect((await witness.latest(LOG.origin)).text.split('\n').slice(1, 3)).toEqual([
      '0',
      Buffer.from(EMPTY_ROOT).toString('base64'),
    ]);
    expect((await witness.add(LOG.request(0, 5, {}, [WRONG]))).status).toBe(422);
    expect((await witness.add(LOG.request(0, 5))).status).toBe(200);
    await witness.close();
  });
});

describe('the monitoring path', () => {
  it('shows the newest checkpoint with the signatures of log and witness, and of nobody else', async () => {
    const witness = await startWitness({ logs: [LOG] });
    expect((await witness.latest(LOG.origin)).status).toBe(404);
    const body = LOG.request(0, 7, { signers: [IMPOSTOR, LOG.key, STRANGER.key] });
    const { text: line } = await witness.add(body);
    const { status, text, headers } = await witness.latest(LOG.origin);
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(text).toBe(`${LOG.note(7)}${line}`);
    await witness.close();
  });

  it('is named by the SHA-256 of the origin, in one spelling', async () => {
    const witness = await startWitness({ logs: [LOG] });
    await witness.add(LOG.request(0, 1));
    const hash = createHash('sha256').update(LOG.origin).digest('hex');
    const get = async (path: string): Promise<number> => (await askRaw(witness.url, path)).status;
    expect(await get(`/${hash}/checkpoint`)).toBe(200);
    for (const path of [`/${hash.toUpperCase()}/checkpoint`, `/${hash}`, `/${hash}/`, '/x/checkpoint', '/checkpoint'])
      expect([path, await get(path)]).toEqual([path, 404]);
    await witness.close();
  });
});

describe('logs of other kinds', () => {
  it('may sign under a name that is not their origin, as the Go checksum database does', async () => {
    const log = new WitnessedLog('go.sum database tree', 4, testLogKey('sum.example'));
    const witness = await startWitness({ logs: [log] });
    expect((await witness.add(log.request(0, 4))).status).toBe(200);
    await witness.close();
  });

  it('may change their key, with both listed', async () => {
    const next = testLogKey(LOG.origin, 'the key after it');
    const watched = [{ origin: LOG.origin, keys: [LOG.key.verifier, next.verifier] }];
    const witness = await startWitness({ logs: [], watched });
    const statuses = [
      await witness.add(LOG.request(0, 2)),
      await witness.add(LOG.request(2, 3, { signers: [LOG.key, next] })),
      await witness.add(LOG.request(3, 4, { signers: [next] })),
      await witness.add(withWrongSignature(LOG.request(4, 5, { signers: [LOG.key, next] }))),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 403]);
    await witness.close();
  });

  it('do not share a memory', async () => {
    const witness = await startWitness({ logs: [LOG, STRANGER] });
    expect((await witness.add(LOG.request(0, 5))).status).toBe(200);
    expect((await witness.add(STRANGER.request(5, 6))).text).toBe('0\n');
    expect((await witness.add(STRANGER.request(0, 2))).status).toBe(200);
    expect((await witness.add(LOG.request(5, 6))).status).toBe(200);
    await witness.close();
  });
});
