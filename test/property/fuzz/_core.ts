/**
 * The formats of the core.
 * @module
 */
import { decodeAccountNode, encodeAccountLeaf, encodeAccountNode } from '../../../src/core/account/node.ts';
import { formatAccountPath, parseAccountPath } from '../../../src/core/account/path-json.ts';
import { decodeSubLeaf, encodeSubLeaf } from '../../../src/core/account/sub-log.ts';
import { decodeBase64, encodeBase64 } from '../../../src/core/bytes/base64.ts';
import { decodeBase64url, encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { decodeHex, encodeHex } from '../../../src/core/bytes/hex.ts';
import { decodeU16, decodeU64, encodeU16, encodeU64, parseDecimal } from '../../../src/core/bytes/integers.ts';
import { decodeUtf8, encodeUtf8 } from '../../../src/core/bytes/utf8.ts';
import { decodeTable, encodeTable } from '../../../src/core/credit/utility-table.ts';
import { formatDerSignature, parseDerSignature } from '../../../src/core/crypto/ecdsa.ts';
import { parseSpki } from '../../../src/core/crypto/spki.ts';
import { parseDisclosure } from '../../../src/core/disclosure/disclosure.ts';
import { openSealed } from '../../../src/core/disclosure/open.ts';
import { encodeSealed, parseSealed, seal } from '../../../src/core/disclosure/sealed.ts';
import { canonicalize } from '../../../src/core/json/jcs.ts';
import { parseCanonicalJson, parseJson, parseWrittenJson } from '../../../src/core/json/json.ts';
import {
  formatEnvelope,
  makeRecord,
  parseEnvelope,
  parseRecord,
  parseRecordFrame,
} from '../../../src/core/record/record.ts';
import { formatInstant, parseInstant, parseZonedInstant } from '../../../src/core/statement/instant.ts';
import { parseOpenings } from '../../../src/core/statement/openings.ts';
import { encodeStatement, parseStatement } from '../../../src/core/statement/statement.ts';
import { LENGTH_BYTES, parseHeader, parseHeaderLength } from '../../../src/core/tensor/header.ts';
import { countHeaderMembers } from '../../../src/core/tensor/header-scan.ts';
import { parseSafetensors } from '../../../src/core/tensor/safetensors.ts';
import { decodeValues } from '../../../src/core/tensor/values.ts';
import { decodeEntries, encodeEntries } from '../../../src/core/tile/entry-bundle.ts';
import {
  formatEntriesPath,
  formatIndexPath,
  formatTilePath,
  parseIndexPath,
  parseTilePath,
} from '../../../src/core/tile/path.ts';
import { testKey } from '../../_util/keys.ts';
import {
  ACCOUNT,
  framed,
  hex,
  RECORDS,
  SD_JWT,
  STATEMENT,
  sha256,
  TENSOR_BYTES,
  TENSOR_HEADER,
  tensorFile,
  utf8,
} from './_samples.ts';
import { ofBytes, ofJson, ofText, type Target } from './_target.ts';

const PAYLOADS = STATEMENT.statements.map(({ payload }) => utf8(payload));
const CANONICAL = ['too-large', 'bad-utf8', 'bad-json', 'json-not-canonical'] as const;
const OF_STATEMENT = [...CANONICAL, 'schema-violation', 'unknown-kind', 'bad-time', 'bad-subject'] as const;
const OF_RECORD = [...OF_STATEMENT, 'bad-base64', 'bad-hex'] as const;

const SEALING = seal(
  { donors: 12, scores: [1, 2], name: 'ä' },
  Array.from({ length: 5 }, (_, i) => sha256(`salt ${i}`).toString('base64url')),
  [sha256('decoy').toString('base64url')],
);

/** Encodings and plain JSON. */
const BYTES: readonly Target[] = [
  ofText({
    parser: 'core/bytes/base64.ts#decodeBase64',
    samples: ['', 'AA==', 'AAH/', 'A+8=', 'AAECAwQFBgcICQ=='],
    parse: (text) => decodeBase64(text),
    format: encodeBase64,
    codes: ['bad-base64'],
  }),
  ofText({
    parser: 'core/bytes/base64url.ts#decodeBase64url',
    samples: ['', 'AA', 'AAH_', 'A-8', 'AAECAwQFBgcICQ'],
    parse: (text) => decodeBase64url(text),
    format: encodeBase64url,
    codes: ['bad-base64url'],
  }),
  ofText({
    parser: 'core/bytes/hex.ts#decodeHex',
    samples: ['', '00ff', 'deadbeef'],
    parse: (text) => decodeHex(text),
    format: encodeHex,
    codes: ['bad-hex'],
  }),
  ofBytes({
    parser: 'core/bytes/integers.ts#decodeU16',
    samples: [hex('ffff'), hex('0100')],
    parse: (bytes) => ({ value: decodeU16(bytes, 0), rest: bytes.subarray(2) }),
    format: ({ value, rest }) => Buffer.concat([encodeU16(value), rest]),
    codes: ['bad-integer'],
  }),
  ofBytes({
    parser: 'core/bytes/integers.ts#decodeU64',
    samples: [hex('001fffffffffffff'), hex('0000000000000007')],
    parse: (bytes) => ({ value: decodeU64(bytes, 0), rest: bytes.subarray(8) }),
    format: ({ value, rest }) => Buffer.concat([encodeU64(value), rest]),
    codes: ['bad-integer'],
  }),
  ofText({
    parser: 'core/bytes/integers.ts#parseDecimal',
    samples: ['0', '7', '9007199254740991'],
    parse: (text) => parseDecimal(text),
    format: String,
    codes: ['bad-integer'],
  }),
  ofBytes({
    parser: 'core/bytes/utf8.ts#decodeUtf8',
    samples: [utf8(''), utf8('aä€😂\ufeff'), utf8('약물\u0000')],
    parse: (bytes) => decodeUtf8(bytes),
    format: encodeUtf8,
    codes: ['bad-utf8'],
  }),
  ofBytes({
    parser: 'core/json/json.ts#parseCanonicalJson',
    samples: [utf8('{"a":[1,null,"ä"],"b":{"c":true}}'), ...PAYLOADS.slice(0, 3)],
    parse: (bytes) => parseCanonicalJson(bytes, 100_000, 'test'),
    format: (value) => encodeUtf8(canonicalize(value)),
    codes: CANONICAL,
  }),
  ofText({
    parser: 'core/json/json.ts#parseJson',
    samples: [' {"b": 1.5e0, "a": [ ] } ', '"\\ud800"', '[[1],[2]]'],
    parse: (text) => parseJson(text, 'test'),
    codes: ['bad-json', 'json-not-canonical', 'too-large'],
  }),
  ofText({
    parser: 'core/json/json.ts#parseWrittenJson',
    samples: [' {"b": 1.5e0, "a": [ {"a": ":"} ] } ', '{"kind":"task","body":{"\\"":"x"}}'],
    parse: (text) => parseWrittenJson(text, 'test'),
    codes: ['bad-json', 'json-not-canonical', 'too-large'],
  }),
];

/** Statements, records, and what is kept beside them. */
const STATEMENTS: readonly Target[] = [
  ofBytes({
    parser: 'core/statement/statement.ts#parseStatement',
    samples: PAYLOADS,
    parse: parseStatement,
    format: encodeStatement,
    codes: OF_STATEMENT,
    cost: 0.5,
  }),
  ofJson({
    parser: 'core/record/record.ts#parseEnvelope',
    samples: RECORDS.slice(0, 8).map(
      (bytes) => (JSON.parse(Buffer.from(bytes).toString()) as { envelope: unknown }).envelope,
    ),
    parse: (value) => parseEnvelope(value as never),
    format: formatEnvelope,
    codes: OF_RECORD,
  }),
  ofBytes({
    parser: 'core/record/record.ts#parseRecord',
    samples: RECORDS,
    parse: parseRecord,
    format: (record) => makeRecord(record, record.recordedAt, record.state).bytes,
    codes: OF_RECORD,
  }),
  ofBytes({
    parser: 'core/record/record.ts#parseRecordFrame',
    samples: RECORDS,
    parse: parseRecordFrame,
    codes: [...CANONICAL, 'schema-violation', 'bad-base64', 'bad-hex', 'bad-time'],
  }),
  ofBytes({
    parser: 'core/statement/openings.ts#parseOpenings',
    samples: [
      utf8(
        JSON.stringify(
          Object.fromEntries(STATEMENT.commitments.map(({ purpose, salt, value }) => [purpose, { salt, value }])),
        ),
      ),
      utf8(JSON.stringify({ a: { purpose: 'samples', salt: '0'.repeat(64), value: '895' } })),
      utf8(JSON.stringify({ name: 'somebody', salt: '0'.repeat(64) })),
    ],
    parse: parseOpenings,
    codes: [...CANONICAL, 'bad-opening'],
  }),
  ofText({
    parser: 'core/statement/instant.ts#parseInstant',
    samples: ['2026-11-23T08:26:00.000Z', '0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'],
    parse: (text) => parseInstant(text),
    format: formatInstant,
    codes: ['bad-time'],
  }),
  ofText({
    parser: 'core/statement/instant.ts#parseZonedInstant',
    samples: ['2026-11-23T17:26:00+09:00', '2026-11-23T08:26:00.5Z', '2024-02-29T00:00:00-14:00'],
    parse: (text) => parseZonedInstant(text),
    codes: ['bad-time'],
  }),
  ofBytes({
    parser: 'core/disclosure/sealed.ts#parseSealed',
    samples: [encodeSealed(SEALING.sealed)],
    parse: parseSealed,
    format: encodeSealed,
    codes: [...CANONICAL, 'bad-sealed'],
  }),
  ofText({
    parser: 'core/disclosure/disclosure.ts#parseDisclosure',
    samples: [...SD_JWT.digests.map(({ disclosure }) => disclosure), ...SEALING.disclosures],
    parse: parseDisclosure,
    format: ({ text }) => text,
    codes: ['bad-base64url', 'bad-utf8', 'bad-json', 'json-not-canonical', 'too-large', 'bad-disclosure'],
    reseal: (text) => (text.startsWith('[') ? Buffer.from(text).toString('base64url') : text),
  }),
  ofJson({
    parser: 'core/disclosure/open.ts#openSealed',
    samples: [[SEALING.sealed, SEALING.disclosures]],
    parse: (value) => {
      const [sealed, disclosures] = Array.isArray(value) ? (value as unknown[]) : [];
      const isList = Array.isArray(disclosures) && disclosures.every((each) => typeof each === 'string');
      return openSealed(parseSealed(encodeUtf8(canonicalize(sealed ?? null))), isList ? (disclosures as string[]) : []);
    },
    codes: [
      ...CANONICAL,
      'bad-base64url',
      'bad-disclosure',
      'bad-salt',
      'disclosure-repeated',
      'disclosure-unknown',
      'bad-sealed',
    ],
  }),
  ofText({
    parser: 'core/credit/utility-table.ts#decodeTable',
    samples: [encodeTable([]), encodeTable([0, -1, 2 ** 31 - 1, -(2 ** 31)])],
    parse: (text) => decodeTable(text),
    format: encodeTable,
    codes: ['bad-base64', 'bad-utility-table'],
  }),
];

/** Keys and signatures. */
const KEYS: readonly Target[] = [
  ofBytes({
    parser: 'core/crypto/spki.ts#parseSpki',
    samples: (['ed25519', 'ecdsa-p256', 'ecdsa-p384'] as const).map(
      (algorithm) => testKey(`fuzz ${algorithm}`, algorithm).publicKey.spki,
    ),
    parse: parseSpki,
    format: ({ spki }) => spki,
    codes: ['bad-public-key'],
    cost: 4,
  }),
  ofBytes({
    parser: 'core/crypto/ecdsa.ts#parseDerSignature',
    samples: [
      hex('3007020101020200 80'.replace(' ', '')),
      ...[1, 2, 3].map((i) => testKey('fuzz ecdsa-p256', 'ecdsa-p256').sign(Uint8Array.of(i))),
    ],
    // Undefined for what is none; the format then has nothing to compare.
    parse: (der) => ({ signature: parseDerSignature('ecdsa-p256', der), der }),
    format: ({ signature, der }) => (signature === undefined ? der : formatDerSignature('ecdsa-p256', signature)),
    codes: [],
  }),
];

/** Files of tensors. */
const TENSORS: readonly Target[] = [
  ofBytes({
    parser: 'core/tensor/safetensors.ts#parseSafetensors',
    samples: [tensorFile(TENSOR_HEADER, TENSOR_BYTES), tensorFile({}, 0)],
    parse: parseSafetensors,
    codes: ['bad-safetensors'],
  }),
  ofBytes({
    parser: 'core/tensor/header.ts#parseHeader',
    samples: [utf8(JSON.stringify(TENSOR_HEADER)), utf8(`${JSON.stringify(TENSOR_HEADER)}   `)],
    parse: (header) => parseHeader(header, TENSOR_BYTES),
    codes: ['bad-safetensors'],
    cost: 0.5,
  }),
  ofBytes({
    parser: 'core/tensor/header.ts#parseHeaderLength',
    samples: [tensorFile(TENSOR_HEADER, TENSOR_BYTES).subarray(0, LENGTH_BYTES)],
    parse: (prefix) => parseHeaderLength(prefix, 1000),
    codes: ['bad-safetensors'],
  }),
  ofBytes({
    parser: 'core/tensor/header-scan.ts#countHeaderMembers',
    samples: [utf8(JSON.stringify(TENSOR_HEADER))],
    parse: countHeaderMembers,
    codes: ['bad-safetensors'],
  }),
  ofBytes({
    parser: 'core/tensor/values.ts#decodeValues',
    samples: [new Uint8Array(16).fill(0x7f)],
    parse: (bytes) => decodeValues('F32', bytes.subarray(0, bytes.length - (bytes.length % 4))),
    codes: ['unmeasurable'],
  }),
];

/** Trees: tiles, bundles, accounts. */
const TREES: readonly Target[] = [
  ofBytes({
    parser: 'core/tile/entry-bundle.ts#decodeEntries',
    samples: [framed(RECORDS.slice(0, 3)), framed([utf8('a'), utf8('')])],
    parse: (bytes) => decodeEntries(bytes),
    format: encodeEntries,
    codes: ['bad-entry-bundle'],
  }),
  ofText({
    parser: 'core/tile/path.ts#parseTilePath',
    samples: ['tile/0/x001/x234/067', 'tile/63/000.p/8', 'tile/entries/000.p/255', 'tile/entries/x001/000'],
    parse: parseTilePath,
    format: ({ kind, tile }) => (kind === 'hashes' ? formatTilePath(tile) : formatEntriesPath(tile.index, tile.width)),
    codes: ['bad-tile-path'],
  }),
  ofText({
    parser: 'core/tile/path.ts#parseIndexPath',
    samples: ['000', 'x001/x234/067'],
    parse: (text) => parseIndexPath(text),
    format: formatIndexPath,
    codes: ['bad-tile-path'],
  }),
  ofBytes({
    parser: 'core/account/node.ts#decodeAccountNode',
    samples: ACCOUNT.records.flatMap(({ leaf, nodes }) => [leaf, ...nodes].map(hex)),
    parse: decodeAccountNode,
    format: (value) => (value.kind === 'leaf' ? encodeAccountLeaf(value) : encodeAccountNode(value)),
    codes: ['account-node'],
  }),
  ofBytes({
    parser: 'core/account/sub-log.ts#decodeSubLeaf',
    samples: ACCOUNT.records.map(({ subLeaf }) => hex(subLeaf)),
    parse: decodeSubLeaf,
    format: (value) => encodeSubLeaf(value),
    codes: ['account-node'],
  }),
  ofJson({
    parser: 'core/account/path-json.ts#parseAccountPath',
    samples: ACCOUNT.valid.map(({ path }) => path),
    parse: parseAccountPath,
    format: formatAccountPath,
    codes: ['account-path', 'account-node', 'bad-hex'],
  }),
];

export const CORE: readonly Target[] = [...BYTES, ...STATEMENTS, ...KEYS, ...TENSORS, ...TREES];
