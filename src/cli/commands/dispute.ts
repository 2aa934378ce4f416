/**
 * `dispute`, `respond` and `resolve`: an award is disputed, its respondent answers, arbiters decide. An arbiter computes the award that
 * takes the place of the disputed one itself.
 * @module
 */
import { respondentOf } from '../../client/drafts.ts';
import type { DisputeBody, DisputeResponseBody } from '../../core/generated/bodies.ts';
import { digestFile } from '../../node/digest.ts';
import { replacementAward } from '../../verify/history/award-question.ts';
import type { Define, Say, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { collect } from '../inputs.ts';
import type { Output } from '../output.ts';
import { type AuthorFlags, openParticipant, withAuthorFlags } from '../participant.ts';
import { reportRecorded, withProofFlag } from '../recording.ts';
import { replay } from '../replay.ts';
import { choiceOption, oneOf, parseDigest } from '../words.ts';

const GROUNDS: readonly DisputeBody['grounds'][] = [
  'copied',
  'fabricated',
  'evaluation',
  'decision',
  'data-quality',
  'key-compromise',
];
const POSITIONS: readonly DisputeResponseBody['position'][] = ['accepts', 'contests'];
const FINDINGS = ['upheld', 'rejected'] as const;

interface EvidenceFlags extends AuthorFlags {
  readonly evidence?: readonly string[];
  readonly out?: string;
}

interface DisputeFlags extends EvidenceFlags {
  readonly about: string;
  readonly grounds: string;
}

export const defineDispute: Define = (command, { world, run, say }) => {
  withEvidence(withProofFlag(withAuthorFlags(command, say), say), say)
    .argument('<award>', say({ en: 'digest of the award', ko: '배분안의 다이제스트' }))
    .requiredOption(
      '--about <digest>',
      say({
        en: 'the contribution or utility report that should not count',
        ko: '인정하지 말아야 할 기여 또는 평가 보고의 다이제스트',
      }),
    )
    .addOption(choiceOption('--grounds <why>', say({ en: 'why', ko: '이유' }), GROUNDS).makeOptionMandatory())
    .action((award: string, flags: DisputeFlags) => run((output) => dispute(output, world, award, flags)));
};

export const defineRespond: Define = (command, { world, run, say }) => {
  withEvidence(withProofFlag(withAuthorFlags(command, say), say), say)
    .argument('<dispute>', say({ en: 'digest of the dispute', ko: '이의의 다이제스트' }))
    .addOption(
      choiceOption(
        '--position <position>',
        say({ en: 'what the respondent says', ko: '답변 기관의 입장' }),
        POSITIONS,
      ).makeOptionMandatory(),
    )
    .action((id: string, flags: EvidenceFlags & { readonly position: string }) =>
      run(async (output) => {
        const participant = await openParticipant(flags, world);
        const body: DisputeResponseBody = {
          dispute: parseDigest(id, 'the dispute'),
          position: oneOf(flags.position, POSITIONS, '--position'),
          evidence: await digestEvidence(flags),
        };
        const submitted = await participant.submit({ kind: 'dispute-response', body });
        await reportRecorded(output, submitted, { out: flags.out });
        return EXIT.done;
      }),
    );
};

interface ResolveFlags extends AuthorFlags {
  readonly finding: string;
  readonly out?: string;
}

export const defineResolve: Define = (command, { world, run, say }) => {
  withProofFlag(withAuthorFlags(command, say), say)
    .argument('<dispute>', say({ en: 'digest of the dispute', ko: '이의의 다이제스트' }))
    .addOption(
      choiceOption(
        '--finding <finding>',
        say({
          en: 'upheld sets the award aside for the one without the disputed record, computed here',
          ko: 'upheld이면 이의 대상을 뺀 배분안(여기서 계산)으로 대체됨',
        }),
        FINDINGS,
      ).makeOptionMandatory(),
    )
    .action((id: string, flags: ResolveFlags) => run((output) => resolve(output, world, id, flags)));
};

function withEvidence(command: Parameters<Define>[0], say: Say): Parameters<Define>[0] {
  return command.option(
    '--evidence <file>',
    say({
      en: 'file that shows it; only its digest becomes public; may be repeated',
      ko: '증거 파일. 다이제스트만 공개됨. 여러 번 쓸 수 있음',
    }),
    collect,
  );
}

async function digestEvidence({ evidence = [] }: EvidenceFlags): Promise<string[]> {
  const digests: string[] = [];
  for (const path of evidence) digests.push((await digestFile(path)).sha256);
  return digests;
}

async function dispute(output: Output, world: World, award: string, flags: DisputeFlags): Promise<ExitCode> {
  const about = parseDigest(flags.about, '--about');
  const evidence = await digestEvidence(flags);
  const participant = await openParticipant(flags, world);
  const body: DisputeBody = {
    award: parseDigest(award, 'the award'),
    about,
    ...(await respondentOf(participant.client, about)),
    grounds: oneOf(flags.grounds, GROUNDS, '--grounds'),
    evidence,
  };
  const submitted = await participant.submit({ kind: 'dispute', body });
  const { respondent } = body;
  const { respondBy, resolveBy } = await participant.client.dispute(submitted.digest);
  await reportRecorded(output, submitted, {
    out: flags.out,
    more: { respondent, respondBy, resolveBy },
    text: [
      output.say({
        en: `${respondent} may answer until ${respondBy}; arbiters resolve until ${resolveBy}`,
        ko: `${respondent}의 답변 기한 ${respondBy}, 중재 기한 ${resolveBy}`,
      }),
    ],
  });
  return EXIT.done;
}

async function resolve(output: Output, world: World, id: string, flags: ResolveFlags): Promise<ExitCode> {
  const finding = oneOf(flags.finding, FINDINGS, '--finding');
  const dispute = parseDigest(id, 'the dispute');
  const replacement =
    finding === 'upheld' ? replacementAward(await replay(output, world, flags), dispute).sha256 : undefined;
  const participant = await openParticipant(flags, world);
  const body =
    replacement === undefined
      ? ({ dispute, finding: 'rejected' } as const)
      : ({ dispute, finding: 'upheld', replacement } as const);
  const submitted = await participant.submit({ kind: 'resolution', body });
  await reportRecorded(output, submitted, {
    out: flags.out,
    more: replacement === undefined ? {} : { replacement },
    text:
      replacement === undefined
        ? []
        : [
            output.say({
              en: `replacement ${replacement}; once the quorum of arbiters is complete, award submit records it`,
              ko: `대체 본문 ${replacement}. 중재 정족수가 차면 award submit으로 기록합니다`,
            }),
          ],
  });
  return EXIT.done;
}
