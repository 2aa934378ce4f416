/**
 * What must not pass as the body of a kind of rounds, evaluation, credit, correction or evidence: a valid one with one place
 * changed each.
 * @module
 */
import { canonicalize } from 'json-canonicalize';
import type { Row } from './invalid-statements.ts';
import { at, drop, type Fields, type Path, putAt } from './json-paths.ts';

/** A valid statement of a kind with another value at a place of its body; the member is missing where there is none. */
type BodyMutation = (desc: string, kind: string, path: Path, value?: unknown) => Row;

function bodyMutations(of: (kind: string) => Fields): BodyMutation {
  return (desc, kind, path, value) => {
    const [valid, full] = [of(kind), ['predicate', 'body', ...path]];
    return [
      desc,
      'schema-violation',
      canonicalize(value === undefined ? drop(valid, full) : putAt(valid, full, value)),
    ];
  };
}

/** The rows by name. `of` gives a valid document of each kind. */
export function invalidBodies(of: (kind: string) => Fields): Record<string, Row> {
  const body = bodyMutations(of);
  return { ...amounts(body), ...utilities(body), ...rounds(body), ...proceedings(body, of('refusals')) };
}

/** Amounts have one spelling: decimal text. */
function amounts(body: BodyMutation): Record<string, Row> {
  const claim = (desc: string, amount: unknown): Row => body(desc, 'claim', ['amount'], amount);
  const line = (desc: string, name: string, value?: unknown): Row => body(desc, 'award', ['lines', 0, name], value);
  return {
    'amount-number': claim('an amount as a number', 1000),
    'amount-fraction': [
      'an amount as a number with a fraction',
      'json-not-canonical',
      String(claim('', 1000)[2]).replace('"amount":1000', '"amount":1000.5'),
    ],
    'amount-fraction-text': claim('a fraction of a micro-credit', '1000.5'),
    'amount-leading-zero': claim('an amount with a leading zero', '01000'),
    'amount-negative': claim('a negative amount', '-1000'),
    'amount-plus': claim('an amount with a plus sign', '+1000'),
    'amount-exponent': claim('an amount with an exponent', '1e3'),
    'amount-separators': claim('an amount with separators', '1,000'),
    'amount-hexadecimal': claim('a hexadecimal amount', '0x3e8'),
    'amount-space': claim('an amount with a space before it', ' 1000'),
    'amount-empty': claim('no digits', ''),
    'amount-zero': claim('a claim of nothing', '0'),
    'amount-39-digits': claim('an amount of 39 digits', '9'.repeat(39)),
    'amount-other-digits': claim('an amount in Arabic-Indic digits', '\u0661\u0660\u0660\u0660'),
    'award-line-leading-zero': line('a line of 00', 'amount', '00'),
    'award-line-minus-zero': line('a utility of minus zero', 'utility', '-0'),
    'award-line-unknown-member': line('a member that no line has', 'bonus', '1'),
    'award-line-without-quality': line('a line without quality', 'quality'),
    'award-line-terms-negative': line('a negative term', 'terms', ['-1', '1']),
    'award-without-reserve': body('an award without reserve', 'award', ['reserve']),
    'credit-line-negative': body('a negative line', 'credit', ['line'], -1),
    'policy-half-basis-point': [
      'half a basis point',
      'json-not-canonical',
      String(body('', 'credit-policy', ['groupCapBasisPoints'], 7)[2]).replace(
        '"groupCapBasisPoints":7',
        '"groupCapBasisPoints":0.5',
      ),
    ],
    'policy-method-unknown': body(
      'a method that does not exist',
      'credit-policy',
      ['components', 0, 'method'],
      'seniority',
    ),
    'policy-cap-10001': body('a cap above the whole', 'credit-policy', ['groupCapBasisPoints'], 10_001),
    'policy-deadline-zero': body('no time for disputes', 'credit-policy', ['deadlines', 'dispute'], 0),
  };
}

/** Utilities are tables of int32 in base64. */
function utilities(body: BodyMutation): Record<string, Row> {
  const report = (desc: string, path: Path, value?: unknown): Row => body(desc, 'utility-report', path, value);
  const table = (desc: string, text: unknown): Row => report(desc, ['table'], text);
  return {
    'table-array': table('a table as an array', [0, 1]),
    'table-url-alphabet': table('a table in the URL alphabet', 'AAAA_-=='),
    'table-padding-missing': table('a table without padding', 'AAAAAAAAAA'),
    'table-stray-bits': table('bits behind the last byte of a table', 'AAAAAB=='),
    'table-line-break': table('a table with a line break', 'AAAA\nAAAA'),
    'table-too-long': table('a table of more than 22,000 characters', 'AAAA'.repeat(5501)),
    'report-players-twice': report('a player twice', ['players'], ['0'.repeat(64), '0'.repeat(64)]),
    'report-without-players': report('no players', ['players'], []),
    'report-part-zero': report('part 0', ['part'], 0),
    'report-utility-of-33-bits': report('a utility that is no int32', ['grand'], 2 ** 31),
    'report-quality-10001': report('a quality above the whole', ['quality'], [10_001]),
    'report-form-unknown': report('a form that does not exist', ['form'], 'secret'),
    'report-sealed-with-table': report('a sealed report with a table', ['form'], 'sealed'),
    'report-open-with-numerators': report('an open report with numerators', ['numerators'], ['1']),
  };
}

/** What a round with credit rests on. */
function rounds(body: BodyMutation): Record<string, Row> {
  const decision = (desc: string, path: Path, value?: unknown): Row => body(desc, 'contribution-decision', path, value);
  const task = ['tasks', 0];
  return {
    'commit-upper-case': body('a commitment in capitals', 'contribution-commit', ['commitment'], 'A'.repeat(64)),
    'commit-with-nonce': body('the nonce beside the commitment', 'contribution-commit', ['nonce'], '0'.repeat(64)),
    'dataset-sample-count': body('I7: a sample count for its commitment', 'dataset', [...task, 'samples'], 1234),
    'dataset-description': body('I7: free text', 'dataset', ['description'], 'patients of 2025'),
    'dataset-without-tasks': body('a dataset for nothing', 'dataset', ['tasks'], []),
    'dataset-retain-until-date': body('a date for an instant', 'dataset', ['retainUntil'], '2036-12-31'),
    'decision-outcome-unknown': decision('neither accepted nor rejected', ['outcome'], 'deferred'),
    'decision-accepted-with-cause': decision('accepted, with a cause of rejection', ['cause'], 'norm'),
    'decision-rejected-without-cause': decision('rejected without a cause', ['outcome'], 'rejected'),
    'decision-without-norm': decision('no norm', ['measured', 'normMicro']),
    'decision-cosine-above-one': decision('a cosine above 1', ['measured', 'nearest', 'cosinePpm'], 1_000_001),
    'plan-no-evaluator': body('a plan without evaluators', 'evaluation-plan', ['evaluators'], []),
    'round-credit-without-plan': body('credit without a plan', 'round-open', ['credit', 'plan']),
    'round-invites-twice': body('an institution invited twice', 'round-open', ['invited'], ['a', 'a']),
  };
}

/** Disputes, corrections, evidence. */
function proceedings(body: BodyMutation, refusals: Fields): Record<string, Row> {
  const digests = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => i.toString(16).padStart(64, '0'));
  const refused = at(refusals, ['predicate', 'body', 'refused', 0]) as Fields;
  return {
    'dispute-free-text': body('I7: free text for the grounds', 'dispute', ['grounds'], 'they copied our weights'),
    'dispute-17-documents': body('17 pieces of evidence', 'dispute', ['evidence'], digests(17)),
    'resolution-rejected-with-replacement': body('rejected, with a replacement', 'resolution', ['finding'], 'rejected'),
    'settlement-amount-in-clear': body('I7: what was paid', 'settlement', ['amount'], '1000'),
    'erasure-of-nothing': body('an erasure without subjects', 'erasure', ['subjects'], []),
    'erasure-opening-twice': body('an opening twice', 'erasure', ['openings'], ['samples', 'samples']),
    'withdrawal-of-a-name': body('a name for a digest', 'withdrawal', ['subject'], 'data-1'),
    'refusals-65': body(
      'a list of 65 refusals',
      'refusals',
      ['refused'],
      digests(65).map((statement) => ({ ...refused, statement })),
    ),
    'report-size-negative': body('a report on fewer than no records', 'report', ['size'], -1),
  };
}
