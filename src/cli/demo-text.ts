/**
 * What the demonstration tells: a line of progress for each stage, a row for each round, and how to check it all.
 * @module
 */
import pc from 'picocolors';
import type { Sentence } from '../core/catalogue/catalogue.ts';
import { nameOf } from '../federation/cast.ts';
import type { Endpoint, FederationData } from '../federation/dataset/prepare.ts';
import type { Refused, RoundSummary, Summary } from '../federation/scenario/summary.ts';
import type { Language, Output } from './output.ts';

const ATTEMPTS: Readonly<Record<Refused['attempt'], Sentence>> = {
  'no-role': { en: 'has no role to contribute', ko: '기여할 역할이 없음' },
  'copied-update': { en: 'handed in the update of another', ko: '다른 기관의 업데이트를 제출' },
  'changed-byte': { en: 'one byte was changed after signing', ko: '서명 뒤에 한 바이트가 바뀜' },
  'wrong-parent': { en: 'trained from an outdated model', ko: '지난 모델에서 학습' },
};

export function introduce(output: Output, data: FederationData): void {
  const { endpoint, counts, test, members } = data;
  const n = (value: number): string => value.toLocaleString('en');
  const what = describe(endpoint, output.language);
  output.line(
    output.say({
      en: `\n${pc.bold('Ledgerline demonstration')}: ${members.length} institutions train on their own molecules; each update is hashed
where it lies, signed by its institution, recorded in a Merkle log and answered with a proof.

  data   ${n(counts.molecules)} molecules, ${what}; ${n(counts.positives)} positive
  split  by scaffold: ${members.map(({ data: { rowCount } }) => n(rowCount)).join(', ')} for training, ${n(test.rowCount)} held out for the test\n`,
      ko: `\n${pc.bold('Ledgerline 시연')}: 기관 ${members.length}곳이 각자의 분자로 학습합니다. 업데이트는 있는 자리에서 해시되고,
기관이 서명하며, 머클 로그에 기록되고, 증명으로 돌아옵니다.

  자료   분자 ${n(counts.molecules)}개, ${what}; 양성 ${n(counts.positives)}개
  분할   골격 기준: 학습 ${members.map(({ data: { rowCount } }) => n(rowCount)).join(', ')}, 시험용 ${n(test.rowCount)}\n`,
    }),
  );
}

function describe({ valueColumn, threshold, isMedian }: Endpoint, language: Language): string {
  const bound = `${valueColumn} >= ${threshold}`;
  if (!isMedian) return bound;
  return language === 'ko' ? `${bound} (중앙값)` : `${bound} (the median)`;
}

export function tableHead(output: Output): void {
  const head = {
    en: '  round  members  accepted  refused  ROC-AUC',
    ko: ' 라운드     기관      수락     거절  ROC-AUC',
  };
  output.line(pc.dim(output.say(head)));
}

/** One round: counts, metric, and each refusal with its reason in words. */
export function roundRow(
  output: Output,
  { number, members, accepted, refused, metric }: RoundSummary,
  refusals: readonly Refused[],
): void {
  const cell = (value: number | string, width: number): string => String(value).padStart(width);
  const counts = `${cell(members.length, 7)}  ${cell(accepted, 8)}  ${cell(refused, 7)}`;
  output.line(`  ${cell(number, 5)}  ${counts}  ${cell((metric.ppm / 1_000_000).toFixed(3), 7)}`);
  for (const { institution, attempt, code } of refusals) {
    const name = nameOf(institution, output.language);
    output.line(
      `         ${pc.yellow(output.say({ en: 'refused', ko: '거절' }))} ${name}: ${output.say(ATTEMPTS[attempt])} ${pc.dim(`(${code})`)}`,
    );
  }
}

export function conclude(output: Output, summary: Summary): void {
  const { size, root, contributions, refused, seconds } = summary;
  output.line(
    output.say({
      en: `\n${pc.green('Done')} in ${seconds.toFixed(1)} s: ${contributions} contributions recorded and proven, ${refused.length} attempts refused without a trace in the log.
  log  ${size} records, root ${root.slice(0, 16)}…`,
      ko: `\n${pc.green('완료')} (${seconds.toFixed(1)}초): 기여 ${contributions}건이 기록되고 증명되었습니다. 시도 ${refused.length}건은 로그에 흔적 없이 거절되었습니다.
  로그  기록 ${size}건, 루트 ${root.slice(0, 16)}…`,
    }),
  );
}

/** How a stranger checks what is left in `folder`. */
export function howToCheck(output: Output, folder: string, command: string): void {
  const proof = `${folder}/proofs/r5-hanul-pharma.proof.json`;
  output.line(
    output.say({
      en: `\nCheck it yourself; no network, no account, no trust in the operator needed:
  ${command} verify ${proof} --trust ${folder}/trust.policy --artifact ${folder}/models/r5-hanul-pharma.safetensors
  ${command} audit ${folder}/ledger --trust ${folder}/trust.policy`,
      ko: `\n직접 확인하십시오. 네트워크도, 계정도, 운영자에 대한 신뢰도 필요 없습니다.
  ${command} verify ${proof} --trust ${folder}/trust.policy --artifact ${folder}/models/r5-hanul-pharma.safetensors
  ${command} audit ${folder}/ledger --trust ${folder}/trust.policy`,
    }),
  );
}
