/**
 * Orders for reports as addresses write them: what is understood, what is not, and the names of files.
 */
import { describe, expect, test } from 'vitest';
import { fileNameOf, readOrder } from '../../../src/web/pages/reports/order.ts';
import { inputError } from '../../_util/input-error.ts';

const orderOf = (query: string) => readOrder(Object.fromEntries(new URLSearchParams(query)), 'ko');

describe('an order', () => {
  test('leaves out what was left empty, and speaks the language of the page', () => {
    expect(orderOf('kind=period&from=&to=&subject=')).toEqual({
      scope: { form: 'period' },
      format: 'pdf',
      language: 'ko',
    });
  });

  test('names subject, period, language and format', () => {
    expect(orderOf('kind=credit&subject=+snuh&from=2026-10-01&to=7&language=en&format=xlsx')).toEqual({
      scope: { form: 'credit', subject: 'snuh', from: { instant: '2026-09-30T15:00:00.000Z' }, to: { index: 7 } },
      format: 'xlsx',
      language: 'en',
    });
  });

  test.each([
    'kind=toString',
    'kind=incident',
    'kind=certificate&subject=-1',
    `kind=certificate&subject=${'A'.repeat(64)}`,
    'kind=dossier&subject=a/b',
    'kind=dossier&subject=m&to=3',
    'kind=credit&subject=s&format=zip',
  ])('%s is none', (query) => {
    expect(() => orderOf(query)).toThrow(inputError('bad-request'));
  });

  test('gives the file a name that no header and no file system misreads', () => {
    const order = orderOf('kind=credit&subject=snuh');
    const hostile = { ...order, scope: { ...order.scope, subject: '../"\r\nX: 1' } };
    expect(fileNameOf(order)).toBe('credit-snuh-ko.pdf');
    expect(fileNameOf(hostile)).toBe('credit-1-ko.pdf');
  });
});
