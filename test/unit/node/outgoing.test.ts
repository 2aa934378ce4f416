/**
 * Requests that our processes make: where they may go, and what they put up with. Real servers on the loopback interface.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createOutgoing, type OutgoingRequest } from '../../../src/node/outgoing.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${portOf(server)}`;
}

function portOf(server: { address(): unknown }): number {
  return Number(Object(server.address()).port);
}

const LOOPBACK = createOutgoing({ allow: ['127.0.0.0/8', '::1'] });
const get = (url: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  ...{ method: 'GET', url, timeoutMs: 5000, maxBytes: 1000 },
  ...more,
});

describe('where requests go', () => {
  it.each([
    ['http://127.0.0.1:9/', 'a loopback address'],
    ['https://127.0.0.1:9/', 'https to a loopback address'],
    ['https://localhost:9/', 'a name of a loopback address'],
    ['https://[::1]:9/', 'its IPv6 twin'],
    ['https://[::ffff:127.0.0.1]:9/', 'an IPv4 address in IPv6 clothes'],
    ['https://[64:ff9b::7f00:1]:9/', 'one behind a translator'],
    ['https://2130706433:9/', 'a loopback address as one number'],
    ['https://0x7f.1:9/', 'and in hexadecimal'],
    ['https://10.1.2.3/', 'a private address'],
    ['https://172.31.255.255/', 'another'],
    ['https://192.168.0.1/', 'and another'],
    ['https://169.254.169.254/latest/meta-data', 'the metadata of a cloud'],
    ['https://100.64.0.1/', 'the inside of a carrier'],
    ['https://[fd00::1]/', 'a private IPv6 address'],
    ['https://[fe80::1]/', 'a link'],
    ['https://0.0.0.0/', 'no address'],
    ['https://224.0.0.1/', 'a group'],
    ['http://93.184.216.34/', 'plain http to a public address'],
    ['ftp://93.184.216.34/', 'another protocol'],
    ['file:///etc/passwd', 'a file'],
    ['https://user:word@93.184.216.34/', 'a password'],
    ['not a url', 'no URL'],
  ])('%s is refused: %s', async (url) => {
    await expect(createOutgoing()(get(url))).rejects.toMatchObject({ code: 'outgoing-refused' });
  });

  it('reaches what the configuration allows', async () => {
    const url = await serve((request, response) => response.end(`${request.method} ${request.headers.host}`));
    const answer = await LOOPBACK(get(url));
    expect([answer.status, Buffer.from(answer.bytes).toString()]).toEqual([200, `GET ${new URL(url).host}`]);
  });

  it.each(['127.0.0.0/33', '::1/129', 'localhost', '10.0.0.0/a', '1.2.3', ''])('refuses to allow %s', (subnet) => {
    expect(() => createOutgoing({ allow: [subnet] })).toThrow(expect.objectContaining({ code: 'bad-config' }));
  });
});

describe('what it puts up with', () => {
  it('posts bytes with their length', async () => {
    const url = await serve((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () =>
        response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(Buffer.concat(parts)),
      );
    });
    const answer = await LOOPBACK(get(url, { method: 'POST', body: Buffer.from('old 0\n') }));
    expect(answer).toMatchObject({ status: 409, contentType: 'text/x.tlog.size' });
    expect(Buffer.from(answer.bytes).toString()).toBe('old 0\n');
  });

  it('follows no redirect', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end());
    expect(await LOOPBACK(get(url))).toMatchObject({ status: 302 });
  });

  it('cuts an answer that is too long, and one that never ends', async () => {
    const long = await serve((_, response) => response.end(Buffer.alloc(10_000_000)));
    await expect(LOOPBACK(get(long))).rejects.toMatchObject({ code: 'unexpected-answer' });
    const endless = await serve((_, response) => {
      const more = (): void => void (response.destroyed || response.write(Buffer.alloc(100), () => setImmediate(more)));
      more();
    });
    await expect(LOOPBACK(get(endless))).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  it('does not wait for ever, for the first byte or for the last', async () => {
    const mute = await serve(() => {});
    await expect(LOOPBACK(get(mute, { timeoutMs: 50 }))).rejects.toMatchObject({ code: 'unreachable' });
    const slow = await serve((_, response) => void response.write('a'));
    await expect(LOOPBACK(get(slow, { timeoutMs: 50 }))).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('says who cannot be reached, and what does not speak HTTP', async () => {
    const rude = createTcpServer((socket) => socket.end('SSH-2.0\r\n'));
    open.push(rude);
    await new Promise<void>((done) => rude.listen(0, '127.0.0.1', done));
    await expect(LOOPBACK(get(`http://127.0.0.1:${portOf(rude)}/`))).rejects.toMatchObject({ code: 'unreachable' });
    await expect(LOOPBACK(get('http://127.0.0.1:1/'))).rejects.toMatchObject({ code: 'unreachable' });
    await expect(createOutgoing()(get('https://no-such-name.invalid/'))).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('takes half an answer for none', async () => {
    const half = createTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc'));
    open.push(half);
    await new Promise<void>((done) => half.listen(0, '127.0.0.1', done));
    await expect(LOOPBACK(get(`http://127.0.0.1:${portOf(half)}/`))).rejects.toMatchObject({ code: 'unreachable' });
  });
});
