/**
 * `round show NAME` and `round recheck --round NAME --updates DIR`: where a round stands, and whether what its aggregator measured
 * is true.
 * @module
 */
import type { PlacedAnswer, RoundAnswer } from '../../client/answers.ts';
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import { type Difference, type Doubt, type RecheckReport, recheckRound } from '../../node/updates/recheck-round.ts';
import { roundFacts } from '../../verify/history/round-facts.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode, exitCodeOfVerdict } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { type LedgerFlags, openClient, withLedgerFlags } from '../participant.ts';
import { type ReplayFlags, replay, withReplayFlags } from '../replay.ts';
import { formatTable } from '../table.ts';
import { ROUND, type UpdateFlags, withUpdateFiles, withUpdateFlags } from '../update-flags.ts';

export const defineRound: Define = (round, { world, run, say }) => {
  withLedgerFlags(round.command('show'), say)
    .argument('<name>', say(ROUND))
    .description(
      say({
        en: 'deadlines, commitments, contributions with their decisions, reports, the award',
        ko: '기한, 확약, 기여와 결정, 보고서, 배분안을 보여 줍니다',
      }),
    )
    .action((name: string, flags: LedgerFlags) => run((output) => show(output, world, name, flags)));
  withUpdateFlags(withReplayFlags(round.command('recheck'), say), say)
    .description(
      say({
        en: 'measure every update again, compute the aggregation again, and list what differs from the record',
        ko: '모든 업데이트를 다시 측정하고 집계를 다시 계산해 기록과 다른 점을 모두 보여 줍니다',
      }),
    )
    .action((flags: ReplayFlags & UpdateFlags) => run((output) => recheck(output, world, flags)));
};

async function show(output: Output, world: World, name: string, flags: LedgerFlags): Promise<ExitCode> {
  const round = await (await openClient(flags, world)).round(name);
  output.result(round, describeRound(output, round));
  return EXIT.done;
}

function describeRound(output: Output, round: RoundAnswer): string {
  const say = (en: string, ko: string): string => output.say({ en, ko });
  const { credit, window, award, aggregation } = round;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [say('round', '라운드'), `${round.round}  ${round.id}`],
    [say('status', '상태'), round.status],
    [say('model', '모델'), `${round.model}, ${round.number}`],
    [say('aggregator', '집계 기관'), round.aggregator],
    [say('commit by', '확약 기한'), credit?.commitBy],
    [say('contribute by', '기여 기한'), round.contributeBy],
    [say('decide by', '결정 기한'), round.decideBy],
    [say('close by', '종료 기한'), round.closeBy],
    [say('report by', '보고 기한'), credit?.reportBy],
    [say('policy', '정책'), credit?.policy],
    [say('plan', '평가 계획'), credit?.plan],
    [say('window', '정산 구간'), window === undefined ? undefined : String(window)],
    [say('aggregation', '집계'), aggregation === undefined ? undefined : placeOf(aggregation)],
    [say('award', '배분안'), award === undefined ? undefined : placeOf(award)],
    [say('withheld', '미공개'), round.withheld?.join(', ') || undefined],
  ];
  const head = formatTable(facts.flatMap(([title, value]) => (value === undefined ? [] : [[title, value]])));
  return [head, ...describeParts(output, round)].join('\n');
}

function describeParts(output: Output, { commits, contributions, players = [], reports }: RoundAnswer): string[] {
  const section = (title: Sentence, rows: readonly (readonly string[])[]): string[] =>
    rows.length === 0 ? [] : ['', output.say(title), formatTable(rows.map((row) => ['', ...row]))];
  const positions = new Map(players.map(({ contribution }, position) => [contribution, position]));
  return [
    ...section(
      { en: 'commitments', ko: '확약' },
      commits.map((commit) => [commit.institution, placeOf(commit)]),
    ),
    ...section(
      { en: 'contributions (player, institution, status, weight)', ko: '기여 (순번, 기관, 상태, 가중치)' },
      contributions.map((each) => [
        String(positions.get(each.id) ?? '-'),
        each.institution,
        each.excluded === undefined
          ? each.status
          : output.say({ en: `${each.status}, excluded`, ko: `${each.status}, 제외됨` }),
        String(each.weight),
        placeOf(each),
      ]),
    ),
    ...section(
      { en: 'reports', ko: '평가 보고' },
      reports.map(({ evaluator, status, empty, grand, statements }) => [
        evaluator,
        status,
        `${empty} -> ${grand}`,
        statements.map(placeOf).join(', '),
      ]),
    ),
  ];
}

/** What `prove` takes. */
function placeOf({ index, id }: PlacedAnswer): string {
  return `#${index} ${id}`;
}

async function recheck(output: Output, world: World, flags: ReplayFlags & UpdateFlags): Promise<ExitCode> {
  const facts = roundFacts(await replay(output, world, flags), flags.round);
  const report = await withUpdateFiles(output, flags, (files) => recheckRound(facts, files));
  output.result(report, describeRecheck(output, report));
  return exitCodeOfVerdict(report.verdict);
}

function describeRecheck(output: Output, { round, verdict, decisions, aggregation }: RecheckReport): string {
  const lines = decisions.flatMap(({ institution, index, verdict: each, differences, doubts }) => [
    `  #${index}  ${institution}  ${each}`,
    ...remarks(output, differences, doubts),
  ]);
  const end =
    aggregation === undefined
      ? []
      : [
          `  #${aggregation.index}  ${output.say({ en: 'aggregation', ko: '집계' })}  ${aggregation.verdict}`,
          ...remarks(output, aggregation.differences, aggregation.doubts),
        ];
  return [`${round}: ${verdict}`, ...lines, ...end].join('\n');
}

function remarks(output: Output, differences: readonly Difference[], doubts: readonly Doubt[]): string[] {
  return [
    ...differences.map(({ what, recorded, measured }) =>
      output.say({
        en: `      ${what}: recorded ${recorded ?? 'none'}, but ${measured ?? 'none'}`,
        ko: `      ${what}: 기록은 ${recorded ?? '없음'}, 실제는 ${measured ?? '없음'}`,
      }),
    ),
    ...doubts.map((doubt) => `      ${output.say(DOUBTS[doubt])}`),
  ];
}

const DOUBTS: Readonly<Record<Doubt, Sentence>> = {
  'update-missing': { en: 'an update is not among the files', ko: '업데이트 파일이 없습니다' },
  'nearest-missing': {
    en: 'the most similar update that was named is not among the files',
    ko: '가장 유사하다고 기록된 업데이트의 파일이 없습니다',
  },
  'step-missing': {
    en: 'the global step before is not among the files: --step',
    ko: '직전 전역 변화량의 파일이 없습니다: --step',
  },
  'parent-missing': {
    en: 'the model that the round starts from is not among the files: --parent',
    ko: '라운드가 출발한 모델의 파일이 없습니다: --parent',
  },
  'floating-point': {
    en: 'the sum of floating-point numbers depends on an order that nothing fixes',
    ko: '부동소수점의 합은 정해지지 않은 계산 순서에 따라 달라집니다',
  },
  'whole-weights': { en: 'whole weights are not averaged here', ko: '전체 가중치의 평균은 여기서 계산하지 않습니다' },
  shapes: { en: 'the updates have different tensors', ko: '업데이트들의 텐서가 서로 다릅니다' },
};
