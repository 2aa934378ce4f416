/**
 * `contribute MODEL --round NAME`: digests an update where it lies, signs, submits, waits, and keeps the proof beside it.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { bandOf } from '../../client/vocabularies.ts';
import { encodeHex } from '../../core/bytes/hex.ts';
import { InputError } from '../../core/error.ts';
import type { ContributionBody } from '../../core/generated/bodies.ts';
import { commit } from '../../core/statement/commitment.ts';
import { digestTensorSet } from '../../node/tensor-set-digest.ts';
import type { Register, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { parseCount } from '../numbers.ts';
import type { Output } from '../output.ts';
import { type AuthorFlags, openParticipant, withAuthorFlags } from '../participant.ts';
import { progressBar } from '../progress-bar.ts';

interface ContributeFlags extends AuthorFlags {
  readonly round: string;
  readonly samples: string;
  readonly form: string;
  readonly steps?: string;
  readonly privacy: string;
  readonly dryRun: boolean;
}

export const registerContribute: Register = (program, world, run) => {
  withAuthorFlags(program.command('contribute'))
    .argument('<model>', 'safetensors file of the update; it stays here')
    .description('record a contribution: only digests, a sample band and commitments become public')
    .requiredOption('--round <name>', 'name of the round, or digest of its round-open')
    .requiredOption('--samples <n>', 'samples trained on; the log sees the band and a commitment')
    .option('--form <form>', 'delta (difference to the parent) or weights', 'delta')
    .option('--steps <n>', 'optimiser steps')
    .option('--privacy <mechanism>', 'none, clipping, dp-sgd or secure-aggregation', 'none')
    .option('--dry-run', 'show what would become public, and stop', false)
    .action((model: string, flags: ContributeFlags) => run((output) => contribute(output, world, model, flags)));
};

async function contribute(output: Output, world: World, model: string, flags: ContributeFlags): Promise<ExitCode> {
  const participant = await openParticipant(flags, world);
  const [round, ledger] = await Promise.all([participant.client.round(flags.round), participant.client.ledger()]);
  const bar = progressBar(output, output.say({ en: 'hashing', ko: '해시 계산' }));
  const digest = await digestTensorSet(model, { onProgress: bar.update }).finally(() => bar.stop());
  const count = parseCount(flags.samples, '--samples');
  const salt = randomBytes(32);
  const body: ContributionBody = {
    round: round.id,
    parent: round.parent,
    update: { tensorSet: digest.sha256, format: 'safetensors', sizeBytes: digest.file.sizeBytes },
    form: oneOf(flags.form, ['delta', 'weights'], '--form'),
    band: bandOf(count, [...ledger.vocabularies.bands]),
    samples: commit('samples', salt, String(count)),
    privacy: { mechanism: oneOf(flags.privacy, ['none', 'clipping', 'dp-sgd', 'secure-aggregation'], '--privacy') },
    ...(flags.steps === undefined ? {} : { localSteps: parseCount(flags.steps, '--steps') }),
  };
  explain(output, body, model);
  if (flags.dryRun) return EXIT.done;

  const subject = { name: 'update', sha256: digest.file.sha256 };
  const { index, digest: id, bundle } = await participant.submit({ kind: 'contribution', body, subject });
  const base = model.replace(/\.safetensors$/, '');
  await writeFile(`${base}.proof.json`, bundle);
  await writeFile(
    `${base}.openings.json`,
    `${JSON.stringify({ samples: { value: String(count), salt: encodeHex(salt) } }, null, 2)}\n`,
    { mode: 0o600 },
  );
  output.result(
    { ok: true, index, id, proof: `${base}.proof.json`, openings: `${base}.openings.json` },
    output.say({
      en: `Recorded as number ${index}: ${id}\n  proof     ${base}.proof.json\n  openings  ${base}.openings.json  (keep: opens the committed sample count)`,
      ko: `${index}번으로 기록되었습니다: ${id}\n  증명      ${base}.proof.json\n  공개값    ${base}.openings.json  (보관: 표본 수 확약을 여는 데 필요)`,
    }),
  );
  return EXIT.done;
}

function explain(output: Output, body: ContributionBody, model: string): void {
  output.progress(
    output.say({
      en: `becomes public: digests of ${model}, round, band ${body.band}, privacy ${body.privacy.mechanism}\nstays here:     the file, the sample count, who signed`,
      ko: `공개되는 것: ${model}의 다이제스트, 라운드, 구간 ${body.band}, 프라이버시 ${body.privacy.mechanism}\n남는 것:     파일, 표본 수, 서명자`,
    }),
  );
}

function oneOf<T extends string>(text: string, words: readonly T[], flag: string): T {
  const word = words.find((each) => each === text);
  if (word === undefined) throw new InputError('usage', `${flag} is one of ${words.join(', ')}, not ${text}`);
  return word;
}
