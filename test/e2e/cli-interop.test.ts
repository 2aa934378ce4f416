/**
 * What other programmes make of our files: openssl checks a signature, coreutils the digests.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { foundAndServe, ORIGIN, readJson, SECRETARIAT, safetensors, TASK } from '../_util/cli-consortium.ts';

const has = (command: string): boolean => spawnSync(command, ['--version']).error === undefined;
const HAS_OPENSSL = has('openssl');
const HAS_COREUTILS = has('sha256sum');
for (const [name, isThere] of [
  ['openssl', HAS_OPENSSL],
  ['sha256sum', HAS_COREUTILS],
] as const)
  if (!isThere) console.warn(`SKIPPED: ${name} is not on the PATH`);

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

function shell(command: string, cwd = desk.folder): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' });
  return status === 0 ? stdout : `exit ${status}: ${stdout}${stderr}`;
}

interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** DSSE's pre-authentication encoding: what is signed. */
function pae(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload]);
}

describe.skipIf(!HAS_OPENSSL)('I3: openssl verifies what an institution signed', () => {
  const KEYS: Record<string, string> = {
    ed25519: 'pkeyutl -verify -pubin -inkey public.pem -rawin -in pae.bin -sigfile sig.bin',
    'ecdsa-p256': 'dgst -sha256 -verify public.pem -signature sig.bin pae.bin',
    'ecdsa-p384': 'dgst -sha384 -verify public.pem -signature sig.bin pae.bin',
  };
  beforeAll(async () => {
    await foundAndServe(desk);
    await writeFile(desk.path('draft.json'), JSON.stringify({ kind: 'task', body: TASK }));
  });

  test.each(Object.keys(KEYS))('%s', async (algorithm) => {
    const id = `member-${algorithm}`;
    const own = ['--as', id, '--key', `${id}.pem`];
    const { publicKey, keyId } = (
      await desk.json<{ publicKey: string; keyId: string }>(['key', 'new', `${id}.pem`, '--algorithm', algorithm])
    ).value;
    const request = ['enrol', 'request', '--origin', ORIGIN, '--class', 'biotech', '--out', `${id}.enrol.json`];
    await desk.ok([...request, ...own]);
    await desk.ok(['enrol', 'admit', `${id}.enrol.json`, ...SECRETARIAT]);
    await desk.ok(['sign', 'draft.json', ...own, '--out', `${id}.env.json`]);

    const { payload, payloadType, signatures } = await readJson<Envelope>(desk, `${id}.env.json`);
    const message = pae(payloadType, Buffer.from(payload, 'base64'));
    await writeFile(desk.path('public.pem'), publicKey);
    await writeFile(desk.path('sig.bin'), Buffer.from(signatures[0]?.sig ?? '', 'base64'));
    await writeFile(desk.path('pae.bin'), message);
    expect(shell(`openssl ${KEYS[algorithm]}`)).toMatch(/Verified (OK|Successfully)/);
    message[40] = (message[40] ?? 0) ^ 1;
    await writeFile(desk.path('pae.bin'), message);
    expect(shell(`openssl ${KEYS[algorithm]}`)).toMatch(/^exit 1: /);

    expect(shell('openssl pkey -pubin -in public.pem -outform DER | sha256sum')).toContain(keyId);
    expect(shell(`openssl pkey -in ${id}.pem -pubout`)).toBe(publicKey);
  });
});

describe.skipIf(!HAS_COREUTILS)('digests are those of coreutils', () => {
  test('file, folder, safetensors', async () => {
    await mkdir(desk.path('set', 'deep'), { recursive: true });
    await writeFile(desk.path('set', 'a.csv'), 'smiles,value\nCCO,1\n');
    await writeFile(desk.path('set', 'deep', '한글.csv'), 'smiles,value\nCCN,0\n');
    await writeFile(desk.path('w.safetensors'), safetensors([1, 2, 3]));
    const digest = async (path: string) => (await desk.json<Record<string, string | number>>(['digest', path])).value;
    const sum = (command: string, cwd?: string): string => shell(command, cwd).slice(0, 64);

    expect(await digest('set/a.csv')).toEqual({ path: 'set/a.csv', sha256: sum('sha256sum set/a.csv'), sizeBytes: 19 });
    const lines = "find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum";
    expect(await digest('set')).toEqual({
      path: 'set',
      dirHash: sum(`${lines} | sha256sum`, desk.path('set')),
      files: 2,
      sizeBytes: 38,
    });
    const tensor = sum('tail -c 12 w.safetensors | sha256sum');
    expect(await digest('w.safetensors')).toEqual({
      path: 'w.safetensors',
      sha256: sum('sha256sum w.safetensors'),
      tensorSet: sum(`printf '%s' '[["w","F32",[3],"${tensor}"]]' | sha256sum`),
      sizeBytes: expect.any(Number),
    });
  });
});
