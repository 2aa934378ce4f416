/**
 * What the demonstration tells of its rounds: a line of progress for each stage, a row for each round, and who was caught.
 * @module
 */
import pc from 'picocolors';
import type { Sentence } from '../core/catalogue/catalogue.ts';
import { nameOf } from '../federation/cast.ts';
import type { Endpoint, FederationData } from '../federation/dataset/prepare.ts';
import type { Attempt, Caught } from '../federation/scenario/caught.ts';
import type { RoundSummary, Summary } from '../federation/scenario/summary.ts';
import type { Language, Output } from './output.ts';

const ATTEMPTS: Readonly<Record<Attempt, Sentence>> = {
  'no-role': { en: 'has no role to contribute', ko: '기여할 역할이 없음' },
  'changed-byte': { en: 'one byte was changed after signing', ko: '서명 뒤에 한 바이트가 바뀜' },
  'revoked-key': { en: 'a thief signs with the key that was revoked', ko: '도둑이 폐기된 키로 서명' },
  'wrong-parent': { en: 'trained from an outdated model', ko: '지난 모델에서 학습' },
  'inflated-band': { en: 'claims three times the samples it declared', ko: '신고한 표본의 세 배를 주장' },
  'zero-update': { en: 'hands in an update that changes nothing', ko: '아무것도 바꾸지 않는 업데이트를 제출' },
  'replayed-step': { en: 'hands in the last global step as its own', ko: '직전 전역 변화량을 자기 것으로 제출' },
  'copied-update': { en: 'hands in the update of another', ko: '다른 기관의 업데이트를 제출' },
  'early-reveal': { en: 'reveals while others can still commit', ko: '다른 기관이 아직 확약할 수 있을 때 공개' },
  'swapped-update': { en: 'copies with noise after seeing the original', ko: '원본을 본 뒤 잡음을 섞어 베낌' },
  'late-reveal': { en: 'reveals after the deadline', ko: '기한이 지난 뒤 공개' },
  'withheld-reveal': { en: 'committed and did not reveal in time', ko: '확약하고 제때 공개하지 않음' },
  'tiny-update': { en: 'hands in next to nothing', ko: '거의 아무것도 아닌 업데이트를 제출' },
  'noisy-replay': { en: 'hands in the last global step with noise', ko: '직전 전역 변화량에 잡음을 섞어 제출' },
  'near-copy': { en: 'stole an update beforehand, adds 5% noise', ko: '미리 훔친 업데이트에 5% 잡음을 섞음' },
  'noisy-copy': { en: 'a copy under much noise passed the limits', ko: '잡음이 큰 사본이 한계를 통과' },
  'false-award': { en: 'moves one micro-credit between two lines', ko: '두 줄 사이에서 1 마이크로크레딧을 옮김' },
  'early-claim': { en: 'claims before the award is final', ko: '배분이 확정되기 전에 청구' },
  'double-claim': { en: 'claims the same credit twice', ko: '같은 크레딧을 두 번 청구' },
  'flipped-labels': { en: 'trains on labels half of which are wrong', ko: '절반이 틀린 라벨로 학습' },
};

export function introduce(output: Output, data: FederationData): void {
  const { endpoint, counts, test, members } = data;
  const n = (value: number): string => value.toLocaleString('en');
  const what = describe(endpoint, output.language);
  output.line(
    output.say({
      en: `\n${pc.bold('Ledgerline demonstration')}: ${members.length} institutions train on their own molecules; each update is hashed
where it lies, signed by its institution, recorded in a Merkle log, valued and credited.

  data   ${n(counts.molecules)} molecules, ${what}; ${n(counts.positives)} positive
  split  by scaffold: ${members.map(({ data: { rowCount } }) => n(rowCount)).join(', ')} for training, ${n(test.rowCount)} held out for the test\n`,
      ko: `\n${pc.bold('Ledgerline 시연')}: 기관 ${members.length}곳이 각자의 분자로 학습합니다. 업데이트는 있는 자리에서 해시되고,
기관이 서명하며, 머클 로그에 기록되고, 가치가 매겨져 크레딧이 됩니다.

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
    en: '  round  committed  aggregated  coalitions  ROC-AUC',
    ko: ' 라운드       확약        집계        연합  ROC-AUC',
  };
  output.line(pc.dim(output.say(head)));
}

/** One round: counts, metric, and who was caught by what. */
export function roundRow(output: Output, summary: RoundSummary, caught: readonly Caught[]): void {
  const { number, members, accepted, coalitions, metric } = summary;
  const cell = (value: number | string, width: number): string => String(value).padStart(width);
  const counts = `${cell(members.length, 9)}  ${cell(accepted, 10)}  ${cell(coalitions, 10)}`;
  output.line(`  ${cell(number, 5)}  ${counts}  ${cell((metric.ppm / 1_000_000).toFixed(3), 7)}`);
  // A reveal that was refused or missed is told once, by the refusal.
  const tried = new Set(caught.filter(({ attempt }) => attempt !== 'withheld-reveal').map((each) => each.institution));
  const told = caught.filter(({ attempt, institution }) => attempt !== 'withheld-reveal' || !tried.has(institution));
  for (const each of told) caughtRow(output, each);
}

/** Who was caught, at what, and by which code. */
export function caughtRow(output: Output, { institution, attempt, by, code, cause }: Caught): void {
  const name = nameOf(institution, output.language);
  const mark = pc.yellow(output.say({ en: 'caught', ko: '적발' }));
  output.line(`         ${mark} ${name}: ${output.say(ATTEMPTS[attempt])} ${pc.dim(`(${code ?? cause ?? by})`)}`);
}

export function conclude(output: Output, summary: Summary): void {
  const { size, root, contributions, caught, accounts, seconds } = summary;
  const tries = caught.filter(({ attempt }) => attempt !== 'withheld-reveal').length;
  output.line(
    output.say({
      en: `\n${pc.green('Done')} in ${seconds.toFixed(1)} s: ${contributions} contributions recorded, proven and credited; ${tries} tricks, each met by a protection;
${accounts.length} account statements verified.
  log  ${size} records, root ${root.slice(0, 16)}…`,
      ko: `\n${pc.green('완료')} (${seconds.toFixed(1)}초): 기여 ${contributions}건이 기록·증명되고 크레딧이 되었습니다. 속임수 ${tries}건은 모두 보호 장치에 걸렸습니다.
계정 명세서 ${accounts.length}건을 검증했습니다.
  로그  기록 ${size}건, 루트 ${root.slice(0, 16)}…`,
    }),
  );
}

/** How a stranger checks what is left in `folder`. */
export function howToCheck(output: Output, folder: string, command: string): void {
  const proof = `${folder}/proofs/r5-hanul-pharma.proof.json`;
  const trust = `--trust ${folder}/trust.policy`;
  const commands = `  ${command} verify ${proof} ${trust} --artifact ${folder}/models/r5-hanul-pharma.safetensors
  ${command} verify ${folder}/accounts/hanul-pharma.account.json ${trust}
  ${command} award compute safety-net --folder ${folder}/ledger ${trust}
  ${command} audit ${folder}/ledger ${trust}`;
  output.line(
    output.say({
      en: `\nCheck it yourself; no network, no account, no trust in the operator needed:\n${commands}`,
      ko: `\n직접 확인하십시오. 네트워크도, 계정도, 운영자에 대한 신뢰도 필요 없습니다.\n${commands}`,
    }),
  );
}
