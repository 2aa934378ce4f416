/**
 * `contribute MODEL --round NAME`: digests an update where it lies, signs, submits, waits, and keeps the proof beside it.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { assertRevealable, contributionDraft, type Openings } from '../../client/drafts.ts';
import type { ContributionBody } from '../../core/generated/bodies.ts';
import { digestTensorSet } from '../../node/tensor-set-digest.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { collect } from '../inputs.ts';
import { findCommitment, keepSecret, stemOf, submitKeeping } from '../kept-files.ts';
import { parseCount } from '../numbers.ts';
import type { Output } from '../output.ts';
import { type AuthorFlags, openParticipant, withAuthorFlags } from '../participant.ts';
import { progressBar } from '../progress-bar.ts';
import { withOwnUpdate } from '../update-flags.ts';
import { oneOf } from '../words.ts';

interface ContributeFlags extends AuthorFlags {
  readonly round: string;
  readonly samples: string;
  readonly form: string;
  readonly steps?: string;
  readonly privacy: string;
  readonly dataset?: readonly string[];
  readonly commitment?: string;
  readonly dryRun?: true;
}

export const defineContribute: Define = (command, { world, run, say }) => {
  withOwnUpdate(withAuthorFlags(command, say), say)
    .requiredOption(
      '--samples <n>',
      say({
        en: 'samples trained on; the log sees the band and a commitment',
        ko: '학습한 표본 수. 로그에는 구간과 확약만 남음',
      }),
    )
    .option(
      '--form <form>',
      say({ en: 'delta (difference to the parent) or weights', ko: 'delta(부모 모델과의 차이) 또는 weights' }),
      'delta',
    )
    .option('--steps <n>', say({ en: 'optimiser steps', ko: '최적화 단계 수' }))
    .option(
      '--privacy <mechanism>',
      say({
        en: 'none, clipping, dp-sgd or secure-aggregation',
        ko: 'none, clipping, dp-sgd, secure-aggregation 중 하나',
      }),
      'none',
    )
    .option(
      '--dataset <name>',
      say({
        en: 'dataset trained on, by name or digest; may be repeated; needed where the round bears credit',
        ko: '학습에 쓴 데이터셋의 이름 또는 다이제스트. 여러 번 쓸 수 있음. 크레딧 라운드에서는 필수',
      }),
      collect,
    )
    .option(
      '--commitment <file>',
      say({
        en: 'what commit kept, where the round bears credit; beside the model if absent',
        ko: '크레딧 라운드에서 commit이 보관한 파일. 없으면 모델 옆에서 찾음',
      }),
    )
    .option('--dry-run', say({ en: 'show what would become public, and stop', ko: '공개될 내용을 보여 주고 멈춤' }))
    .action((model: string, flags: ContributeFlags) => run((output) => contribute(output, world, model, flags)));
};

async function contribute(output: Output, world: World, model: string, flags: ContributeFlags): Promise<ExitCode> {
  const count = parseCount(flags.samples, '--samples');
  const form = oneOf(flags.form, ['delta', 'weights'], '--form');
  const mechanism = oneOf(flags.privacy, ['none', 'clipping', 'dp-sgd', 'secure-aggregation'], '--privacy');
  const steps = flags.steps === undefined ? undefined : parseCount(flags.steps, '--steps');
  const participant = await openParticipant(flags, world);
  const [round, ledger] = await Promise.all([participant.client.round(flags.round), participant.client.ledger()]);
  assertRevealable(round, world.clock.now());
  const commitmentOf = { round: round.id, institution: participant.institution };
  const bar = progressBar(output, output.say({ en: 'hashing', ko: '해시 계산' }));
  const digest = await digestTensorSet(model, { onProgress: bar.update }).finally(() => bar.stop());
  const datasets = await Promise.all((flags.dataset ?? []).map((name) => participant.client.dataset(name)));
  const { draft, openings } = contributionDraft({
    ...{ round, ledger, form, mechanism, samples: count, salt: randomBytes(32) },
    ...(steps === undefined ? {} : { localSteps: steps }),
    update: { tensorSet: digest.sha256, file: digest.file.sha256, sizeBytes: digest.file.sizeBytes },
    datasets: datasets.map(({ id }) => id),
    ...(round.credit === undefined ? {} : { commitment: await findCommitment(model, commitmentOf, flags.commitment) }),
  });
  explain(output, draft.body, model);
  if (flags.dryRun === true) {
    output.document(JSON.stringify(draft, null, 2));
    return EXIT.done;
  }
  const signed = await participant.sign(draft);
  const files = await keepOpenings(model, signed.digest, openings);
  const { index, bundle } = await submitKeeping(output, participant.client, signed, files.openings);
  await writeFile(files.proof, bundle);
  output.result(
    { ok: true, index, id: signed.digest, ...files },
    output.say({
      en: `Recorded as number ${index}: ${signed.digest}\n  proof     ${files.proof}\n  openings  ${files.openings}  (keep: opens the committed sample count)`,
      ko: `${index}번으로 기록되었습니다: ${signed.digest}\n  증명      ${files.proof}\n  공개값    ${files.openings}  (보관: 표본 수 확약을 여는 데 필요)`,
    }),
  );
  return EXIT.done;
}

/** What a contribution leaves beside the model. */
interface KeptFiles {
  readonly proof: string;
  readonly openings: string;
}

/** Keeps the openings before anything is submitted. */
async function keepOpenings(model: string, id: string, openings: Openings): Promise<KeptFiles> {
  const stem = await keepSecret(stemOf(model), '.openings.json', id, `${JSON.stringify(openings, null, 2)}\n`);
  return { proof: `${stem}.proof.json`, openings: `${stem}.openings.json` };
}

function explain(output: Output, body: ContributionBody, model: string): void {
  output.progress(
    output.say({
      en: `becomes public: digests of ${model}, round, band ${body.band}, privacy ${body.privacy.mechanism}\nstays here:     the file, the sample count, who signed`,
      ko: `공개되는 것: ${model}의 다이제스트, 라운드, 구간 ${body.band}, 프라이버시 ${body.privacy.mechanism}\n남는 것:     파일, 표본 수, 서명자`,
    }),
  );
}
