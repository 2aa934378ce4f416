/**
 * Our own vectors: that they are what this code computes, and that they can be checked from their files with Node alone,
 * as test/vectors/README.md says.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import type { Bodies } from '../../src/core/generated/bodies.ts';
import { parseCheckpoint } from '../../src/core/note/checkpoint.ts';
import { parseNote } from '../../src/core/note/note.ts';
import { openNote } from '../../src/core/note/open.ts';
import { formatVkey, parseVkey } from '../../src/core/note/vkey.ts';
import { encodeRecord, parseRecord } from '../../src/core/record/record.ts';
import { KIND_NAMES } from '../../src/core/rules/book.ts';
import { checkProvenKey } from '../../src/core/statement/possession.ts';
import { encodeStatement, parseStatement } from '../../src/core/statement/statement.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { goldenVectors } from '../_util/golden.ts';
import { testLogKey } from '../_util/keys.ts';
import { NaiveLedger } from '../_util/naive-ledger.ts';
import { mth } from '../_util/naive-merkle.ts';
import { expectVectorFile, readVectorFile, refreshVectorFile } from '../_util/vector-files.ts';

interface KeyVector {
  readonly label: string;
  readonly secret: string;
  readonly spki: string;
  readonly keyId: string;
}

interface NoteKeyVector {
  readonly label: string;
  readonly secret: string;
  readonly publicKey: string;
  readonly name: string;
  readonly type: number;
  readonly keyId: string;
  readonly vkey: string;
}

interface StatementFile {
  readonly keys: readonly KeyVector[];
  readonly commitments: readonly { purpose: string; salt: string; value: string; commitment: string }[];
  readonly possessions: readonly {
    key: string;
    institution: string;
    message: string;
    spki: string;
    possession: string;
  }[];
  readonly statements: readonly {
    kind: string;
    key: string;
    payload: string;
    digest: string;
    pae: string;
    signature: string;
  }[];
}

interface RecordFile {
  readonly records: readonly {
    readonly index: number;
    readonly payload: string;
    readonly keyId: string;
    readonly signature: string;
    readonly recordedAt: string;
    readonly state: string;
    readonly record: string;
    readonly sizeBytes: number;
    readonly leafHash: string;
  }[];
}

interface CheckpointFile {
  readonly log: NoteKeyVector;
  readonly witness: NoteKeyVector;
  readonly sizes: readonly { size: number; root: string; text: string }[];
  readonly note: string;
  readonly cosignature: { readonly timestampSeconds: number; readonly message: string; readonly note: string };
}

interface BundleFile {
  readonly origin: string;
  readonly policy: string;
  readonly records: readonly string[];
  readonly publications: readonly { size: number; note: string }[];
  readonly bundles: readonly { index: number; bundle: string }[];
  readonly later: string;
}

interface CreditFile {
  readonly origin: string;
  readonly records: readonly string[];
}

const COMPUTED = Object.entries(goldenVectors());
for (const [name, computed] of COMPUTED) refreshVectorFile(`${name}.json`, computed);

describe('the committed vectors', () => {
  it.each(COMPUTED)('%s.json is computed as committed', (name, computed) => {
    expectVectorFile(`${name}.json`, computed);
  });
});

const sha256 = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const secretKey = (hex: string): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(hex, 'hex')]), format: 'der', type: 'pkcs8' });
const publicKey = (spki: Buffer): KeyObject => createPublicKey({ key: spki, format: 'der', type: 'spki' });
const derived = (label: string): string =>
  createHash('sha512').update(`Ledgerline TEST KEY, known to everybody\n${label}`).digest('hex').slice(0, 64);

describe('statement.json', () => {
  const { keys, commitments, possessions, statements } = readVectorFile<StatementFile>('statement.json');
  const keyOf = (label: string): KeyVector => keys.find((key) => key.label === label) as KeyVector;

  it.each(keys)('key $label', ({ label, secret, spki, keyId }) => {
    const der = Buffer.from(spki, 'base64');
    expect(secret).toBe(derived(label));
    expect(createPublicKey(secretKey(secret)).export({ format: 'der', type: 'spki' })).toEqual(der);
    expect(sha256(der).toString('hex')).toBe(keyId);
  });

  it.each(commitments)('commitment $purpose', ({ purpose, salt, value, commitment }) => {
    const head = `ledgerline/commitment/v1\n${purpose}\n`;
    expect(sha256(head, Buffer.from(salt, 'hex'), value).toString('hex')).toBe(commitment);
  });

  it.each(possessions)('possession $institution', ({ key, institution, message, spki, possession }) => {
    const { keyId, secret } = keyOf(key);
    expect(message).toBe(`ledgerline/possession/v1\nlog.example/k-melloddy\n${institution}\n${keyId}\n`);
    expect(sign(null, Buffer.from(message), secretKey(secret)).toString('base64')).toBe(possession);
    expect(checkProvenKey('log.example/k-melloddy', institution, { spki, possession }).keyId).toBe(keyId);
  });

  it('has a statement of every kind', () => {
    expect(statements.map(({ kind }) => kind).sort()).toEqual(KIND_NAMES.toSorted());
  });

  it.each(statements)('statement $kind', ({ kind, key, payload, digest, pae, signature }) => {
    const bytes = Buffer.from(payload);
    expect(sha256(bytes).toString('hex')).toBe(digest);
    const signed = Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${bytes.length} ${payload}`);
    expect(sha256(signed).toString('hex')).toBe(pae);
    const { spki } = keyOf(key);
    expect(verify(null, signed, publicKey(Buffer.from(spki, 'base64')), Buffer.from(signature, 'base64'))).toBe(true);
    const statement = parseStatement(encodeUtf8(payload));
    expect(statement.kind).toBe(kind);
    expect(encodeStatement(statement)).toEqual(encodeUtf8(payload));
  });
});

describe('record.json', () => {
  const { records } = readVectorFile<RecordFile>('record.json');

  it.each(records)('record $index', (vector) => {
    const { payload, keyId, signature, recordedAt, state, record, sizeBytes, leafHash } = vector;
    const envelope =
      `{"payload":"${Buffer.from(payload).toString('base64')}","payloadType":"application/vnd.in-toto+json",` +
      `"signatures":[{"keyid":"${keyId}","sig":"${signature}"}]}`;
    expect(record).toBe(`{"envelope":${envelope},"recordedAt":"${recordedAt}","state":"${state}","v":1}`);
    expect(Buffer.byteLength(record)).toBe(sizeBytes);
    expect(sha256(Buffer.of(0), record).toString('hex')).toBe(leafHash);
    const parsed = parseRecord(encodeUtf8(record));
    expect(Buffer.from(encodeRecord(parsed, parsed.recordedAt, parsed.state)).toString()).toBe(record);
    expect(Buffer.from(parsed.leafHash).toString('hex')).toBe(leafHash);
  });
});

describe('checkpoint.json', () => {
  const { log, witness, sizes, note, cosignature } = readVectorFile<CheckpointFile>('checkpoint.json');

  it.each([log, witness])('key $name', ({ label, secret, publicKey: point, name, type, keyId, vkey }) => {
    expect(secret).toBe(derived(label));
    const raw = Buffer.from(point, 'hex');
    expect(createPublicKey(secretKey(secret)).export({ format: 'der', type: 'spki' })).toEqual(
      Buffer.concat([SPKI, raw]),
    );
    const typed = Buffer.concat([Buffer.of(type), raw]);
    expect(sha256(`${name}\n`, typed).toString('hex', 0, 4)).toBe(keyId);
    expect(vkey).toBe(`${name}+${keyId}+${typed.toString('base64')}`);
    expect(formatVkey(parseVkey(vkey))).toBe(vkey);
  });

  it.each(sizes)('size $size', ({ size, root, text }) => {
    expect(text).toBe(`log.example/k-melloddy\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`);
    const { records } = readVectorFile<BundleFile>('bundle.json');
    const leaves = records.slice(0, size).map(encodeUtf8);
    expect(Buffer.from(mth(leaves)).toString('hex')).toBe(root);
    expect(parseCheckpoint(text)).toMatchObject({ size, extensions: [] });
  });

  it('the note', () => {
    const text = sizes.at(-1)?.text ?? '';
    const signature = sign(null, Buffer.from(text), secretKey(log.secret));
    const blob = Buffer.concat([Buffer.from(log.keyId, 'hex'), signature]).toString('base64');
    expect(note).toBe(`${text}\n— ${log.name} ${blob}\n`);
    expect(openNote(parseNote(note), [parseVkey(log.vkey)]).verified).toHaveLength(1);
  });

  it('the cosignature', () => {
    const { timestampSeconds, message } = cosignature;
    expect(message).toBe(`cosignature/v1\ntime ${timestampSeconds}\n${sizes.at(-1)?.text}`);
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(timestampSeconds));
    const signature = sign(null, Buffer.from(message), secretKey(witness.secret));
    const blob = Buffer.concat([Buffer.from(witness.keyId, 'hex'), time, signature]).toString('base64');
    expect(cosignature.note).toBe(`${note}— ${witness.name} ${blob}\n`);
    expect(openNote(parseNote(cosignature.note), [log.vkey, witness.vkey].map(parseVkey)).verified).toMatchObject([
      { key: { name: log.name } },
      { key: { name: witness.name }, timestampSeconds },
    ]);
  });
});

describe('bundle.json', () => {
  const { policy, records, publications, bundles, later } = readVectorFile<BundleFile>('bundle.json');

  it('publishes sizes that rise, each under the root over its records', () => {
    const sizes = publications.map(({ size }) => size);
    expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
    expect(sizes.at(-1)).toBe(records.length);
    for (const { size, note } of publications) {
      const root = Buffer.from(mth(records.slice(0, size).map(encodeUtf8))).toString('base64');
      expect(note.split('\n').slice(1, 3)).toEqual([String(size), root]);
    }
  });

  it.each(bundles)('the bundle of record $index is verified', async ({ index, bundle }) => {
    const { verdict } = await verifyBundle(encodeUtf8(bundle), policy);
    expect(verdict).toBe('VERIFIED');
    const { record, proof } = JSON.parse(bundle) as { record: string; proof: string };
    expect(Buffer.from(record, 'base64').toString()).toBe(records[index]);
    expect(proof.startsWith(`c2sp.org/tlog-proof@v1\nindex ${index}\n`)).toBe(true);
    expect(publications.some(({ note }) => proof.endsWith(`\n\n${note}`))).toBe(true);
  });

  it('the later evidence is verified with the bundle that it continues', async () => {
    const { size } = JSON.parse(later) as { size: number };
    const continued = bundles.find(({ bundle }) => bundle.includes(`\\n${size}\\n`));
    const { verdict } = await verifyBundle(encodeUtf8(continued?.bundle ?? ''), policy, { later: encodeUtf8(later) });
    expect(verdict).toBe('VERIFIED');
  });
});

describe('credit.json', () => {
  const { origin, records: texts } = readVectorFile<CreditFile>('credit.json');
  const records = texts.map((text) => parseRecord(encodeUtf8(text)));
  const { keys } = readVectorFile<StatementFile>('statement.json');

  it('holds records that the rules accept, each under the account root that it names', () => {
    const ledger = new NaiveLedger(origin, testLogKey(origin));
    for (const record of records) {
      expect(ledger.judge(record, record.recordedAt)).toMatchObject({ accepted: true });
      expect(record.state).toEqual(Uint8Array.from(ledger.accountRoot()));
      ledger.appendBytes(record.bytes);
    }
  });

  it('is signed with the keys of statement.json', () => {
    for (const { keyId, payload, signature } of records) {
      const { spki = '' } = keys.find((key) => key.keyId === keyId) ?? {};
      const signed = Buffer.concat([
        Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${payload.length} `),
        Buffer.from(payload),
      ]);
      expect(verify(null, signed, publicKey(Buffer.from(spki, 'base64')), signature)).toBe(true);
    }
  });

  it('I6: issues what the final award shares out, and spends no more than was issued', () => {
    const bodies = <K extends KindName>(kind: K): Bodies[K][] =>
      records.flatMap(({ statement }) => (statement.kind === kind ? [statement.body as Bodies[K]] : []));
    const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + BigInt(amount), 0n);
    const { lines = [], reserve = '', budget = '' } = bodies('award').at(-1) ?? {};
    expect(sum([...lines.map(({ amount }) => amount), reserve])).toBe(BigInt(budget));
    const transfers = new Set(records.flatMap((r) => (r.statement.kind === 'transfer' ? [r.digest] : [])));
    const [passed, issued] = [true, false].map((isPassed) =>
      sum(bodies('credit').flatMap(({ source, amount }) => (transfers.has(source) === isPassed ? [amount] : []))),
    );
    expect(issued).toBe(BigInt(budget) - BigInt(reserve));
    expect(passed).toBe(sum(bodies('transfer').map(({ amount }) => amount)));
    expect(passed).toBeGreaterThan(0n);
  });
});
