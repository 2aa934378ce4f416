/**
 * The reference page of one kind.
 * @module
 */
import { CATALOGUE, type ErrorCode } from '../../src/core/catalogue/catalogue.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import { DESCRIPTIONS_KO } from './descriptions-ko.ts';
import { DUTIES } from './duties.ts';
import { accountOf, meaningsOf, quorumOf, reasonOf, rolesOf, sumsOf, writerOf } from './kind-facts.ts';
import { type Language, type RuleText, said } from './kind-text.ts';
import { type Field, type FieldSchema, fieldsOf, kindSchema, resolve } from './schema-fields.ts';
import { GROUP_NAMES, groupOf, KIND_TEXTS } from './text.ts';
import { FORMS, page, table, UNITS } from './words.ts';

/** The page of a kind, with the codes that its own rules refuse with. */
export function kindPage(kind: KindName, refusals: readonly ErrorCode[], language: Language): string {
  const text = KIND_TEXTS[kind];
  const say = (en: string, ko: string): string => said(en, ko)[language];
  const duties = DUTIES.filter(
    ({ fields, kinds }) => kinds.includes(kind) || fields.some((field) => field.startsWith(`${kind}.`)),
  );
  return page(language, [
    `# \`${kind}\``,
    describe(kindSchema(kind).description ?? '', language),
    say('[All kinds](README.md)', '[모든 종류](README.md)'),
    `## ${say('Who signs', '서명하는 기관')}`,
    table(
      ['', ''],
      [
        [say('group', '분류'), GROUP_NAMES[groupOf(kind)][language]],
        [say('written by', '작성'), writerOf(kind, language)],
        [say('role needed', '필요한 역할'), rolesOf(kind, language)],
        [say('meaning of the signature', '서명의 의미'), meaningsOf(kind, language)],
        [say('quorum', '정족수'), quorumOf(kind, language)],
        [say('reason needed', '사유 필요'), reasonOf(kind, language)],
        [say('account', '계정'), accountOf(kind, language)],
        [say('sums of the account', '계정의 합계'), sumsOf(kind, language)],
      ],
    ),
    `## ${say('What it means', '뜻')}`,
    text.meaning[language],
    `## ${say('Fields', '필드')}`,
    table(
      [
        say('field', '필드'),
        say('form', '형식'),
        say('unit', '단위'),
        say('required', '필수'),
        say('description', '설명'),
      ],
      fieldsOf(kind).map((field) => fieldRow(field, language)),
    ),
    `## ${say('Rules', '규칙')}`,
    ruleList(text.rules, language),
    ...(duties.length === 0
      ? []
      : [
          `## ${say('Deadlines', '기한')}`,
          table(
            [say('set by', '정하는 필드'), say('due', '할 일'), say('past it', '지나면')],
            duties.map(({ fields, due, past }) => [fields.map(code).join(', '), due[language], past[language]]),
          ),
        ]),
    `## ${say('Refusals', '거절')}`,
    say(
      'Besides those that [every statement](README.md#rules-of-every-kind) can meet:',
      '[모든 진술](README.md#모든-종류의-규칙)에 공통된 거절 외에 다음이 있습니다.',
    ),
    refusalTable(refusals, language),
  ]);
}

/** Rules as a list, each with its codes. */
export function ruleList(rules: readonly RuleText[], language: Language): string {
  return rules
    .map((each) => `- ${each[language]}${each.codes.length === 0 ? '' : ` (${each.codes.map(code).join(', ')})`}`)
    .join('\n');
}

/** Codes with the sentences of the catalogue. */
export function refusalTable(codes: readonly ErrorCode[], language: Language): string {
  return table(
    [said('code', '코드')[language], said('what it says', '문장')[language]],
    codes.map((each) => [code(each), CATALOGUE[each][language]]),
  );
}

/** The description of a schema; in Korean from the table, and plainly missing where that has none. */
function describe(english: string, language: Language): string {
  return language === 'en' ? english : (DESCRIPTIONS_KO[english] ?? `?? ${english}`);
}

function fieldRow({ path, schema, definition, isRequired, only }: Field, language: Language): string[] {
  const required = (isRequired ? said('yes', '예') : said('no', '아니요'))[language];
  const words = only?.words.map(code).join(', ') ?? '';
  const when =
    only && said(`, only with \`${only.member}\` = ${words}`, `, \`${only.member}\` = ${words}일 때만`)[language];
  const unit = UNITS[schema['x-unit'] ?? '']?.[language] ?? '';
  return [
    code(path),
    formOf(schema, definition, language),
    unit,
    `${required}${when ?? ''}`,
    describe(schema.description ?? '', language),
  ];
}

/** The form of a value in a few words. */
function formOf(schema: FieldSchema, definition: string | undefined, language: Language): string {
  const say = (en: string, ko: string): string => said(en, ko)[language];
  const named = FORMS[definition ?? '']?.[language];
  if (named !== undefined) return named;
  const { items, minItems = 0, maxItems, minimum, maximum = Number.MAX_SAFE_INTEGER } = schema;
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  if (items !== undefined) {
    const item = resolve(items);
    const inner = formOf(item.schema, item.definition, language);
    return say(`list of ${minItems} to ${maxItems}: ${inner}`, `${minItems}~${maxItems}개의 목록: ${inner}`);
  }
  if (minimum !== undefined)
    return maximum === Number.MAX_SAFE_INTEGER
      ? say(`integer, at least ${minimum}`, `${minimum} 이상의 정수`)
      : say(`integer, ${minimum} to ${maximum}`, `${minimum}~${maximum}의 정수`);
  if (schema.type === 'object') return say('object', '객체');
  if (schema.pattern === '^[0-9a-f]{64}$') return say('64 hexadecimal digits', '16진수 64자리');
  return say(`base64, at most ${schema.maxLength} characters`, `base64, ${schema.maxLength}자 이하`);
}

function code(text: string): string {
  return `\`${text}\``;
}
