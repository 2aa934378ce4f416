/**
 * Judging report files: what is proven, and every way in which a file can lie.
 */
import { deflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { inflateBounded, isRendering } from '../../../src/report/files/compare-pages.ts';
import type { GatheredReport } from '../../../src/report/files/gather.ts';
import { renderPackage } from '../../../src/report/files/package.ts';
import { type AttachedFile, renderPdf } from '../../../src/report/files/pdf.ts';
import { renderReport } from '../../../src/report/files/render.ts';
import { composeReport } from '../../../src/report/model/compose/compose.ts';
import { encodeReport } from '../../../src/report/model/document.ts';
import { judgeReport, type ReportVerification } from '../../../src/report/model/judge/judge.ts';
import { PHARMA } from '../../_util/credit-scenario.ts';
import { testLogKey } from '../../_util/keys.ts';
import { policyOf, verifySync } from '../../_util/proven-ledger.ts';
import { gathered, policyBytes, VERSION } from './_gathered.ts';

const certificate = gathered({ form: 'certificate', subject: '5' });
const credit = gathered({ form: 'credit', subject: PHARMA });

function judge(file: Uint8Array, policy = policyBytes(), version = VERSION): Promise<ReportVerification> {
  return judgeReport(file, policy, {
    verifySignature: verifySync,
    inflate: inflateBounded,
    isRendering: (document, carried) => isRendering(file, version, document, carried),
  });
}

const unmet = ({ checks }: ReportVerification): string[] =>
  checks
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ id, outcome, code }) => `${id} ${outcome} ${code ?? ''}`.trim());

/** A PDF of a report with other attachments. */
async function forged(report: GatheredReport, change: (files: AttachedFile[]) => AttachedFile[]): Promise<Uint8Array> {
  return renderPdf(composeReport(report.document), 'en', change([...report.attached]));
}

const bytesOf = (value: unknown): Uint8Array =>
  new Uint8Array(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const replaced = (name: string, bytes: Uint8Array) => (files: AttachedFile[]) =>
  files.map((file) => (file.name === name ? { ...file, bytes } : file));

describe('I9: a report of this program', () => {
  test.each(['pdf', 'html'] as const)('as %s is VERIFIED, and says what is not proven', async (format) => {
    for (const report of [await certificate, await credit]) {
      const verification = await judge(await renderReport(report, format, 'ko'));
      expect(unmet(verification).filter((line) => line !== 'digest ignored')).toEqual([]);
      expect(verification.verdict).toBe('VERIFIED');
      expect(verification.proofs.length).toBeGreaterThan(0);
      expect(verification.committed.length).toBeGreaterThan(0);
    }
  });

  test('as data alone proves nothing', async () => {
    const verification = await judge(encodeReport((await certificate).document));
    expect(verification.verdict).toBe('CANNOT TELL');
    expect(unmet(verification)).toContain('proofs unknown evidence-incomplete');
  });

  test('of another version, or under a policy of strangers, nobody can tell', async () => {
    const pdf = await renderReport(await certificate, 'pdf', 'en');
    expect(unmet(await judge(pdf, policyBytes(), '9.9.9'))).toEqual(['pages unknown report-pages']);
    const strangers = bytesOf(policyOf([testLogKey('log.example/strangers')]));
    expect((await judge(pdf, strangers)).verdict).toBe('CANNOT TELL');
  });
});

describe('a changed file', () => {
  test('with other pages is not VERIFIED', async () => {
    const report = await certificate;
    const paper = composeReport(report.document);
    const lie = { type: 'paragraph', text: { en: 'A lie.', ko: '거짓말.' } } as const;
    const pdf = await renderPdf({ ...paper, blocks: [...paper.blocks, lie] }, 'en', report.attached);
    const verification = await judge(pdf);
    expect(unmet(verification)).toEqual(['pages unknown report-pages']);
    expect(verification.verdict).toBe('CANNOT TELL');
  });

  test.each([
    ['another report', 'digest failed report-differs', (doc: string) => doc.replace('"size":', '"size":1')],
    ['a report in another spelling', 'report failed json-not-canonical', (doc: string) => ` ${doc}`],
    ['no JSON', 'report failed bad-json', () => '{'],
    ['another format', 'report unknown unknown-version', (doc: string) => doc.replace('report@v1', 'report@v9')],
  ])('with %s inside: %s', async (_, expected, change) => {
    const report = await certificate;
    const json = Buffer.from(encodeReport(report.document)).toString();
    const verification = await judge(await forged(report, replaced('report.json', bytesOf(change(json)))));
    const first = unmet(verification)[0] ?? '';
    expect([expected, 'report failed schema-violation']).toContain(first);
    expect(verification.verdict).not.toBe('VERIFIED');
  });

  test('whose report says something else of a record than its proof is FAILED', async () => {
    const report = await certificate;
    const { content } = report.document;
    if (content.form !== 'certificate') throw new Error('no certificate');
    const document = { ...report.document, content: { ...content, record: { ...content.record, meaning: 'witness' } } };
    const lie: GatheredReport = {
      document,
      attached: replaced('report.json', encodeReport(document))([...report.attached]),
    };
    const verification = await judge(await renderReport(lie, 'pdf', 'en'));
    expect(unmet(verification)[0]).toBe('agreement failed report-differs');
    expect(verification.verdict).toBe('FAILED');
  });

  test('whose balance is not the proven one is FAILED', async () => {
    const report = await credit;
    const { content } = report.document;
    if (content.form !== 'credit') throw new Error('no credit statement');
    const account = { ...content.account, balance: '999000000' };
    const document = { ...report.document, content: { ...content, account } };
    const lie: GatheredReport = {
      document,
      attached: replaced('report.json', encodeReport(document))([...report.attached]),
    };
    expect(unmet(await judge(await renderReport(lie, 'pdf', 'en')))[0]).toBe('agreement failed report-differs');
  });

  test('with a proof of another record, a broken one, none, or one more is FAILED', async () => {
    const report = await certificate;
    const other = (await gathered({ form: 'certificate', subject: '6' })).attached.find(({ name }) =>
      name.endsWith('.proof.json'),
    );
    const own = report.attached.find(({ name }) => name.endsWith('.proof.json'));
    if (other === undefined || own === undefined) throw new Error('no proofs');
    const broken = bytesOf(Buffer.from(own.bytes).toString().replace('"index":', '"index": '));
    const cases: readonly (readonly [string, (files: AttachedFile[]) => AttachedFile[]])[] = [
      ['attachments failed bad-report', (files) => files.filter(({ name }) => name !== own.name)],
      ['attachments failed bad-report', (files) => [...files, { ...other, name: 'more.proof.json' }]],
      ['proofs failed bad-report', replaced(own.name, broken)],
    ];
    for (const [expected, change] of cases) {
      const verification = await judge(await forged(report, change));
      expect(unmet(verification)).toContain(expected);
      expect(verification.verdict).toBe('FAILED');
    }
    expect((await judge(await forged(report, replaced(own.name, other.bytes)))).verdict).not.toBe('VERIFIED');
  });
});

describe('a hostile file', () => {
  test.each([
    ['no PDF at all', bytesOf('%PDF-1.7\n')],
    [
      'a bomb',
      Buffer.concat([
        bytesOf('%PDF-1.7\n1 0 obj << /Type /EmbeddedFile /Length 99999 /Filter /FlateDecode >> stream\n'),
        deflateSync(Buffer.alloc(70_000_000)),
      ]),
    ],
    [
      'a page of nothing',
      bytesOf('<!doctype html><a download="report.json" href="data:application/json;base64,e30=">'),
    ],
    ['empty', new Uint8Array()],
  ])('%s is answered with a verdict', async (_, file) => {
    expect((await judge(new Uint8Array(file))).verdict).not.toBe('VERIFIED');
  });
});

test('an inspection package holds what its report says, and the same bytes every time', async () => {
  const report = await gathered({ form: 'inspection' });
  const archive = new Map([['index.html', bytesOf('<!doctype html>')]]);
  const extras = { verifier: bytesOf('<!doctype html>'), archive };
  const zip = await renderPackage(report, 'en', extras);
  const paths = Object.keys(unzipSync(zip));
  const { content } = report.document;
  if (content.form !== 'inspection') throw new Error('no inspection');
  for (const { name } of content.files)
    expect(
      paths.some((path) => path === name || path.startsWith(name)),
      name,
    ).toBe(true);
  expect(paths).toContain('SHA256SUMS');
  const again = await renderPackage(await gathered({ form: 'inspection' }), 'en', extras);
  expect(Buffer.from(again).equals(zip)).toBe(true);
});
