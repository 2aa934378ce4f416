/**
 * I7, I8: confidential values at a desk: sealed, recorded as one digest, handed to readers, opened offline, erased. The page about it
 * is followed with processes; what else is asked of the commands runs in this one.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk, type Serving } from '../_util/cli.ts';
import {
  admit,
  foundAndServe,
  modelDraft,
  openRound,
  readJson,
  SECRETARIAT,
  safetensors,
} from '../_util/cli-consortium.ts';
import { blocksOf, missingLines, runBlocks } from '../_util/doc-session.ts';

const HEX = expect.stringMatching(/^[0-9a-f]{64}$/);
const FIELDS = { donors: 41, site: 'ward 7', scores: [{ aucPpm: 910_000 }, { aucPpm: 870_000 }] };

let desk: Desk;
let serving: Serving;
let digest: string;
let snuh: string[];
beforeAll(async () => {
  desk = await Desk.open();
  serving = await foundAndServe(desk);
  snuh = await admit(desk.here, 'snuh');
  await openRound(desk, ['snuh']);
  await writeFile(desk.path('update.safetensors'), safetensors([0.125, 0.75]));
  await desk.here.ok(['contribute', 'update.safetensors', '--round', 'r1', '--samples', '895', ...snuh]);
  await copyFile(desk.path('update.openings.json'), desk.path('kept.openings.json'));
  for (const name of ['regulator', 'auditor', 'stranger']) {
    const algorithm = name === 'auditor' ? ['--algorithm', 'ecdh-p256'] : [];
    await desk.here.ok(['key', 'new', `${name}.pem`, '--purpose', 'seal', ...algorithm]);
  }
  await writeFile(desk.path('facts.json'), JSON.stringify(FIELDS, null, 2));
  const words = ['seal', 'facts.json', '--to', 'regulator.pub.pem', '--to', 'auditor.pub.pem'];
  digest = (await desk.here.json<{ digest: string }>(words)).value.digest;
  await recordDigest(digest, 'facts.proof.json');
});
afterAll(() => desk?.close());

/** Records a statement whose body names the digest, and keeps its proof: a model whose architecture it is. */
async function recordDigest(named: string, proof: string): Promise<void> {
  const sha256 = createHash('sha256').update(proof).digest('hex');
  const draft = modelDraft({ sha256, tensorSet: sha256, sizeBytes: 1 });
  const body = { ...draft.body, model: `model-${named.slice(0, 8)}`, architecture: named };
  await writeFile(desk.path('model.json'), JSON.stringify({ ...draft, body }));
  await desk.here.ok(['sign', 'model.json', ...SECRETARIAT, '--out', `${proof}.env.json`]);
  await desk.here.ok(['submit', `${proof}.env.json`, '--out', proof]);
}

const openWith = (...words: string[]) => desk.here.json(['open', 'facts.disclosures.jwe.json', ...words]);
const SEALED = ['--sealed', 'facts.sealed.json'];
const PROVEN = [...SEALED, '--proof', 'facts.proof.json'];
const REGULATOR = ['--key', 'regulator.pem'];

describe('seal', () => {
  test('the digest is that of the file; what is public shows no value, no name and no number of fields', async () => {
    const sealed = await readFile(desk.path('facts.sealed.json'));
    expect(createHash('sha256').update(sealed).digest('hex')).toBe(digest);
    expect((await readJson<{ _sd: string[] }>(desk, 'facts.sealed.json'))._sd).toHaveLength(8);
    for (const name of ['facts.sealed.json', 'facts.disclosures.jwe.json'])
      expect(await readFile(desk.path(name), 'utf8')).not.toMatch(/donors|ward 7|910000/);
    expect((await stat(desk.path('facts.disclosures.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(desk.path('regulator.pem'))).mode & 0o777).toBe(0o600);
  });

  test('I7: eight fields get decoys too, and no two seals of the same fields share a digest', async () => {
    await writeFile(desk.path('eight.json'), JSON.stringify(Object.fromEntries([...'abcdefgh'].map((x) => [x, 1]))));
    const { value } = await desk.here.json(['seal', 'eight.json', '--out', 'one']);
    expect(value).toEqual({
      digest: HEX,
      digests: 16,
      disclosures: 'one.disclosures.json',
      sealed: 'one.sealed.json',
      readers: [],
    });
    await desk.here.ok(['seal', 'eight.json', '--out', 'two']);
    const [one, two] = await Promise.all(
      ['one', 'two'].map(async (name) => (await readJson<{ _sd: string[] }>(desk, `${name}.sealed.json`))._sd),
    );
    expect(one?.filter((each) => two?.includes(each))).toEqual([]);
  });

  test('overwrites nothing, and leaves nothing behind that is only half of it', async () => {
    await writeFile(desk.path('half.sealed.json'), 'precious');
    const { code, value } = await desk.here.json(['seal', 'facts.json', '--out', 'half']);
    expect({ code, problem: value['code'] }).toEqual({ code: 8, problem: 'file-exists' });
    expect(existsSync(desk.path('half.disclosures.json'))).toBe(false);
    expect(await readFile(desk.path('half.sealed.json'), 'utf8')).toBe('precious');
  });

  test('refuses signing keys, a reader twice, and what are no fields', async () => {
    const { value: shown } = await desk.here.json<{ publicKey: string }>(['key', 'show', 'snuh.pem']);
    await writeFile(desk.path('snuh.public.pem'), shown.publicKey);
    await writeFile(desk.path('list.json'), '[1]');
    await writeFile(desk.path('half.json'), '{"share":0.5}');
    const reader = ['--to', 'regulator.pub.pem'];
    const answers = await Promise.all([
      desk.here.json(['seal', 'facts.json', '--out', 'x', '--to', 'snuh.public.pem']),
      desk.here.json(['seal', 'facts.json', '--out', 'x', ...reader, ...reader]),
      desk.here.json(['seal', 'list.json', '--out', 'x']),
      desk.here.json(['seal', 'half.json', '--out', 'x']),
      desk.here.json(['seal', 'none.json', '--out', 'x']),
    ]);
    expect(answers.map(({ code, value }) => [code, value['code']])).toEqual([
      [2, 'bad-sealing-key'],
      [2, 'bad-sealing-key'],
      [2, 'bad-fields'],
      [2, 'json-not-canonical'],
      [5, 'file-not-found'],
    ]);
    expect(existsSync(desk.path('x.disclosures.json'))).toBe(false);
  });
});

describe('key --purpose seal', () => {
  test('shows the key again, and is neither taken for a signing key nor signs', async () => {
    const { value } = await desk.here.json(['key', 'show', 'regulator.pem', '--purpose', 'seal']);
    expect(value).toMatchObject({ algorithm: 'x25519', keyId: expect.stringMatching(/^[\w-]{43}$/) });
    expect(value['publicKey']).toBe(await readFile(desk.path('regulator.pub.pem'), 'utf8'));
    expect(existsSync(desk.path('regulator.signer.json'))).toBe(false);
    expect((await desk.here.json(['key', 'show', 'regulator.pem'])).value['code']).toBe('bad-private-key');
    const twice = await desk.here.json(['key', 'new', 'regulator.pem', '--purpose', 'seal']);
    expect(twice).toMatchObject({ code: 8, value: { code: 'key-file-exists' } });
    expect((await desk.here.json(['key', 'new', 'y.pem', '--purpose', 'seal', '--algorithm', 'ed25519'])).code).toBe(2);
    expect((await desk.here.json(['key', 'new', 'y.pem', '--purpose', 'seal', '--signer', 'Lee'])).code).toBe(2);
    expect(existsSync(desk.path('y.pem'))).toBe(false);
  });
});

describe('open', () => {
  test('each reader, and the institution itself: VERIFIED', async () => {
    const expected = { code: 0, value: { verdict: 'VERIFIED', values: FIELDS, places: ['/body/architecture'] } };
    expect(await openWith(...REGULATOR, ...PROVEN)).toMatchObject(expected);
    expect(await openWith('--key', 'auditor.pem', ...PROVEN)).toMatchObject(expected);
    expect(await desk.here.json(['open', 'facts.disclosures.json', ...PROVEN])).toMatchObject(expected);
    const text = await desk.here.ok(['open', 'facts.disclosures.jwe.json', ...REGULATOR, ...PROVEN]);
    expect(text).toMatch(/^VERIFIED\n/);
    expect(text).toContain('\n  donors: 41\n');
  });

  test('I8: the ledger need not be there', async () => {
    const away = { env: { LEDGERLINE_LEDGER: 'http://127.0.0.1:1' } };
    const words = ['open', 'facts.disclosures.jwe.json', ...REGULATOR, ...PROVEN];
    expect(await desk.here.json(words, away)).toMatchObject({ code: 0 });
  });

  test('I9: no proof, no policy, another key: CANNOT TELL', async () => {
    const none = { env: { LEDGERLINE_TRUST: '' } };
    const [alone, unsure, stranger] = await Promise.all([
      openWith(...REGULATOR, ...SEALED),
      desk.here.json(['open', 'facts.disclosures.jwe.json', ...REGULATOR, ...PROVEN], none),
      openWith('--key', 'stranger.pem', ...PROVEN),
    ]);
    expect(alone).toMatchObject({ code: 4, value: { verdict: 'CANNOT TELL', values: FIELDS } });
    expect(unsure).toMatchObject({ code: 4, value: { verdict: 'CANNOT TELL', values: FIELDS } });
    expect(stranger).toMatchObject({ code: 4, value: { checks: [{ code: 'not-a-recipient' }, {}, {}] } });
    expect(stranger.value).not.toHaveProperty('values');
  });

  test('I9: another document, another statement, changed files: FAILED, and no value is shown', async () => {
    await desk.here.ok(['seal', 'facts.json', '--out', 'again', '--to', 'regulator.pub.pem']);
    const change = async (from: string, to: string, pattern: RegExp): Promise<void> => {
      const text = await readFile(desk.path(from), 'utf8');
      const flip = (found: string) => found.slice(0, -1) + (found.endsWith('A') ? 'B' : 'A');
      await writeFile(desk.path(to), text.replace(pattern, flip));
    };
    await change('facts.disclosures.jwe.json', 'changed.jwe.json', /"ciphertext":"./);
    await change('facts.disclosures.json', 'changed.json', /"disclosures":\["Wy../);
    await change('facts.sealed.json', 'changed.sealed.json', /"_sd":\["./);
    await change('facts.proof.json', 'changed.proof.json', /"record":"./);
    const answers = await Promise.all([
      openWith(...REGULATOR, '--sealed', 'again.sealed.json', '--proof', 'facts.proof.json'),
      desk.here.json([
        'open',
        'again.disclosures.jwe.json',
        ...REGULATOR,
        '--sealed',
        'again.sealed.json',
        ...PROVEN.slice(2),
      ]),
      openWith(...REGULATOR, ...SEALED, '--proof', 'update.proof.json'),
      desk.here.json(['open', 'changed.jwe.json', ...REGULATOR, ...PROVEN]),
      desk.here.json(['open', 'changed.json', ...PROVEN]),
      openWith(...REGULATOR, '--sealed', 'changed.sealed.json', ...PROVEN.slice(2)),
      openWith(...REGULATOR, ...SEALED, '--proof', 'changed.proof.json'),
    ]);
    expect(answers.map(({ code, value }) => [code, value['verdict'], 'values' in value])).toEqual(
      Array(7).fill([3, 'FAILED', false]),
    );
    const codes = answers.map(({ value }) => (value['checks'] as { code?: string }[]).find(({ code }) => code)?.code);
    expect(codes.slice(0, 4)).toEqual(['disclosure-unknown', 'not-named', 'not-named', 'bad-jwe']);
  });

  test('calls that are no question: usage, not found, a key that others can read', async () => {
    await copyFile(desk.path('regulator.pem'), desk.path('loose.pem'));
    await chmod(desk.path('loose.pem'), 0o644);
    const words = [
      ['open'],
      ['open', 'facts.disclosures.jwe.json', ...SEALED],
      ['open', 'facts.disclosures.jwe.json', ...REGULATOR],
      ['open', 'facts.disclosures.jwe.json', ...SEALED, '--opening', 'update.openings.json'],
      ['open', 'none.json', ...REGULATOR, ...SEALED],
      ['open', 'facts.disclosures.jwe.json', '--key', 'loose.pem', ...SEALED],
    ];
    const answers = await Promise.all(words.map((each) => desk.here.json(each)));
    expect(answers.map(({ code }) => code)).toEqual([2, 2, 2, 2, 5, 6]);
  });
});

describe('disclose', () => {
  test('the reader gets the fields chosen and no others', async () => {
    const words = ['disclose', 'facts.disclosures.json', ...SEALED, '--to', 'stranger.pub.pem'];
    const chosen = ['--field', 'site', '--field', 'scores/1'];
    const { value } = await desk.here.json([...words, ...chosen, '--out', 'part.jwe.json']);
    expect(value).toEqual({
      digest,
      fields: ['site', 'scores/1'],
      readers: [expect.any(String)],
      out: 'part.jwe.json',
    });
    const opened = await desk.here.json(['open', 'part.jwe.json', '--key', 'stranger.pem', ...PROVEN]);
    expect(opened).toMatchObject({ code: 0, value: { verdict: 'VERIFIED' } });
    expect(opened.value['values']).toEqual({ site: 'ward 7', scores: [{ aucPpm: 870_000 }] });
    const missing = await desk.here.json([...words, '--field', 'none', '--out', 'none.jwe.json']);
    expect(missing).toMatchObject({ code: 2, value: { code: 'field-unknown' } });
  });
});

describe('open --opening', () => {
  const proof = ['--proof', 'update.proof.json'];

  test('the committed sample count, and who signed', async () => {
    const samples = await desk.here.json(['open', '--opening', 'update.openings.json', ...proof]);
    expect(samples).toMatchObject({
      code: 0,
      value: { verdict: 'VERIFIED', values: { samples: '895' }, places: ['/body/samples'] },
    });
    const signer = await desk.here.json(['open', '--opening', 'snuh.signer.json', ...proof]);
    expect(signer).toMatchObject({
      code: 0,
      value: { values: { signer: 'person of snuh' }, places: ['/signing/signer'] },
    });
  });

  test('another count, another statement: FAILED; no proof: CANNOT TELL', async () => {
    const openings = await readFile(desk.path('update.openings.json'), 'utf8');
    await writeFile(desk.path('lie.json'), openings.replace('"895"', '"896"'));
    const answers = await Promise.all([
      desk.here.json(['open', '--opening', 'lie.json', ...proof]),
      desk.here.json(['open', '--opening', 'update.openings.json', '--proof', 'facts.proof.json']),
      desk.here.json(['open', '--opening', 'facts.json', ...proof]),
      desk.here.json(['open', '--opening', 'update.openings.json']),
    ]);
    expect(answers.map(({ code, value }) => [code, value['verdict']])).toEqual([
      [3, 'FAILED'],
      [3, 'FAILED'],
      [3, 'FAILED'],
      [4, 'CANNOT TELL'],
    ]);
  });
});

describe('erase', () => {
  const FILES = ['update.openings.json', 'facts.disclosures.json', 'facts.disclosures.jwe.json'];

  test('destroys nothing if one of the files is something else, or with --dry-run', async () => {
    for (const wrong of ['snuh.pem', 'update.proof.json', 'facts.sealed.json', 'ledger']) {
      const { code } = await desk.here.json(['erase', ...FILES, wrong]);
      expect([wrong, code === 2 || code === 5]).toEqual([wrong, true]);
    }
    const { code, value } = await desk.here.json(['erase', ...FILES, '--dry-run']);
    expect({ code, erased: value['erased'] }).toEqual({ code: 0, erased: false });
    const stranger = await desk.here.json(['erase', 'update.openings.json', '--proof', 'facts.proof.json']);
    expect(stranger).toMatchObject({ code: 2, value: { code: 'not-named' } });
    expect(FILES.filter((name) => !existsSync(desk.path(name)))).toEqual([]);
  });

  test('I7, I8: every proof verifies as before; the values can no longer be opened; the erasure is recorded', async () => {
    const verifyAll = () =>
      Promise.all(['update.proof.json', 'facts.proof.json'].map((name) => desk.here.json(['verify', name])));
    const before = await verifyAll();
    expect(before.map(({ code }) => code)).toEqual([0, 0]);
    const openings = await desk.here.json(['erase', 'update.openings.json', '--proof', 'update.proof.json']);
    const { code, value } = await desk.here.json(['erase', ...FILES.slice(1), '--proof', 'facts.proof.json']);
    expect([openings.code, code]).toEqual([0, 0]);
    expect(openings.value).toMatchObject({
      erased: true,
      files: [{ file: FILES[0], content: 'openings', opens: [{ purpose: 'samples', commitment: HEX }] }],
      record: { kind: 'erasure', body: { openings: ['samples'], subjects: [HEX] } },
    });
    expect(value).toMatchObject({
      files: [
        { file: FILES[1], content: 'disclosures', opens: [{ purpose: 'sealed', commitment: digest }] },
        { file: FILES[2], content: 'encrypted-disclosures', opens: [] },
      ],
      record: { body: { erasure: expect.stringMatching(/^erasure-[0-9a-f]{16}$/), openings: ['sealed'] } },
    });
    expect(FILES.filter((name) => existsSync(desk.path(name)))).toEqual([]);
    await writeFile(desk.path('erasure.json'), JSON.stringify(openings.value['record']));
    await desk.here.ok(['sign', 'erasure.json', ...snuh, '--out', 'erasure.env.json']);
    await desk.here.ok(['submit', 'erasure.env.json']);
    expect(await verifyAll()).toEqual(before);
    expect((await openWith(...REGULATOR, ...PROVEN)).code).toBe(5);
    expect((await desk.here.json(['audit', 'ledger'])).code).toBe(0);
  });
});

const HAS_SHELL = spawnSync('bash', ['--version']).error === undefined;
if (!HAS_SHELL) console.warn('SKIPPED: docs/how-to/confidential-fields.md needs bash');

test.skipIf(!HAS_SHELL)('docs/how-to/confidential-fields.md: every command does what the page shows', async () => {
  const page = await Desk.open();
  try {
    Object.assign(page.env, { LEDGERLINE_LEDGER: serving.url, LEDGERLINE_TRUST: desk.path('ledger', 'trust.policy') });
    await copyFile(desk.path('ledger', 'trust.policy'), page.path('trust.policy'));
    await copyFile(desk.path('update.proof.json'), page.path('update.proof.json'));
    await copyFile(desk.path('kept.openings.json'), page.path('update.openings.json'));
    const blocks = blocksOf('how-to/confidential-fields.md');
    expect(blocks.length).toBeGreaterThanOrEqual(6);
    // The page records the digest in the middle, with a kind of statement of the reader's choice.
    const at = blocks.findIndex(({ command }) => command.includes('open assay'));
    const printed = await runBlocks(page, blocks.slice(0, at));
    const sealed = await readFile(page.path('assay.sealed.json'));
    await recordDigest(createHash('sha256').update(sealed).digest('hex'), 'assay.proof.json');
    await copyFile(desk.path('assay.proof.json'), page.path('assay.proof.json'));
    printed.push(...(await runBlocks(page, blocks.slice(at))));
    expect(blocks.map((block, i) => ({ printed: printed[i], missing: missingLines(block, printed[i] ?? '') }))).toEqual(
      printed.map((text) => ({ printed: text, missing: [] })),
    );
  } finally {
    await page.close();
  }
});
