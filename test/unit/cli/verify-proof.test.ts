/**
 * An inclusion proof that stands alone: the command line and the page in the browser give one verdict.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parsePolicy } from '../../../src/core/note/policy.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { judgeFile } from '../../../src/web/browser/judge/judge.ts';
import { testLogKey } from '../../_util/keys.ts';
import { policyOf, verifySync } from '../../_util/proven-ledger.ts';
import { readVectorFile } from '../../_util/vector-files.ts';
import { runHere } from './_program.ts';

const { policy, bundles } = readVectorFile<{ policy: string; bundles: { bundle: string }[] }>('bundle.json');
const bundle = JSON.parse(bundles.at(-1)?.bundle ?? '') as { proof: string; record: string };
const PROOF = bundle.proof;
const RECORD = Buffer.from(bundle.record, 'base64');
const STRANGERS = policyOf([testLogKey('log.example/strangers')]);

let folder: string;
beforeAll(async () => {
  installNodePrimitives();
  folder = await mkdtemp(join(tmpdir(), 'll-proof-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function onCommandLine(proof: string, record: Uint8Array | undefined, trust: string) {
  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const words = ['verify', await file('p.tlog-proof', proof), '--trust', await file('trust.policy', trust), '--json'];
  if (record !== undefined) words.push('--record', await file('record.json', record));
  const { code, stdout } = await runHere(words);
  const { verdict, checks, summary } = JSON.parse(stdout);
  return { code, judged: { verdict, checks, summary } };
}

async function inBrowser(proof: string, record: Uint8Array | undefined, trust: string) {
  const file = { name: 'p.tlog-proof', bytes: new Uint8Array(Buffer.from(proof)) };
  const { judgement, kind } = await judgeFile(file, {
    policy: parsePolicy(trust),
    verifySignature: verifySync,
    nowUnixMs: 0,
    ...(record === undefined ? {} : { record }),
  });
  const { verdict, checks, summary } = judgement;
  return { kind, judged: { verdict, checks, summary } };
}

describe('I9: verify of a tlog-proof', () => {
  test.each([
    ['with its record', PROOF, RECORD, policy, 'VERIFIED', 0],
    ['without its record', PROOF, undefined, policy, 'CANNOT TELL', 4],
    ['with another record', PROOF, Buffer.concat([RECORD, Buffer.from(' ')]), policy, 'FAILED', 3],
    ['of a changed index', PROOF.replace(/index \d+/, 'index 1'), RECORD, policy, 'FAILED', 3],
    ['of another version', PROOF.replace('@v1', '@v9'), RECORD, policy, 'FAILED', 3],
    ['under a policy of strangers', PROOF, RECORD, STRANGERS, 'CANNOT TELL', 4],
  ])('%s: %#', async (_, proof, record, trust, verdict, code) => {
    const here = await onCommandLine(proof, record, trust);
    const there = await inBrowser(proof, record, trust);
    expect(here).toMatchObject({ code, judged: { verdict } });
    expect(there.kind).toBe('tlog-proof');
    expect(there.judged).toEqual(here.judged);
  });

  test('what is for other files is a mistake in usage, and --record for a bundle too', async () => {
    const [trust, proof, other] = ['t', 'p', 'b'].map((name) => join(folder, name)) as [string, string, string];
    await writeFile(trust, policy);
    await writeFile(proof, PROOF);
    await writeFile(other, bundles.at(-1)?.bundle ?? '');
    for (const words of [
      ['verify', proof, '--later', other],
      ['verify', proof, '--max-age', '5'],
      ['verify', other, '--record', proof],
    ])
      expect((await runHere([...words, '--trust', trust])).code).toBe(2);
  });
});
