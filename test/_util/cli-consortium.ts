/**
 * A small consortium at a desk, made with nothing but the command line: a ledger, its secretariat, a hospital, a round.
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Author, type Draft } from '../../src/client/author.ts';
import { LedgerClient } from '../../src/client/ledger-client.ts';
import { localTime } from '../../src/client/local-time.ts';
import { signerCommitment } from '../../src/client/signer-record.ts';
import type { Bodies } from '../../src/core/generated/bodies.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import { readPrivateKeyFile } from '../../src/node/crypto/key-files.ts';
import { readSignerRecord, signerRecordPath } from '../../src/node/signer-record.ts';
import { statementSigner } from '../../src/node/statement-signer.ts';
import { digestTensorSet } from '../../src/node/tensor-set-digest.ts';
import type { Desk, Serving } from './cli.ts';
import type { Commands } from './commands.ts';

export const ORIGIN = 'log.example/consortium';

/** In the name of the secretariat, which `init` makes. */
export const SECRETARIAT = ['--as', 'secretariat', '--key', 'ledger/keys/secretariat.pem'];

/** Founds the ledger `ledger`, serves it, and sets LEDGERLINE_LEDGER and LEDGERLINE_TRUST for the desk. */
export async function foundAndServe(desk: Desk): Promise<Serving> {
  await desk.ok(['init', 'ledger', '--origin', ORIGIN]);
  const serving = await desk.serve('ledger');
  desk.env['LEDGERLINE_LEDGER'] = serving.url;
  desk.env['LEDGERLINE_TRUST'] = desk.path('ledger', 'trust.policy');
  return serving;
}

/** Makes the key `<id>.pem`, and has the secretariat admit the institution. Returns its flags. */
export async function admit(desk: Commands, id: string, roles: readonly string[] = ['contributor']): Promise<string[]> {
  const flags = ['--as', id, '--key', `${id}.pem`];
  await desk.ok(['key', 'new', `${id}.pem`, '--signer', `person of ${id}`]);
  const asked = roles.flatMap((role) => ['--role', role]);
  const request = ['enrol', 'request', '--origin', ORIGIN, '--class', 'hospital', ...flags, ...asked];
  await desk.ok([...request, '--out', `${id}.enrol.json`]);
  await desk.ok(['enrol', 'admit', `${id}.enrol.json`, ...SECRETARIAT]);
  return flags;
}

/** Signs drafts as the secretariat and submits them, in this process: `sign` and `submit` cost a process each. */
export async function record(desk: Commands, ...drafts: readonly AnyDraft[]): Promise<void> {
  for (const draft of drafts) await recordAs(desk, 'secretariat', join('ledger', 'keys', 'secretariat.pem'), draft);
}

/** The same as any institution. Returns the digest. */
export async function recordAs(desk: Commands, institution: string, key: string, draft: AnyDraft): Promise<string> {
  const keyPath = desk.path(key);
  const author = new Author({
    institution,
    origin: ORIGIN,
    signer: statementSigner(await readPrivateKeyFile(keyPath)),
    signerCommitment: signerCommitment(await readSignerRecord(signerRecordPath(keyPath))),
  });
  const client = new LedgerClient({ url: desk.env['LEDGERLINE_LEDGER'] ?? '' });
  const { chain } = await client.institution(institution);
  const signed = author.sign({ ...draft, chain, signedAt: localTime(Date.now()) } as Draft<KindName>);
  await client.submit(signed);
  return signed.digest;
}

/** A draft as `sign` reads it. */
export type AnyDraft = Pick<Draft<KindName>, 'kind' | 'body' | 'subject' | 'reason'>;

/** Records task, model and the opening of round `r1`, to which `invited` may contribute. */
export async function openRound(desk: Commands, invited: readonly string[]): Promise<void> {
  const path = desk.path('model0.safetensors');
  await writeFile(path, safetensors([0.5, -0.25]));
  const { sha256: tensorSet, file } = await digestTensorSet(path);
  const digest = { ...file, tensorSet };
  await record(desk, { kind: 'task', body: TASK }, modelDraft(digest), roundDraft(digest, invited));
}

export interface ModelDigest {
  readonly sha256: string;
  readonly tensorSet: string;
  readonly sizeBytes: number;
}

export const TASK: Bodies['task'] = {
  task: 'herg',
  endpoint: 'herg',
  assay: 'panel',
  form: 'classification',
  unit: 'pic50',
  direction: 'high',
  thresholdMicro: 5_000_000,
  metric: 'roc-auc-mid-rank',
  quorum: { active: 25, inactive: 25 },
  weight: 1,
};

export function modelDraft({ sha256, tensorSet, sizeBytes }: ModelDigest): AnyDraft {
  const weights = { tensorSet, format: 'safetensors' as const, sizeBytes };
  const body = {
    model: 'net',
    tasks: ['herg'],
    weights,
    architecture: sha256,
    zeroUpdate: '0'.repeat(64),
    parents: [],
  };
  return { kind: 'model', subject: { name: 'model', sha256 }, body };
}

export function roundDraft({ tensorSet }: ModelDigest, invited: readonly string[]): AnyDraft {
  const body: Bodies['round-open'] = {
    round: 'r1',
    number: 1,
    model: 'net',
    parent: tensorSet,
    aggregator: 'secretariat',
    invited: [...invited],
    rule: 'fedavg-v1',
    contributeBy: '2100-01-01T00:00:00.000Z',
    decideBy: '2100-01-01T00:00:00.000Z',
    closeBy: '2100-01-02T00:00:00.000Z',
  };
  return { kind: 'round-open', body };
}

/** A safetensors file with one tensor `w` of 32-bit floats. */
export function safetensors(values: readonly number[]): Uint8Array {
  const data = new Uint8Array(Float32Array.from(values).buffer);
  const shape = [values.length];
  const header = Buffer.from(JSON.stringify({ w: { dtype: 'F32', shape, data_offsets: [0, data.length] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, data]);
}

/** The JSON in a file at the desk. */
export async function readJson<T>(desk: Commands, name: string): Promise<T> {
  return JSON.parse(await readFile(desk.path(name), 'utf8')) as T;
}
