/**
 * `award compute`, `submit`, `finalise` and `show`: the shares of a credit window. Whoever computes an award gets the same bytes, from
 * an address or a folder; the rules accept no others.
 * @module
 */
import type { AwardAnswer } from '../../client/answers.ts';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import type { CreditPolicyBody } from '../../core/generated/bodies.ts';
import { parseWrittenJson } from '../../core/json/json.ts';
import { validateBody } from '../../core/statement/validate.ts';
import { type AwardStanding, type ComputedAward, computeAward } from '../../verify/history/award-question.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readNamed } from '../inputs.ts';
import { parseCount } from '../numbers.ts';
import type { Output } from '../output.ts';
import {
  type AuthorFlags,
  type LedgerFlags,
  openClient,
  openParticipant,
  withAuthorFlags,
  withLedgerFlags,
} from '../participant.ts';
import { reportRecorded, withProofFlag } from '../recording.ts';
import { type ReplayFlags, replay, withReplayFlags } from '../replay.ts';
import { formatTable } from '../table.ts';
import { parseDigest } from '../words.ts';

interface WindowFlags {
  readonly window?: string;
}

interface ComputeFlags extends ReplayFlags, WindowFlags {
  readonly exclude?: string;
  readonly policy?: string;
}

type OutFlag = { readonly out?: string };

const MODEL = { en: 'name of the lineage', ko: '모델 계보의 이름' };
const AWARD = { en: 'digest of the award', ko: '배분안의 다이제스트' };
const WINDOW = {
  en: 'number of the credit window; the last one if absent',
  ko: '정산 구간의 번호. 없으면 마지막 구간',
};

export const defineAward: Define = (award, shell) => {
  const { world, run, say } = shell;
  defineCompute(award.command('compute'), shell);
  withProofFlag(withAuthorFlags(award.command('submit'), say), say)
    .argument('<model>', say(MODEL))
    .option('--window <n>', say(WINDOW))
    .description(
      say({
        en: 'compute the award that the log allows now, and record it: the treasurer, or anyone once it is overdue',
        ko: '로그가 지금 허용하는 배분안을 계산해 기록합니다. 회계 기관이, 기한이 지나면 누구나 할 수 있습니다',
      }),
    )
    .action((model: string, flags: AuthorFlags & WindowFlags & OutFlag) =>
      run((output) => submit(output, world, model, flags)),
    );
  withProofFlag(withAuthorFlags(award.command('finalise'), say), say)
    .argument('<award>', say(AWARD))
    .description(
      say({
        en: 'make an award final that can no longer be disputed; its credits follow at once',
        ko: '더는 이의를 제기할 수 없는 배분안을 확정합니다. 크레딧이 곧바로 기록됩니다',
      }),
    )
    .action((digest: string, flags: AuthorFlags & OutFlag) => run((output) => finalise(output, world, digest, flags)));
  withLedgerFlags(award.command('show'), say)
    .argument('<award>', say(AWARD))
    .description(say({ en: 'lines, deadlines, disputes', ko: '배분 내역, 기한, 이의를 보여 줍니다' }))
    .action((digest: string, flags: LedgerFlags) =>
      run(async (output) => {
        const shown = await (await openClient(flags, world)).award(parseDigest(digest, 'the award'));
        output.result(shown, describeAward(output, shown));
        return EXIT.done;
      }),
    );
};

function defineCompute(command: Parameters<Define>[0], { world, run, say }: Parameters<Define>[1]): void {
  withReplayFlags(command, say)
    .argument('<model>', say(MODEL))
    .option('--window <n>', say(WINDOW))
    .option(
      '--exclude <digest>',
      say({
        en: 'what if: without this contribution or utility report, as a resolution would decide',
        ko: '가정: 이 기여나 평가 보고를 제외하면 (중재 결정과 같은 방식)',
      }),
    )
    .option(
      '--policy <file>',
      say({
        en: 'what if: shared out by the credit-policy body in this file',
        ko: '가정: 이 파일의 credit-policy 본문에 따라 배분하면',
      }),
    )
    .description(
      say({
        en: 'replay the ledger and print the body of the award, the same bytes for everybody; its SHA-256 on stderr',
        ko: '원장을 재생해 배분안 본문을 출력합니다. 누가 계산해도 같은 바이트이며 SHA-256은 표준 오류에 나옵니다',
      }),
    )
    .action((model: string, flags: ComputeFlags) => run((output) => compute(output, world, model, flags)));
}

async function compute(output: Output, world: World, model: string, flags: ComputeFlags): Promise<ExitCode> {
  const policy = flags.policy === undefined ? undefined : await readPolicy(flags.policy);
  const computed = computeAward(await replay(output, world, flags), {
    model,
    ...windowOf(flags),
    ...(flags.exclude === undefined ? {} : { exclude: parseDigest(flags.exclude, '--exclude') }),
    ...(policy === undefined ? {} : { policy }),
  });
  output.document(computed.text);
  output.progress(`sha256 ${computed.sha256}`);
  output.progress(output.say(STANDINGS[computed.standing]));
  return computed.standing === 'differs' ? EXIT.failed : EXIT.done;
}

const STANDINGS: Readonly<Record<AwardStanding, Sentence>> = {
  recorded: { en: 'this is the award in the log', ko: '로그에 기록된 배분안과 같습니다' },
  due: { en: 'the log allows this award now', ko: '로그가 지금 허용하는 배분안입니다' },
  early: {
    en: 'preliminary: rounds or reports of the window may still come',
    ko: '잠정: 정산 구간의 라운드나 평가 보고가 더 있을 수 있습니다',
  },
  'what-if': { en: 'what if: not the award of the log as it stands', ko: '가정: 현재 로그의 배분안이 아닙니다' },
  differs: {
    en: 'the award in the log has another body: the ledger accepted what its rules do not give',
    ko: '로그의 배분안은 본문이 다릅니다. 원장이 규칙과 다른 결과를 받아들였습니다',
  },
};

async function readPolicy(path: string): Promise<CreditPolicyBody> {
  return validateBody('credit-policy', parseWrittenJson(decodeUtf8(await readNamed(path), path), path));
}

function windowOf({ window }: WindowFlags): { readonly window?: number } {
  return window === undefined ? {} : { window: parseCount(window, '--window') };
}

async function submit(
  output: Output,
  world: World,
  model: string,
  flags: AuthorFlags & WindowFlags & OutFlag,
): Promise<ExitCode> {
  const { body, sha256 }: ComputedAward = computeAward(await replay(output, world, flags), {
    model,
    ...windowOf(flags),
  });
  const participant = await openParticipant(flags, world);
  const submitted = await participant.submit({ kind: 'award', body });
  await reportRecorded(output, submitted, {
    out: flags.out,
    more: { sha256 },
    text: [`sha256 ${sha256}`, describeLines(output, body)],
  });
  return EXIT.done;
}

async function finalise(output: Output, world: World, digest: string, flags: AuthorFlags & OutFlag): Promise<ExitCode> {
  const participant = await openParticipant(flags, world);
  const submitted = await participant.submit({
    kind: 'award-final',
    body: { award: parseDigest(digest, 'the award') },
  });
  await reportRecorded(output, submitted, { out: flags.out });
  return EXIT.done;
}

function describeAward(
  output: Output,
  { id, index, status, model, window, disputeBy, disputes, ...rest }: AwardAnswer,
): string {
  const say = (en: string, ko: string): string => output.say({ en, ko });
  const facts = [
    [say('award', '배분안'), `#${index} ${id}`],
    [
      say('status', '상태'),
      rest.lapsed === true ? say(`${status}, a dispute lapsed`, `${status}, 이의가 결정 없이 소멸`) : status,
    ],
    [say('window', '정산 구간'), `${model}, ${window}`],
    [say('dispute by', '이의 기한'), disputeBy],
    ...disputes.map(({ dispute, resolveBy }) => [say('dispute', '이의'), `${dispute} (${resolveBy})`]),
    ...(rest.replacement === undefined ? [] : [[say('replacement', '대체 본문'), rest.replacement]]),
  ];
  return [formatTable(facts), '', describeLines(output, rest.body)].join('\n');
}

function describeLines(output: Output, { lines, reserve, budget }: AwardAnswer['body']): string {
  const say = (en: string, ko: string): string => output.say({ en, ko });
  return formatTable([
    [
      say('beneficiary', '수혜 기관'),
      say('micro-credits', '마이크로크레딧'),
      say('rounds', '라운드'),
      say('utility', '효용'),
    ],
    ...lines.map(({ beneficiary, amount, rounds, utility }) => [beneficiary, amount, String(rounds), utility]),
    [say('(reserve)', '(유보)'), reserve, '', ''],
    [say('(budget)', '(예산)'), budget, '', ''],
  ]);
}
