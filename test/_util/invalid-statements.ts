/**
 * What must not pass as a statement: a valid one with one mutation each. Makes `test/vectors/statement/invalid/`.
 * @module
 */
import { canonicalize } from 'json-canonicalize';
import { invalidBodies } from './invalid-bodies.ts';
import { at, drop, type Fields, type Path, putAt } from './json-paths.ts';
import type { NegativeVector } from './vector-files.ts';

export interface InvalidStatement extends NegativeVector {
  /** Base64. */
  readonly payload: string;
}

/** How a mutation is told: description, code, bytes. */
export type Row = readonly [desc: string, code: string, payload: Uint8Array | string];

/**
 * The vectors by name. `artefact` and `plain` are valid payloads, of a contribution and of a task; `of` gives one of any kind
 * of a round that bears credit, and of what follows it.
 */
export function invalidStatements(
  artefact: Uint8Array,
  plain: Uint8Array,
  of: (kind: string) => Uint8Array,
): Record<string, InvalidStatement> {
  const rows = {
    ...spellings(text(artefact)),
    ...envelopes(json(artefact)),
    ...predicates(json(artefact)),
    ...bodies(json(artefact), json(plain)),
    ...invalidBodies((kind) => json(of(kind))),
  };
  return Object.fromEntries(
    Object.entries(rows).map(([name, [desc, code, payload]]) => [
      name,
      { desc, code, payload: Buffer.from(payload).toString('base64') },
    ]),
  );
}

/** Bytes that are not the one spelling of a document. */
function spellings(valid: string): Record<string, Row> {
  const type = '"_type":"https://in-toto.io/Statement/v1"';
  const author = '"author":"hangang-pharma"';
  const sequence = /"sequence":\d+/;
  const notCanonical = 'json-not-canonical';
  return {
    'no-bytes': ['nothing at all', 'bad-json', ''],
    'preceding-space': ['a space before the document', notCanonical, ` ${valid}`],
    'trailing-newline': ['a newline behind the document', notCanonical, `${valid}\n`],
    'trailing-garbage': ['a second document behind the first', 'bad-json', `${valid}{}`],
    'trailing-zero-byte': ['a zero byte behind the document', 'bad-json', `${valid}\u0000`],
    truncated: ['the last byte is missing', 'bad-json', valid.slice(0, -1)],
    'byte-order-mark': ['a byte order mark before the document', 'bad-json', `\ufeff${valid}`],
    'not-utf8': ['a byte 0xff inside a string', 'bad-utf8', withByte(valid, '"hangang-pharma', 0xff)],
    'overlong-utf8': [
      'a slash in two bytes inside a string',
      'bad-utf8',
      withByte(valid, '"hangang-pharma', 0xc0, 0xaf),
    ],
    'utf-16': ['the document in UTF-16', 'bad-utf8', Buffer.from(`\ufeff${valid}`, 'utf16le')],
    'space-after-colon': ['a space after a colon', notCanonical, valid.replace('":', '": ')],
    'members-out-of-order': ['the first member last', notCanonical, `{${valid.slice(type.length + 2, -1)},${type}}`],
    'duplicate-member': [
      'a member twice, with equal values',
      notCanonical,
      valid.replace(author, `${author},${author}`),
    ],
    'duplicate-member-last-wins': [
      'a member twice, with two values',
      notCanonical,
      valid.replace(author, `"author":"namsan-hospital",${author}`),
    ],
    'duplicate-member-escaped': [
      'a member twice, once with an escaped letter in its name',
      notCanonical,
      valid.replace(author, `${author},"\\u0061uthor":"hangang-pharma"`),
    ],
    'escaped-letter': ['a letter spelled as an escape', notCanonical, valid.replace('"hangang', '"\\u0068angang')],
    'escaped-slash': ['a slash spelled as an escape', notCanonical, valid.replace('in-toto.io/', 'in-toto.io\\/')],
    'lone-surrogate': [
      'an escaped half of a surrogate pair',
      notCanonical,
      valid.replace('"hangang', '"\\ud800hangang'),
    ],
    'sequence-with-point': ['an integer spelled 1.0', notCanonical, valid.replace(sequence, '"sequence":1.0')],
    'sequence-with-exponent': ['an integer spelled 1e0', notCanonical, valid.replace(sequence, '"sequence":1e0')],
    'sequence-fraction': ['a fraction', notCanonical, valid.replace(sequence, '"sequence":0.5')],
    'sequence-minus-zero': ['minus zero', notCanonical, valid.replace(sequence, '"sequence":-0')],
    'sequence-leading-zero': ['an integer with a leading zero', 'bad-json', valid.replace(sequence, '"sequence":01')],
    'sequence-unsafe': ['the integer 2^53', notCanonical, valid.replace(sequence, '"sequence":9007199254740992')],
    'sequence-huge': [
      'an integer of 400 digits',
      notCanonical,
      valid.replace(sequence, `"sequence":${'9'.repeat(400)}`),
    ],
    'nested-too-deep': [
      'a body of 40 arrays inside each other',
      notCanonical,
      valid.replace('"body":{', `"body":{"a":${'['.repeat(40)}${']'.repeat(40)},`),
    ],
    'an-array': ['an array around the document', 'schema-violation', `[${valid}]`],
    'a-string': ['the document as a string', 'schema-violation', JSON.stringify(valid)],
    null: ['null', 'schema-violation', 'null'],
  };
}

/** The in-toto layer. */
function envelopes(document: Fields): Record<string, Row> {
  const schema = (desc: string, mutated: Fields): Row => [desc, 'schema-violation', canonicalize(mutated)];
  const sha256 = at(document, ['subject', 0, 'digest', 'sha256']) as string;
  const put = (path: Path, value: unknown): Fields => putAt(document, path, value);
  const type = (suffix: string): Fields => put(['predicateType'], suffix);
  return {
    'type-missing': schema('no _type', drop(document, ['_type'])),
    'type-v0.1': schema('an older in-toto statement', put(['_type'], 'https://in-toto.io/Statement/v0.1')),
    'unknown-member': schema('a member that in-toto does not have', put(['note'], 'x')),
    'proto-member': [
      'a member named __proto__',
      'schema-violation',
      `{"__proto__":{},${canonicalize(document).slice(1)}`,
    ],
    'subject-missing': schema('no subject', drop(document, ['subject'])),
    'subject-empty': schema('an empty list of subjects', put(['subject'], [])),
    'subject-twice': schema('two subjects', put(['subject', 1], at(document, ['subject', 0]))),
    'subject-name-missing': schema('a subject without name', drop(document, ['subject', 0, 'name'])),
    'subject-name-upper-case': schema('a capital in the name of the subject', put(['subject', 0, 'name'], 'Update')),
    'subject-name-free-text': schema(
      'free text as the name of the subject',
      put(['subject', 0, 'name'], 'our best model'),
    ),
    'subject-digest-missing': schema('a subject without digest', drop(document, ['subject', 0, 'digest'])),
    'subject-digest-upper-case': schema(
      'a digest in capitals',
      put(['subject', 0, 'digest', 'sha256'], sha256.toUpperCase()),
    ),
    'subject-digest-short': schema('a digest of 63 digits', put(['subject', 0, 'digest', 'sha256'], sha256.slice(1))),
    'subject-digest-sha512': schema('a second digest', put(['subject', 0, 'digest', 'sha512'], sha256 + sha256)),
    'subject-uri': schema(
      'a subject with a download address',
      put(['subject', 0, 'uri'], 'https://example.com/update'),
    ),
    'predicate-type-missing': schema('no predicateType', drop(document, ['predicateType'])),
    'predicate-type-foreign': schema('a predicate type of others', type('https://slsa.dev/provenance/v1')),
    'predicate-type-v2': schema('a later version of our kinds', type('urn:ledgerline:v2:contribution')),
    'predicate-type-upper-case': schema('a capital in the kind', type('urn:ledgerline:v1:Contribution')),
    'kind-unknown': ['a kind that does not exist', 'unknown-kind', canonicalize(type('urn:ledgerline:v1:wish'))],
    'kind-of-every-object': [
      'a kind named like a member of every object',
      'unknown-kind',
      canonicalize(type('urn:ledgerline:v1:constructor')),
    ],
    'predicate-missing': schema('no predicate', drop(document, ['predicate'])),
    'predicate-null': schema('null for the predicate', put(['predicate'], null)),
  };
}

/** The members of the predicate that all kinds share. */
function predicates(document: Fields): Record<string, Row> {
  const mutate = (desc: string, code: string, path: Path, value: unknown): Row => [
    desc,
    code,
    canonicalize(
      value === undefined ? drop(document, ['predicate', ...path]) : putAt(document, ['predicate', ...path], value),
    ),
  ];
  const schema = (desc: string, path: Path, value?: unknown): Row => mutate(desc, 'schema-violation', path, value);
  const signedAt = (desc: string, code: string, text: string): Row => mutate(desc, code, ['signing', 'signedAt'], text);
  return {
    'predicate-unknown-member': schema('a member that no predicate has', ['comment'], 'x'),
    'ledger-missing': schema('no ledger', ['ledger']),
    'ledger-with-space': schema('a space in the origin', ['ledger'], 'log.example/k melloddy'),
    'ledger-with-plus': schema('a plus sign in the origin', ['ledger'], 'log.example/k+melloddy'),
    'ledger-256-bytes': schema('an origin of 256 bytes', ['ledger'], 'l'.repeat(256)),
    'author-missing': schema('no author', ['author']),
    'author-empty': schema('an empty author', ['author'], ''),
    'author-upper-case': schema('a capital in the author', ['author'], 'Hangang-pharma'),
    'author-with-slash': schema('an author named like a keys account', ['author'], 'keys/hangang-pharma'),
    'author-system': schema('the reserved id', ['author'], 'system'),
    'author-65-characters': schema('an author of 65 characters', ['author'], 'a'.repeat(65)),
    'chain-missing': schema('no chain', ['chain']),
    'chain-sequence-missing': schema('a chain without sequence', ['chain', 'sequence']),
    'chain-sequence-negative': schema('a negative sequence', ['chain', 'sequence'], -1),
    'chain-sequence-text': schema('a sequence as text', ['chain', 'sequence'], '1'),
    'chain-previous-missing': schema('a chain without previous', ['chain', 'previous']),
    'chain-previous-empty': schema('an empty previous', ['chain', 'previous'], ''),
    'chain-unknown-member': schema('a member that no chain has', ['chain', 'next'], '0'.repeat(64)),
    'signing-missing': schema('no signing', ['signing']),
    'signer-name-in-clear': schema('I7: the name of a person', ['signing', 'signerName'], 'Kim A.'),
    'signer-short': schema('a commitment of 62 digits', ['signing', 'signer'], '0'.repeat(62)),
    'meaning-unknown': schema('a meaning outside 21 CFR 11.50', ['signing', 'meaning'], 'authorship'),
    'signed-at-missing': schema('no time of signing', ['signing', 'signedAt']),
    'signed-at-without-offset': signedAt('a time without offset', 'schema-violation', '2026-11-23T17:26:00'),
    'signed-at-date-only': signedAt('a date for a time', 'schema-violation', '2026-11-23'),
    'signed-at-30-february': signedAt('a day that does not exist', 'bad-time', '2026-02-30T17:26:00+09:00'),
    'signed-at-hour-24': signedAt('an hour that does not exist', 'bad-time', '2026-11-23T24:00:00+09:00'),
    'signed-at-offset-15-hours': signedAt('an offset that does not exist', 'bad-time', '2026-11-23T17:26:00+15:00'),
    'signed-at-unknown-offset': signedAt(
      'the offset of RFC 3339 for "unknown"',
      'bad-time',
      '2026-11-23T17:26:00-00:00',
    ),
    'reason-code-missing': schema('a reason without code', ['signing', 'reason'], { sealed: '0'.repeat(64) }),
    'reason-text-in-clear': schema('I7: the text of a reason', ['signing', 'reason'], {
      code: 'planned',
      text: 'a move',
    }),
    'reason-as-text': schema('a reason as text', ['signing', 'reason'], 'planned'),
    'seen-size-zero': schema('an empty log seen', ['seen'], { size: 0, root: '0'.repeat(64) }),
    'seen-root-missing': schema('a log seen without root', ['seen'], { size: 1 }),
    'seen-null': schema('null for what was seen', ['seen'], null),
    'body-missing': schema('no body', ['body']),
    'body-null': schema('null for the body', ['body'], null),
  };
}

/** Body and subject, which depend on the kind. */
function bodies(artefact: Fields, plain: Fields): Record<string, Row> {
  const body = (desc: string, path: Path, value?: unknown): Row => {
    const full = ['predicate', 'body', ...path];
    return [
      desc,
      'schema-violation',
      canonicalize(value === undefined ? drop(artefact, full) : putAt(artefact, full, value)),
    ];
  };
  const subject = (desc: string, document: Fields, path: Path, value: unknown): Row => [
    desc,
    'bad-subject',
    canonicalize(putAt(document, path, value)),
  ];
  return {
    'body-member-missing': body('a contribution without band', ['band']),
    'body-unknown-member': body('a member that no contribution has', ['accuracy'], 97),
    'body-free-text': body('I7: free text for a code', ['band'], 'about a thousand samples'),
    'body-sample-count': body('I7: a sample count for its commitment', ['samples'], 1234),
    'body-digest-upper-case': body('a digest in capitals', ['update', 'tensorSet'], 'A'.repeat(64)),
    'body-format-unknown': body('a file format that we do not read', ['update', 'format'], 'pickle'),
    'body-size-negative': body('a negative size', ['update', 'sizeBytes'], -1),
    'body-epsilon-text': body('a decimal as text', ['privacy', 'epsilonMicro'], '0.5'),
    'body-of-another-kind': [
      'the body of a task in a contribution',
      'schema-violation',
      canonicalize(putAt(artefact, ['predicate', 'body'], at(plain, ['predicate', 'body']))),
    ],
    'subject-of-another-artefact': subject(
      'a model as the subject of a contribution',
      artefact,
      ['subject', 0, 'name'],
      'model',
    ),
    'subject-of-the-kind': subject(
      'a contribution whose subject is no artefact',
      artefact,
      ['subject', 0, 'name'],
      'contribution/x',
    ),
    'subject-of-another-id': subject('the id of another task', plain, ['subject', 0, 'name'], 'task/other'),
    'subject-of-another-kind': subject('another kind in the name', plain, ['subject', 0, 'name'], 'model/herg-10um'),
    'subject-not-of-the-body': subject(
      'another digest than that of the body',
      plain,
      ['subject', 0, 'digest', 'sha256'],
      '0'.repeat(64),
    ),
    'body-changed': subject('a body that its subject does not fit', plain, ['predicate', 'body', 'weight'], 2),
  };
}

const text = (payload: Uint8Array): string => Buffer.from(payload).toString();
const json = (payload: Uint8Array): Fields => JSON.parse(text(payload)) as Fields;

/** The text with raw bytes behind `after`. */
function withByte(valid: string, after: string, ...bytes: number[]): Uint8Array {
  const end = valid.indexOf(after) + after.length;
  return Buffer.concat([Buffer.from(valid.slice(0, end)), Buffer.from(bytes), Buffer.from(valid.slice(end))]);
}
