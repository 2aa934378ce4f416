/**
 * What the demonstration tells of credit: who gets what and why, what other policies would have paid, with and without the
 * protections, and what no protection can catch.
 * @module
 */
import pc from 'picocolors';
import type { Sentence } from '../core/catalogue/catalogue.ts';
import { factorial, MAX_EXACT_PLAYERS } from '../core/credit/shapley-exact.ts';
import { COPIED_ID, COPYCAT_ID, FLIPPED_ID, HOSPITAL_ID, nameOf, POOL_ID } from '../federation/cast.ts';
import type { Alternative } from '../federation/scenario/comparison.ts';
import { MICRO_CREDITS } from '../federation/scenario/setup.ts';
import type { AwardSummary, Summary } from '../federation/scenario/summary.ts';
import { toLeft, toRight } from '../verify/columns.ts';
import { caughtRow } from './demo-text.ts';
import type { Output } from './output.ts';

const NAME_COLUMNS = 22;
const COLUMNS = 9;

/** The final award beside its alternatives, who was caught outside the rounds, and what stays open. */
export function creditTable(output: Output, summary: Summary): void {
  const final = summary.awards.find(({ status }) => status === 'final');
  if (final === undefined) return;
  const { alternatives, unprotected } = summary;
  const budget = credits(final.budget);
  output.line(
    output.say({
      en: `\n${pc.bold('Credit')}: ${budget} for the window of ${summary.rounds.length} rounds; 20% in equal parts, 20% by samples, 60% by Shapley value.
Beside it what each method alone, and a ledger without the protections, would have paid. The worth is the Shapley value
summed over the rounds, in millionths of ROC-AUC; below zero it is shown and paid as zero.\n`,
      ko: `\n${pc.bold('크레딧')}: 라운드 ${summary.rounds.length}회의 구간에 ${budget}. 20% 균등, 20% 표본, 60% 샤플리 값.
옆은 각 방법만 썼을 때와 보호 장치가 없는 원장이 지급했을 금액입니다. 가치는 라운드별 샤플리 값의 합으로 ROC-AUC의 백만분율이며,
음수는 보여 주되 0으로 지급합니다.\n`,
    }),
  );
  const head = [
    output.say({ en: 'worth', ko: '가치' }),
    output.say({ en: 'CREDIT', ko: '크레딧' }),
    ...alternatives.filter(({ policy }) => policy !== 'composite').map(({ policy }) => SHORT[policy] ?? policy),
    output.say({ en: 'no rules', ko: '무보호' }),
  ];
  output.line(pc.dim(`  ${' '.repeat(NAME_COLUMNS)}${head.map((title) => toRight(title, COLUMNS)).join('')}`));
  const ids = new Set([...final.lines.map(({ beneficiary }) => beneficiary), ...Object.keys(composite(unprotected))]);
  for (const id of ids) creditRow(output, id, final, alternatives, composite(unprotected));
  sumRow(output, final, alternatives, composite(unprotected));
  for (const each of summary.caught.filter(({ round }) => round === 0)) caughtRow(output, each);
  limits(output, summary, final);
}

const SHORT: Readonly<Record<string, string>> = {
  'leave-one-out': 'LOO',
  'shapley-exact': 'Shapley',
};

type Amounts = Readonly<Record<string, string>>;

function composite({ alternatives }: Pick<Summary, 'alternatives'>): Amounts {
  return alternatives.find(({ policy }) => policy === 'composite')?.amounts ?? {};
}

function creditRow(
  output: Output,
  id: string,
  { lines }: AwardSummary,
  alternatives: readonly Alternative[],
  without: Amounts,
): void {
  const line = lines.find(({ beneficiary }) => beneficiary === id);
  const cells = [
    line === undefined ? '-' : inPpm(line.utility),
    pc.bold((line === undefined ? '-' : credits(line.amount)).padStart(COLUMNS)),
    ...alternatives.filter(({ policy }) => policy !== 'composite').map(({ amounts }) => credits(amounts[id])),
    credits(without[id]),
  ];
  const name = toLeft(nameOf(id, output.language), NAME_COLUMNS);
  output.line(`  ${name}${cells.map((cell) => cell.padStart(COLUMNS)).join('')}`);
}

function sumRow(output: Output, final: AwardSummary, alternatives: readonly Alternative[], without: Amounts): void {
  const sum = (amounts: readonly string[]): string => credits(String(amounts.reduce((a, b) => a + BigInt(b), 0n)));
  const lines = final.lines.map(({ amount }) => amount);
  const cells = [
    '',
    sum([...lines, final.reserve]),
    ...alternatives.filter(({ policy }) => policy !== 'composite').map(({ amounts }) => sum(Object.values(amounts))),
    sum(Object.values(without)),
  ];
  const label = toLeft(output.say({ en: 'sum with reserve', ko: '합계(유보분 포함)' }), NAME_COLUMNS);
  output.line(pc.dim(`  ${label}${cells.map((cell) => cell.padStart(COLUMNS)).join('')}`));
}

/** What rules cannot see, said plainly, and only as far as it happened. */
function limits(output: Output, summary: Summary, final: AwardSummary): void {
  const auc = (ppm: number): string => (ppm / 1_000_000).toFixed(3);
  const [from, to] = [summary.unprotected.metric.ppm, summary.rounds.at(-1)?.metric.ppm ?? 0].map(auc);
  const passed = credits(summary.accounts.find(({ institution }) => institution === POOL_ID)?.issued);
  const sentences = [
    { en: '\nWhat no rule can see, and what happens then:', ko: '\n규칙이 볼 수 없는 것과 그 결과:' },
    flippedLabels(final),
    ...disputedCopy(summary, final),
    {
      en: '  - The order of honest members is mostly chance: the two halves of a test set agree little. Read no ranking into it.',
      ko: '  - 정직한 기관들의 순서는 대부분 우연입니다. 시험 자료를 반으로 나누면 순서가 거의 맞지 않습니다. 순위로 읽지 마십시오.',
    },
    {
      en: `With the protections the model reaches ${to}, without them ${from}. ${nameOf(HOSPITAL_ID, 'en')} passed ${passed} to the ${nameOf(POOL_ID, 'en')}.`,
      ko: `보호 장치가 있으면 모델은 ${to}, 없으면 ${from}에 이릅니다. ${nameOf(HOSPITAL_ID, 'ko')}이 ${nameOf(POOL_ID, 'ko')}에 넘긴 크레딧은 ${passed}입니다.`,
    },
  ];
  for (const sentence of sentences) output.line(output.say(sentence));
}

function paidTo(award: AwardSummary | undefined, id: string): string {
  return credits(award?.lines.find(({ beneficiary }) => beneficiary === id)?.amount);
}

/** Noise in labels is valued, not refused. On other data than the demonstration's own it may even be worth something. */
function flippedLabels(final: AwardSummary): Sentence {
  const worth = BigInt(final.lines.find(({ beneficiary }) => beneficiary === FLIPPED_ID)?.utility ?? 0);
  const paid = paidTo(final, FLIPPED_ID);
  const [en, ko] = [nameOf(FLIPPED_ID, 'en'), nameOf(FLIPPED_ID, 'ko')];
  if (worth > 0n)
    return {
      en: `  - ${en}'s labels are half wrong. Nothing refuses that, and on this data its updates were worth something all the same:\n    it is paid ${paid}.`,
      ko: `  - ${ko}의 라벨은 절반이 틀렸습니다. 이를 거절하는 규칙은 없으며, 이 자료에서는 그래도 가치가 있었습니다: ${paid}.`,
    };
  return {
    en: `  - ${en}'s labels are half wrong. Nothing refuses that; its updates are worth nothing on the test set, and it is\n    paid its equal part and its samples only: ${paid}.`,
    ko: `  - ${ko}의 라벨은 절반이 틀렸습니다. 이를 거절하는 규칙은 없습니다. 업데이트는 시험 자료에서 가치가 없어\n    균등분과 표본분만 받습니다: ${paid}.`,
  };
}

/** The copy under so much noise that no limit catches it; nothing where it was not accepted. */
function disputedCopy({ awards }: Summary, final: AwardSummary): Sentence[] {
  const first = awards.find(({ status }) => status === 'set-aside');
  if (first === undefined) return [];
  const [before, after] = [paidTo(first, COPYCAT_ID), paidTo(final, COPYCAT_ID)];
  const en = { copycat: nameOf(COPYCAT_ID, 'en'), copied: nameOf(COPIED_ID, 'en') };
  const ko = { copycat: nameOf(COPYCAT_ID, 'ko'), copied: nameOf(COPIED_ID, 'ko') };
  return [
    {
      en: `  - The last copy of ${en.copycat} carries as much noise as signal (cosine 0.7, the limit is 0.9). It was accepted and first
    paid ${before}; ${en.copied} disputed it, arbiters upheld, the recomputed award pays ${after}. The freed part goes to all in
    proportion, not back to ${en.copied}, whose own value the copy had diluted.`,
      ko: `  - ${ko.copycat}의 마지막 사본은 잡음이 신호만큼 큽니다(코사인 0.7, 한계 0.9). 수락되어 처음 배분은 ${before}였으나,
    ${ko.copied}의 이의 제기를 중재자가 받아들여 다시 계산한 배분은 ${after}입니다. 풀린 몫은 비율대로 모두에게 가며,
    사본 때문에 값이 희석된 ${ko.copied}에게 되돌아가지는 않습니다.`,
    },
  ];
}

/** Micro-credits as whole credits; `-` for none. */
function credits(micro: string | undefined): string {
  if (micro === undefined) return '-';
  const rounded = (BigInt(micro) + MICRO_CREDITS / 2n) / MICRO_CREDITS;
  return Number(rounded).toLocaleString('en');
}

/** A utility numerator over 12!, in ppm of the metric. */
function inPpm(numerator: string): string {
  return Number(BigInt(numerator) / factorial(MAX_EXACT_PLAYERS)).toLocaleString('en');
}
