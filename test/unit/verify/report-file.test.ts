/**
 * The files that a report carries: found by name, bounded, and never more than what is there.
 */
import { expect, test } from 'vitest';
import { isReportFile, reportAttachments } from '../../../src/verify/report-file.ts';
import { inputError } from '../../_util/input-error.ts';
import { htmlWith, inflateWithNode, pdfWith } from '../../_util/report-files.ts';

const filesOf = async (report: Uint8Array | string): Promise<[string, string][]> =>
  (await reportAttachments(Buffer.from(report), inflateWithNode)).map(({ name, bytes }) => [
    name,
    Buffer.from(bytes).toString(),
  ]);
const pdf = pdfWith([
  ['one.proof.json', Buffer.from('first')],
  ['two.account.json', Buffer.from('second')],
]);

test('embedded files of a PDF come with their names, in their order', async () => {
  expect(isReportFile(pdf)).toBe(true);
  expect(await filesOf(pdf)).toEqual([
    ['one.proof.json', 'first'],
    ['two.account.json', 'second'],
  ]);
});

test('links of a page come with what they save', async () => {
  const page = htmlWith('one.proof.json', Buffer.from('first'));
  expect(isReportFile(Buffer.from(page))).toBe(true);
  expect(await filesOf(page)).toEqual([['one.proof.json', 'first']]);
});

test.each([
  ['a file without a name', pdf.toString('latin1').replaceAll('/UF', '/XX'), ['attachment-1', 'attachment-2']],
  ['a length that is no number', pdf.toString('latin1').replace(/Length \d+/, 'Length 8 0 R'), ['two.account.json']],
  ['no stream', '%PDF-1.7\n5 0 obj\n<< /Type /EmbeddedFile /Length 5 >>', []],
  ['a link without a name', htmlWith('', Buffer.from('x')), []],
])('%s', async (_, report, names) => {
  expect((await filesOf(Buffer.from(report, 'latin1'))).map(([name]) => name)).toEqual(names);
});

test('what does not unpack is there as it is: its proof then fails', async () => {
  const broken = Buffer.from(pdf.toString('latin1').replace('x\x9c', 'y\x9c'), 'latin1');
  const [[name, text] = ['', '']] = await filesOf(broken);
  expect(name).toBe('one.proof.json');
  expect(text).not.toBe('first');
  expect(await filesOf('<!doctype html><a download="a" href="data:x;base64,====">')).toEqual([['a', '']]);
});

test('a report of a million marks of files takes no longer than it should', async () => {
  const links = `<!doctype html>${'<a '.repeat(1_000_000)}`;
  expect(await filesOf(links)).toEqual([]);
  expect(await filesOf(`%PDF-1.7${'/Type /Filespec'.repeat(200_000)}`)).toEqual([]);
  const many = `%PDF-1.7${'1 0 obj /Type /EmbeddedFile /Length 0 stream\n'.repeat(1001)}`;
  await expect(filesOf(many)).rejects.toThrow(inputError('too-large'));
});
