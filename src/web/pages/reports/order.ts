/**
 * An order for a report as the query of an address:
 * `kind=credit&subject=snuh&from=2026-10-01&to=2026-10-31&language=ko&format=pdf`. Parts left empty are absent.
 * @module
 */
import { InputError } from '../../../core/error.ts';
import { type Bound, parseBound, type ReportScope } from '../../../report/model/scope.ts';
import type { Language } from '../../../verify/text.ts';
import { isPageForm, type PageForm, type PageFormat, REPORT_KINDS, type ReportKind } from './kinds.ts';

export interface ReportOrder {
  readonly scope: ReportScope;
  readonly format: PageFormat;
  readonly language: Language;
}

type Query = Readonly<Record<string, string>>;

const SUBJECTS = {
  of: {
    pattern: /^(?:0|[1-9][0-9]{0,14}|[0-9a-f]{64})$/,
    form: 'the number of a record, or the SHA-256 of a statement',
  },
  institution: { pattern: /^[a-z0-9-]{1,64}$/, form: '1 to 64 of a-z, 0-9 and "-"' },
  model: { pattern: /^[a-z0-9-]{1,64}$/, form: '1 to 64 of a-z, 0-9 and "-"' },
} as const;

/** Reads what a stranger asks for; `language` is that of the page. @throws InputError `bad-request`, `bad-time` */
export function readOrder(query: Query, language: Language): ReportOrder {
  const form = query['kind'] ?? '';
  if (!isPageForm(form)) throw bad('kind', `one of ${Object.keys(REPORT_KINDS).join(', ')}`);
  const kind = REPORT_KINDS[form];
  const { formats } = kind;
  const format = formats.find((each) => each === (query['format'] ?? formats[0]));
  if (format === undefined) throw bad('format', `one of ${formats.join(', ')} for ${form}`);
  const spoken = query['language'] ?? language;
  if (spoken !== 'ko' && spoken !== 'en') throw bad('language', 'ko or en');
  return { scope: readScope(form, kind, query), format, language: spoken };
}

function readScope(form: PageForm, kind: ReportKind, query: Query): ReportScope {
  const subject = readSubject(kind, query['subject'] ?? '');
  const from = readBound(kind, query['from'] ?? '', 'from');
  const to = readBound(kind, query['to'] ?? '', 'to');
  return {
    form,
    ...(subject === undefined ? {} : { subject }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function readSubject({ subject: field }: ReportKind, text: string): string | undefined {
  const trimmed = text.trim();
  if (field === undefined) {
    if (trimmed === '') return undefined;
    throw bad('subject', 'nothing: this kind is about the whole ledger');
  }
  if (trimmed === '' && field.isOptional === true) return undefined;
  const { pattern, form } = SUBJECTS[field.flag];
  if (!pattern.test(trimmed)) throw bad('subject', form);
  return trimmed;
}

function readBound({ hasPeriod }: ReportKind, text: string, side: 'from' | 'to'): Bound | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (!hasPeriod) throw bad(side, 'nothing: this kind has no period');
  return parseBound(trimmed.slice(0, 64), side);
}

function bad(member: string, expected: string): InputError {
  return new InputError('bad-request', `${member}: expected ${expected}`);
}

/** The name of the file: letters of a to z, digits and "-", whatever was asked for. */
export function fileNameOf({ scope: { form, subject }, format, language }: ReportOrder): string {
  const about = subject === undefined ? '' : `-${subject.replaceAll(/[^a-z0-9-]/g, '').slice(0, 64)}`;
  return `${form}${about}-${language}.${format}`;
}
