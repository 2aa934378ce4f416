/**
 * What a verifier and a client read.
 * @module
 */
import { readFileSync } from 'node:fs';
import { checkAnswer } from '../../../src/client/answers.ts';
import { readReceipt } from '../../../src/client/receipt.ts';
import { jsonOf, problemOf } from '../../../src/client/transport.ts';
import { encodeReport } from '../../../src/report/model/document.ts';
import { parseReport } from '../../../src/report/model/judge/parse-report.ts';
import { parseBound } from '../../../src/report/model/scope.ts';
import {
  encodeAccountStatement,
  isAccountStatement,
  parseAccountStatement,
} from '../../../src/verify/account/statement.ts';
import { verifyAccountStatement } from '../../../src/verify/account/verify-account.ts';
import { formatNotesPath, parseNotesPath } from '../../../src/verify/audit/checkpoint-files.ts';
import { parseHeadRecord, parseStagedRecords } from '../../../src/verify/audit/engine-files.ts';
import { encodeBundle, parseBundle } from '../../../src/verify/bundle.ts';
import { encodeEvidenceFile, isEvidenceFile, parseEvidenceFile } from '../../../src/verify/evidence-file/document.ts';
import { verifyEvidence } from '../../../src/verify/evidence-file/verify-evidence.ts';
import { encodeLaterEvidence, parseLaterEvidence } from '../../../src/verify/later.ts';
import { parseOwnList } from '../../../src/verify/monitor/own-list.ts';
import { reportAttachments } from '../../../src/verify/report-file.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import { openRecord } from '../../../src/verify/version.ts';
import { htmlWith, inflateWithNode, pdfWith } from '../../_util/report-files.ts';
import { HEADS, STAGED, sealHead, sealStaged } from './_engine-samples.ts';
import { ACCOUNT_STATEMENT, BUNDLE, EVIDENCE, RECORDS, utf8 } from './_samples.ts';
import { ofBytes, ofJson, ofText, type Target } from './_target.ts';

const BUNDLES = BUNDLE.bundles.map(({ bundle }) => utf8(bundle));
const CANONICAL = ['too-large', 'bad-utf8', 'bad-json', 'json-not-canonical'] as const;
const OF_NOTE = ['bad-note', 'bad-base64'] as const;
const OF_PATH = ['account-path', 'account-node', 'bad-hex'] as const;

/** The statement, as if a key of its log had been retired. */
function withSuccession(bytes: Uint8Array): Uint8Array {
  const statement = parseAccountStatement(bytes);
  const consistency = [0, 1, 2].map((byte) => new Uint8Array(32).fill(byte));
  return encodeAccountStatement({ ...statement, succession: [{ note: statement.note, consistency }] });
}

const EVIDENCES = EVIDENCE.vectors
  .filter(({ verdict }) => verdict === 'VERIFIED')
  .map(({ evidence }) => utf8(evidence));

/** Golden reports, in their canonical spelling. */
const REPORTS = ['certificate', 'credit', 'incident'].map((form) => {
  const path = new URL(`../../vectors/reports/${form}.json`, import.meta.url);
  return encodeReport(JSON.parse(readFileSync(path, 'utf8')));
});

/** What verification never does is throw: whatever the evidence is, the answer is a verdict. */
const NO_CODES = [] as const;

const NOTHING = new Uint8Array();

const VERIFYING: readonly Target[] = [
  ofText({
    parser: 'report/model/scope.ts#parseBound',
    samples: ['0', '12345', '2026-11-20', '2026-11-20T09:00:00+09:00', '2026-11-20T00:00:00.5Z'],
    parse: (text) => parseBound(text, 'to'),
    codes: ['bad-time'],
  }),
  ofBytes({
    parser: 'verify/bundle.ts#parseBundle',
    samples: BUNDLES,
    parse: parseBundle,
    format: encodeBundle,
    codes: [
      ...CANONICAL,
      ...OF_NOTE,
      ...OF_PATH,
      'unknown-version',
      'schema-violation',
      'bad-tlog-proof',
      'bad-integer',
    ],
    cost: 2,
  }),
  ofBytes({
    parser: 'verify/later.ts#parseLaterEvidence',
    samples: [utf8(BUNDLE.later)],
    parse: parseLaterEvidence,
    format: encodeLaterEvidence,
    codes: [...CANONICAL, ...OF_NOTE, 'unknown-version', 'schema-violation'],
  }),
  ofBytes({
    parser: 'verify/account/statement.ts#parseAccountStatement',
    samples: [utf8(ACCOUNT_STATEMENT.statement), withSuccession(utf8(ACCOUNT_STATEMENT.statement))],
    parse: parseAccountStatement,
    format: encodeAccountStatement,
    codes: [...CANONICAL, ...OF_NOTE, ...OF_PATH, 'unknown-version', 'schema-violation', 'bad-inclusion-proof'],
    cost: 2,
  }),
  ofBytes({
    parser: 'verify/account/statement.ts#isAccountStatement',
    samples: [utf8(ACCOUNT_STATEMENT.statement), ...BUNDLES.slice(0, 1)],
    parse: isAccountStatement,
    codes: NO_CODES,
  }),
  ofBytes({
    parser: 'verify/report-file.ts#reportAttachments',
    samples: [
      pdfWith([['a.proof.json', Buffer.from(BUNDLES[0] ?? '')]]),
      utf8(htmlWith('a.proof.json', BUNDLES[0] ?? NOTHING)),
    ],
    parse: (bytes) => reportAttachments(bytes, inflateWithNode),
    codes: ['too-large'],
    cost: 2,
  }),
  ofBytes({
    parser: 'report/model/judge/parse-report.ts#parseReport',
    samples: REPORTS,
    parse: parseReport,
    format: encodeReport,
    codes: [...CANONICAL, 'unknown-version', 'schema-violation'],
    cost: 2,
  }),
  ofBytes({
    parser: 'verify/version.ts#openRecord',
    samples: RECORDS,
    parse: openRecord,
    codes: [
      ...CANONICAL,
      'bad-base64',
      'bad-hex',
      'unknown-version',
      'schema-violation',
      'unknown-kind',
      'bad-time',
      'bad-subject',
    ],
  }),
  ofBytes({
    parser: 'verify/verify-bundle.ts#verifyBundle',
    samples: BUNDLES,
    parse: async (bytes) => (await verifyBundle(bytes, BUNDLE.policy, { verifySignature: () => true })).verdict,
    codes: NO_CODES,
    cost: 10,
  }),
  ofBytes({
    parser: 'verify/account/verify-account.ts#verifyAccountStatement',
    samples: [utf8(ACCOUNT_STATEMENT.statement)],
    parse: async (bytes) =>
      (await verifyAccountStatement(bytes, ACCOUNT_STATEMENT.policy, { verifySignature: () => true })).verdict,
    codes: NO_CODES,
    cost: 10,
  }),
  ofBytes({
    parser: 'verify/evidence-file/document.ts#parseEvidenceFile',
    samples: EVIDENCES,
    parse: parseEvidenceFile,
    format: encodeEvidenceFile,
    codes: [
      ...CANONICAL,
      ...OF_NOTE,
      'unknown-version',
      'schema-violation',
      'bad-evidence',
      'bad-tlog-proof',
      'bad-integer',
    ],
    cost: 2,
  }),
  ofBytes({
    parser: 'verify/evidence-file/document.ts#isEvidenceFile',
    samples: [...EVIDENCES.slice(0, 1), ...BUNDLES.slice(0, 1)],
    parse: isEvidenceFile,
    codes: NO_CODES,
  }),
  ofBytes({
    parser: 'verify/evidence-file/verify-evidence.ts#verifyEvidence',
    samples: EVIDENCES,
    parse: async (bytes) => (await verifyEvidence(bytes, EVIDENCE.policy, { verifySignature: () => true })).verdict,
    codes: NO_CODES,
    cost: 10,
  }),
  ofText({
    parser: 'verify/monitor/own-list.ts#parseOwnList',
    samples: [
      `# ours\n${'0'.repeat(64)}\n`,
      `{"at":"2026-11-25T08:00:00.000Z","digest":"${'1'.repeat(64)}","event":"sent","kind":"task","sequence":4}\n`,
    ],
    parse: (text) => parseOwnList(text, 'list'),
    codes: ['bad-own-list'],
  }),
];

/** The files that an audit reads. */
const AUDITING: readonly Target[] = [
  ofText({
    parser: 'verify/audit/checkpoint-files.ts#parseNotesPath',
    samples: ['checkpoints/000', 'checkpoints/x001/234'],
    // Undefined for another path; the format then has nothing to compare.
    parse: (path) => ({ number: parseNotesPath(path), path }),
    format: ({ number, path }) => (number === undefined ? path : formatNotesPath(number)),
    codes: NO_CODES,
  }),
  ofBytes({
    parser: 'verify/audit/engine-files.ts#parseHeadRecord',
    samples: HEADS,
    parse: parseHeadRecord,
    codes: ['head-corrupt'],
    reseal: sealHead,
  }),
  ofBytes({
    parser: 'verify/audit/engine-files.ts#parseStagedRecords',
    samples: STAGED,
    parse: (bytes) => parseStagedRecords('staging/test', bytes),
    codes: ['staging-corrupt'],
    reseal: sealStaged,
  }),
];

const LEDGER = {
  origin: 'log.example/l',
  charter: '0'.repeat(64),
  operator: 'platform',
  logKeys: ['k'],
  vocabularies: { bands: [{ code: 's', weight: 1, atLeast: 1 }] },
  committed: 7,
  published: 7,
};
const STANDING = { id: '0'.repeat(64), status: 'published', index: 3 };
const BATCH = { items: [{ status: 201, id: '0'.repeat(64), index: 3 }], checkpoint: 'note' };

/** What a server answers. */
const ANSWERS: readonly Target[] = [
  ofJson({
    parser: 'client/answers.ts#checkAnswer',
    samples: [LEDGER],
    parse: (value) => checkAnswer('ledger', value as never),
    format: (value) => value,
    codes: ['unexpected-answer'],
  }),
  ofJson({
    parser: 'client/answers.ts#checkAnswer of a standing',
    samples: [STANDING],
    parse: (value) => checkAnswer('standing', value as never),
    codes: ['unexpected-answer'],
  }),
  ofJson({
    parser: 'client/answers.ts#checkAnswer of a batch',
    samples: [BATCH],
    parse: (value) => checkAnswer('batch', value as never),
    codes: ['unexpected-answer'],
  }),
  ofBytes({
    parser: 'client/receipt.ts#readReceipt',
    samples: BUNDLES.slice(0, 1),
    parse: (bytes) => readReceipt(bytes, 0),
    codes: ['unexpected-answer'],
    cost: 4,
  }),
  ofBytes({
    parser: 'client/transport.ts#jsonOf',
    samples: [utf8('{"a":1}')],
    parse: (bytes) => jsonOf(bytes, 'answer'),
    codes: ['unexpected-answer'],
  }),
  ofJson({
    parser: 'client/transport.ts#problemOf',
    samples: [{ code: 'chain', detail: 'd', title: 't' }],
    parse: (value) => {
      const { code, message } = problemOf(value as never, 'otherwise');
      if (/[\p{Cc}\p{Surrogate}]/u.test(message) || message.length > 500)
        throw new Error(`shown as it came: ${message}`);
      return code;
    },
    codes: [],
  }),
];

export const VERIFY: readonly Target[] = [...VERIFYING, ...AUDITING, ...ANSWERS];
