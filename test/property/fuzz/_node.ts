/**
 * What Node programs read: key files, kept secrets, the engine's own files, batches, words of the command line.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'msgpackr';
import { afterAll } from 'vitest';
import { parseDraft } from '../../../src/cli/commands/submit.ts';
import { parseCount, parseDecimalNumber, parseIndex, parsePort, parseSize } from '../../../src/cli/numbers.ts';
import { parseAmount, parseDigest } from '../../../src/cli/words.ts';
import { formatCommitmentFile, parseCommitmentFile } from '../../../src/client/commitment-file.ts';
import { parseSignerRecord } from '../../../src/client/signer-record.ts';
import { commitUpdate } from '../../../src/core/statement/update-commitment.ts';
import { parseMeasurement } from '../../../src/federation/dataset/columns.ts';
import { readTable } from '../../../src/federation/dataset/csv.ts';
import { zeroModel } from '../../../src/federation/learning/model.ts';
import { formatModelFile, parseModelFile } from '../../../src/federation/learning/model-file.ts';
import { encodeHead, parseHead } from '../../../src/log/head.ts';
import { loadAccountLog, storeAccountLog } from '../../../src/log/layout.ts';
import { encodeStaged, parseStaged } from '../../../src/log/staging.ts';
import { formatBackup, formatSums, parseBackup, parseSums } from '../../../src/node/backup/manifest.ts';
import {
  formatPublicKeyPem,
  generateKeyPair,
  parsePrivateKeyPem,
  parsePublicKeyPem,
} from '../../../src/node/crypto/keys.ts';
import { parseManifest } from '../../../src/node/doctor/installation.ts';
import { createEnrolmentRequest, readEnrolmentRequest } from '../../../src/node/enrolment.ts';
import { readLedgerConfig } from '../../../src/node/ledger-config.ts';
import { formatMonitorState, newState, parseMonitorState } from '../../../src/node/monitor/state.ts';
import { encodeDisclosureFile, parseDisclosureFile } from '../../../src/node/sealing/disclosure-file.ts';
import { recognizeKept } from '../../../src/node/sealing/erase.ts';
import { decryptWith, encryptTo } from '../../../src/node/sealing/jwe.ts';
import {
  formatSealingPublicKey,
  generateSealingKey,
  parseSealingPrivateKey,
  parseSealingPublicKey,
} from '../../../src/node/sealing/sealing-key.ts';
import { readSignerRecord } from '../../../src/node/signer-record.ts';
import { readWitnessConfig } from '../../../src/node/witness-config.ts';
import { decodeBatch } from '../../../src/server/msgpack.ts';
import {
  decodeFullFile,
  formatCheckpointPath,
  parseCheckpointPath,
  scanNotes,
} from '../../../src/storage/files/checkpoint-file.ts';
import { decodeRecord, makeRecord, recordKey } from '../../../src/storage/level/index-digest.ts';
import { decodeValue, encodeValue } from '../../../src/storage/level/index-value.ts';
import { scanNotes as scanAudited } from '../../../src/verify/audit/checkpoint-files.ts';
import type { ToldAlarm } from '../../../src/verify/monitor/reconcile.ts';
import { readPageKey } from '../../../src/web/browser/desk/key.ts';
import { parseDay } from '../../../src/web/log/query.ts';
import { readOrder } from '../../../src/web/pages/reports/order.ts';
import { HEADS, STAGED, sealHead, sealStaged } from './_engine-samples.ts';
import { CHECKPOINT, framed, STATEMENT, sha256, utf8 } from './_samples.ts';
import { ofBytes, ofJson, ofText, type Target } from './_target.ts';

const VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';

const folder = mkdtempSync(join(tmpdir(), 'ledgerline-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The path of a file with these bytes. */
function fileOf(bytes: Uint8Array, name = 'file'): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const signing = generateKeyPair('ed25519');
const ecdsa = generateKeyPair('ecdsa-p256');
const sealing = generateSealingKey('x25519');
const DISCLOSURES = encodeDisclosureFile({ sealed: '0'.repeat(64), disclosures: ['WyJhIiwiYiIsMV0'] });
const JWE = await encryptTo([sealing.publicKey, generateSealingKey('ecdh-p256').publicKey], DISCLOSURES);
const OPENING = { origin: 'l', institution: 'a', round: '1'.repeat(64), update: '2'.repeat(64), nonce: '3'.repeat(64) };
const MONITOR_ALARM: ToldAlarm = {
  ...{ id: '0'.repeat(12), level: 'alarm', code: 'stale', message: 'm', index: 3, statement: '0'.repeat(64) },
  ...{ isLasting: true, isAcknowledged: false, firstAt: 9 },
};
const MONITOR_STATE = formatMonitorState({
  ...newState('log.example/l', 'snuh', 7),
  ...{ since: 5, size: 8, undelivered: [MONITOR_ALARM.id] },
  pulse: { beganAt: 1, grewAt: 2, cosignedAt: { w1: 3 } },
  told: new Map([[MONITOR_ALARM.id, MONITOR_ALARM]]),
});
const COMMITMENT = formatCommitmentFile({ ...OPENING, commitment: commitUpdate(OPENING), commit: '4'.repeat(64) });
const REQUEST = createEnrolmentRequest(
  { ledger: 'log.example/l', institution: 'a', class: 'pharma', roles: ['contributor'] },
  signing,
);
const BACKUP = {
  format: 'ledgerline/backup@v1',
  origin: 'log.example/l',
  takenAt: '2026-11-23T08:26:00.000Z',
  head: { generation: 1, size: 5, root: '0'.repeat(64), state: '1'.repeat(64) },
  published: 5,
  files: 9,
  bytes: 12_345,
  keys: 'absent',
  sums: '2'.repeat(64),
} as const;
const ANY_JSON = ['bad-utf8', 'bad-json', 'json-not-canonical', 'too-large'] as const;

const FILES: readonly Target[] = [
  ofText({
    parser: 'node/crypto/keys.ts#parsePrivateKeyPem',
    samples: [signing.toPem(), ecdsa.toPem()],
    parse: parsePrivateKeyPem,
    codes: ['bad-private-key'],
    cost: 6,
  }),
  ofText({
    parser: 'node/crypto/keys.ts#parsePublicKeyPem',
    samples: [formatPublicKeyPem(signing.publicKey), formatPublicKeyPem(ecdsa.publicKey)],
    parse: parsePublicKeyPem,
    codes: ['bad-public-key', 'bad-base64'],
    cost: 4,
  }),
  ofText({
    parser: 'node/sealing/sealing-key.ts#parseSealingPrivateKey',
    samples: [sealing.toPem()],
    parse: parseSealingPrivateKey,
    codes: ['bad-sealing-key'],
    cost: 4,
  }),
  ofText({
    parser: 'node/sealing/sealing-key.ts#parseSealingPublicKey',
    samples: [formatSealingPublicKey(sealing.publicKey)],
    parse: parseSealingPublicKey,
    codes: ['bad-sealing-key'],
    cost: 2,
  }),
  ofBytes({
    parser: 'node/sealing/disclosure-file.ts#parseDisclosureFile',
    samples: [DISCLOSURES],
    parse: parseDisclosureFile,
    format: encodeDisclosureFile,
    codes: [...ANY_JSON, 'unknown-version', 'bad-hex', 'bad-disclosure'],
  }),
  ofBytes({
    parser: 'node/sealing/erase.ts#recognizeKept',
    samples: [DISCLOSURES, JWE, utf8(JSON.stringify({ name: 'n', salt: '0'.repeat(64) }))],
    parse: (bytes) => recognizeKept(bytes, 'file'),
    codes: ['not-erasable'],
  }),
  ofBytes({
    parser: 'node/sealing/jwe.ts#decryptWith',
    samples: [JWE],
    parse: (bytes) => decryptWith(sealing, bytes),
    codes: [...ANY_JSON, 'bad-jwe', 'not-a-recipient'],
    cost: 4,
  }),
  ofBytes({
    parser: 'client/commitment-file.ts#parseCommitmentFile',
    samples: [utf8(COMMITMENT)],
    parse: (bytes) => parseCommitmentFile(bytes, 'file'),
    codes: [...ANY_JSON, 'bad-opening'],
  }),
  ofBytes({
    parser: 'client/signer-record.ts#parseSignerRecord',
    samples: [utf8(JSON.stringify({ name: 'n', salt: '0'.repeat(64) }))],
    parse: (bytes) => parseSignerRecord(bytes, 'file'),
    codes: ['bad-signer-record'],
  }),
  ofText({
    parser: 'web/browser/desk/key.ts#readPageKey',
    samples: [generateKeyPair('ed25519').toPem(), generateKeyPair('ecdsa-p256').toPem()],
    parse: readPageKey,
    codes: ['bad-private-key', 'bad-base64'],
    cost: 4,
  }),
  ofText({
    parser: 'web/log/query.ts#parseDay',
    samples: ['2026-11-25', '2024-02-29'],
    parse: (text) => parseDay(text, 'from'),
    codes: ['bad-time'],
  }),
  ofText({
    parser: 'web/pages/reports/order.ts#readOrder',
    samples: ['kind=credit&subject=snuh&from=2026-10-01&to=12&language=ko&format=pdf', 'kind=certificate&subject=12'],
    parse: (text) => readOrder(Object.fromEntries(new URLSearchParams(text)), 'en'),
    codes: ['bad-request', 'bad-time'],
  }),
  ofBytes({
    parser: 'node/signer-record.ts#readSignerRecord',
    samples: [utf8(JSON.stringify({ name: 'n', salt: '0'.repeat(64) }))],
    parse: (bytes) => readSignerRecord(fileOf(bytes)),
    codes: ['bad-signer-record'],
    cost: 2,
  }),
  ofBytes({
    parser: 'node/enrolment.ts#readEnrolmentRequest',
    samples: [utf8(JSON.stringify(REQUEST))],
    parse: (bytes) => readEnrolmentRequest(fileOf(bytes)),
    codes: [...ANY_JSON, 'schema-violation', 'bad-possession', 'bad-base64', 'bad-public-key'],
    cost: 4,
  }),
  ofBytes({
    parser: 'node/doctor/installation.ts#parseManifest',
    samples: [utf8(`${'0'.repeat(64)}  dist/a.js\n${'1'.repeat(64)}  dist/b/c-d.json\n`)],
    parse: parseManifest,
    codes: ['unreadable-file', 'bad-utf8'],
  }),
  ofBytes({
    parser: 'node/ledger-config.ts#readLedgerConfig',
    samples: [utf8('origin = "log.example/l"\noperator = "o"\n\n[server]\nhost = "127.0.0.1"\nport = 8440\n')],
    parse: (bytes) => {
      fileOf(bytes, 'ledgerline.toml');
      return readLedgerConfig(folder);
    },
    codes: ['bad-config', 'too-large'],
    cost: 2,
  }),
  ofBytes({
    parser: 'node/witness-config.ts#readWitnessConfig',
    samples: [
      utf8(
        `name = "w.example/w"\nkey = "keys/witness.pem"\n[server]\nhost = "127.0.0.1"\nport = 8441\n[[log]]\nvkeys = ["${VKEY}"]\n`,
      ),
    ],
    parse: (bytes) => {
      fileOf(bytes, 'witness.toml');
      return readWitnessConfig(folder, 'witness');
    },
    codes: ['bad-config', 'too-large'],
    cost: 2,
  }),
];

const EMPTY_MODEL = zeroModel();
const INDEX_KEY = 'size';

/** An index value whose checksum holds. */
function sealValue(bytes: Uint8Array): Uint8Array {
  const payload = bytes.subarray(0, Math.max(0, bytes.length - 8));
  const checksum = sha256(Buffer.concat([Buffer.from(INDEX_KEY), Buffer.of(0xff), payload])).subarray(0, 8);
  return new Uint8Array(Buffer.concat([payload, checksum]));
}

/** A digest of a segment of an index whose checksum holds. */
function sealRecord(bytes: Uint8Array): Uint8Array {
  const body = bytes.subarray(0, 16);
  return new Uint8Array(Buffer.concat([body, sha256(Buffer.concat([SEGMENT_KEY, body])).subarray(0, 8)]));
}

const SEGMENT_KEY = recordKey(1, 's/record/7');

const STORED: readonly Target[] = [
  ofBytes({
    parser: 'log/head.ts#parseHead',
    samples: HEADS,
    parse: parseHead,
    format: encodeHead,
    codes: ['head-corrupt'],
    reseal: sealHead,
  }),
  ofBytes({
    parser: 'log/staging.ts#parseStaged',
    samples: STAGED,
    parse: parseStaged,
    format: encodeStaged,
    codes: ['staging-corrupt'],
    reseal: sealStaged,
  }),
  ofJson({
    parser: 'log/layout.ts#loadAccountLog',
    samples: [storeAccountLog({ account: 'a', count: 2, issued: 5n, spent: 1n, lastIndex: 9, hashes: [] } as never)],
    parse: (value) => loadAccountLog(value as never),
    codes: ['index-corrupt'],
  }),
  ofBytes({
    parser: 'storage/level/index-value.ts#decodeValue',
    samples: [7, { a: [1, null, 'ä', 0.5], b: { c: true } }, Uint8Array.of(1, 2)].map((value) =>
      encodeValue(INDEX_KEY, value),
    ),
    parse: (bytes) => decodeValue(INDEX_KEY, bytes),
    codes: ['index-corrupt'],
    reseal: sealValue,
    cost: 0.5,
  }),
  ofBytes({
    parser: 'storage/level/index-digest.ts#decodeRecord',
    samples: [
      { count: 7, sum: 2n ** 64n - 1n },
      { count: 0, sum: 0n },
    ].map((digest) => makeRecord(1, 's/record/7', digest).stored),
    parse: (bytes) => decodeRecord(SEGMENT_KEY, bytes),
    format: (record) => makeRecord(1, 's/record/7', record).stored,
    codes: ['index-corrupt'],
    reseal: sealRecord,
  }),
  ofText({
    parser: 'storage/files/checkpoint-file.ts#parseCheckpointPath',
    samples: ['checkpoints/000', 'checkpoints/x001/234'],
    parse: (path) => ({ number: parseCheckpointPath(path), path }),
    format: ({ number, path }) => (number === undefined ? path : formatCheckpointPath(number)),
    codes: [],
  }),
  ofText({
    parser: 'node/monitor/state.ts#parseMonitorState',
    samples: [formatMonitorState(newState('log.example/l', 'snuh', 7)), MONITOR_STATE],
    parse: (text) => parseMonitorState(text),
    codes: ['bad-monitor-state'],
  }),
  ofBytes({
    parser: 'verify/audit/checkpoint-files.ts#scanNotes',
    samples: [framed([utf8(CHECKPOINT.note), utf8('a\n')])],
    parse: (bytes) => ({ ...scanAudited(bytes), bytes }),
    format: ({ notes, endByte, bytes }) => new Uint8Array(Buffer.concat([framed(notes), bytes.subarray(endByte)])),
    codes: [],
  }),
  ofBytes({
    parser: 'node/backup/manifest.ts#parseSums',
    samples: [
      formatSums(['checkpoint', 'keys/log.pem', 'tile/0/000.p/7'].map((path) => ({ path, sha256: '0'.repeat(64) }))),
    ],
    parse: parseSums,
    format: formatSums,
    codes: ['bad-backup', 'bad-utf8'],
  }),
  ofBytes({
    parser: 'node/backup/manifest.ts#parseBackup',
    samples: [formatBackup(BACKUP)],
    parse: parseBackup,
    format: formatBackup,
    codes: [...ANY_JSON, 'schema-violation'],
  }),
  ofBytes({
    parser: 'storage/files/checkpoint-file.ts#scanNotes',
    samples: [framed([utf8(CHECKPOINT.note), utf8('a\n')])],
    parse: (bytes) => ({ ...scanNotes(bytes), bytes }),
    format: ({ notes, endByte, bytes }) => new Uint8Array(Buffer.concat([framed(notes), bytes.subarray(endByte)])),
    codes: [],
  }),
  ofBytes({
    parser: 'storage/files/checkpoint-file.ts#decodeFullFile',
    samples: [framed(Array.from({ length: 256 }, () => utf8('a\n')))],
    parse: (bytes) => decodeFullFile('checkpoints/000', bytes),
    format: framed,
    codes: ['checkpoints-corrupt'],
  }),
  ofBytes({
    parser: 'server/msgpack.ts#decodeBatch',
    samples: [[{ payload: 'cA==', signatures: [{ keyid: 'a', sig: 'b' }] }], [1, -1, 65_536, 'ä', null, true]].map(
      (items) => new Uint8Array(encode(items)),
    ),
    parse: decodeBatch,
    codes: ['bad-msgpack', 'batch-size'],
    cost: 0.5,
  }),
  ofBytes({
    parser: 'federation/learning/model-file.ts#parseModelFile',
    samples: [formatModelFile(EMPTY_MODEL, 'update')],
    parse: (bytes) => parseModelFile(bytes, 'update'),
    format: (model) => formatModelFile(model, 'update'),
    codes: ['bad-safetensors', 'bad-model'],
    cost: 4,
  }),
  ofBytes({
    parser: 'federation/dataset/csv.ts#readTable',
    samples: [utf8('name,smiles,value\n"a ""b""",CCO,1.5\r\n\nb,C,2\n')],
    parse: (bytes) => readTable(fileOf(bytes)),
    codes: ['bad-dataset'],
    cost: 4,
  }),
];

const DRAFT = { kind: 'erasure', body: { erasure: 'e', openings: ['samples'], subjects: ['0'.repeat(64)] } };

/** Words that a user types. */
const WORDS: readonly Target[] = [
  ofText({
    parser: 'cli/numbers.ts#parsePort',
    samples: ['0', '8440'],
    parse: parsePort,
    format: String,
    codes: ['usage'],
  }),
  ofText({
    parser: 'cli/numbers.ts#parseIndex',
    samples: ['0', '41'],
    parse: (text) => parseIndex(text, '--index'),
    format: String,
    codes: ['usage'],
  }),
  ofText({
    parser: 'cli/numbers.ts#parseSize',
    samples: ['0', '7'],
    parse: parseSize,
    format: String,
    codes: ['usage'],
  }),
  ofText({
    parser: 'cli/numbers.ts#parseCount',
    samples: ['1', '7'],
    parse: (text) => parseCount(text, '--n'),
    format: String,
    codes: ['usage'],
  }),
  ofText({
    parser: 'cli/numbers.ts#parseDecimalNumber',
    samples: ['0.5', '-7'],
    parse: (text) => parseDecimalNumber(text, '--n'),
    codes: ['usage'],
  }),
  ofText({
    parser: 'cli/words.ts#parseDigest',
    samples: ['0'.repeat(64)],
    parse: (text) => parseDigest(text, 'digest'),
    format: (digest) => digest,
    codes: ['usage', 'bad-hex'],
  }),
  ofText({
    parser: 'cli/words.ts#parseAmount',
    samples: ['1', '12'],
    parse: parseAmount,
    format: (text) => text,
    codes: ['usage'],
  }),
  ofText({
    parser: 'cli/commands/submit.ts#parseDraft',
    samples: [JSON.stringify(DRAFT), STATEMENT.statements[0]?.payload ?? ''].slice(0, 1),
    parse: (text) => parseDraft(text, 'file'),
    codes: ['usage', 'schema-violation', 'bad-json', 'json-not-canonical', 'too-large'],
  }),
  ofText({
    parser: 'federation/dataset/columns.ts#parseMeasurement',
    samples: ['1.5', '-2e3', 'n/a'],
    parse: parseMeasurement,
    codes: [],
  }),
];

export const NODE: readonly Target[] = [...FILES, ...STORED, ...WORDS];
