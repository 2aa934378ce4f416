/**
 * `claim`, `settle` and `transfer`: what an institution does with credit, and how a claim ends.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { claimDraft, restOf } from '../../client/drafts.ts';
import { InputError } from '../../core/error.ts';
import type { SettlementBody } from '../../core/generated/bodies.ts';
import { commit } from '../../core/statement/commitment.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { keepSecret, submitKeeping } from '../kept-files.ts';
import type { Output } from '../output.ts';
import { type AuthorFlags, openParticipant, type Participant, withAuthorFlags } from '../participant.ts';
import { reportRecorded, withProofFlag } from '../recording.ts';
import { choiceOption, oneOf, parseAmount, parseDigest } from '../words.ts';

const FORMS: readonly SettlementBody['form'][] = ['cash', 'compute', 'model-access', 'authorship', 'evaluation-points'];

interface ClaimFlags extends AuthorFlags {
  readonly credit?: string;
  readonly all?: true;
  readonly amount?: string;
}

export const defineClaim: Define = (command, { world, run, say }) => {
  withAuthorFlags(command, say)
    .option('--credit <digest>', say({ en: 'the credit', ko: '크레딧의 다이제스트' }))
    .option(
      '--all',
      say({ en: 'every credit of the institution, all that is left of it', ko: '기관의 모든 크레딧의 남은 금액 전부' }),
    )
    .option(
      '--amount <micro>',
      say({ en: 'micro-credits; all that is left if absent', ko: '마이크로크레딧. 없으면 남은 금액 전부' }),
    )
    .action((flags: ClaimFlags) => run((output) => claim(output, world, flags)));
};

async function claim(output: Output, world: World, flags: ClaimFlags): Promise<ExitCode> {
  const { credit, all, amount } = flags;
  if ((credit === undefined) === (all === undefined)) throw new InputError('usage', 'name --credit or --all');
  if (all === true && amount !== undefined) throw new InputError('usage', '--amount stands with --credit');
  const participant = await openParticipant(flags, world);
  const wanted = await wantedCredits(participant, credit, amount);
  const claims: { index: number; id: string; credit: string; amount: string }[] = [];
  for (const body of wanted) {
    const { index, digest: id } = await participant.submit({ kind: 'claim', body });
    claims.push({ index, id, ...body });
  }
  const lines = claims.map(({ index, id, amount: micro }) => `${index}  ${id}  ${micro}`);
  const none = output.say({ en: 'nothing is left to claim', ko: '청구할 크레딧이 없습니다' });
  output.result({ ok: true, claims }, lines.length === 0 ? none : lines.join('\n'));
  return EXIT.done;
}

/** What is claimed. An amount that is too large is the rules' to refuse. */
async function wantedCredits({ client, institution }: Participant, credit?: string, amount?: string) {
  if (credit !== undefined) {
    const digest = parseDigest(credit, '--credit');
    if (amount !== undefined) return [{ credit: digest, amount: parseAmount(amount) }];
    return [claimDraft(await client.credit(digest)).body];
  }
  const wanted: { credit: string; amount: string }[] = [];
  for await (const each of client.credits(institution)) {
    if (restOf(each) > 0n) wanted.push(claimDraft(each).body);
  }
  return wanted;
}

interface SettleFlags extends AuthorFlags {
  readonly form: string;
  readonly reference: string;
  readonly openings?: string;
  readonly out?: string;
}

export const defineSettle: Define = (command, { world, run, say }) => {
  withProofFlag(withAuthorFlags(command, say), say)
    .argument('<claim>', say({ en: 'digest of the claim', ko: '청구의 다이제스트' }))
    .addOption(
      choiceOption('--form <form>', say({ en: 'what was given', ko: '지급 형태' }), FORMS).makeOptionMandatory(),
    )
    .requiredOption(
      '--reference <text>',
      say({
        en: 'names the document outside; the log sees a commitment',
        ko: '외부 문서의 참조. 로그에는 확약만 남음',
      }),
    )
    .option(
      '--openings <file>',
      say({
        en: 'where the opening of the reference goes; settlement-DIGEST.openings.json if absent',
        ko: '참조 확약의 공개값을 저장할 파일. 없으면 settlement-다이제스트.openings.json',
      }),
    )
    .action((id: string, flags: SettleFlags) => run((output) => settle(output, world, id, flags)));
};

async function settle(output: Output, world: World, id: string, flags: SettleFlags): Promise<ExitCode> {
  const participant = await openParticipant(flags, world);
  const claim = parseDigest(id, 'the claim');
  const { institution } = await participant.client.claim(claim);
  const salt = randomBytes(32);
  const body: SettlementBody = {
    claim,
    institution,
    form: oneOf(flags.form, FORMS, '--form'),
    reference: commit('reference', salt, flags.reference),
  };
  const stem = flags.openings?.replace(/\.openings\.json$/, '') ?? `settlement-${claim.slice(0, 12)}`;
  const openings = { reference: { value: flags.reference, salt: salt.toString('hex') } };
  const signed = await participant.sign({ kind: 'settlement', body });
  const kept = await keepSecret(stem, '.openings.json', signed.digest, `${JSON.stringify(openings, null, 2)}\n`);
  const path = `${kept}.openings.json`;
  const submitted = await submitKeeping(output, participant.client, signed, path);
  await reportRecorded(output, submitted, {
    out: flags.out,
    more: { institution, openings: path },
    text: [
      output.say({
        en: `openings  ${path}  (keep: opens the reference)`,
        ko: `공개값  ${path}  (보관: 참조 확약을 여는 데 필요)`,
      }),
    ],
  });
  return EXIT.done;
}

interface TransferFlags extends AuthorFlags {
  readonly credit: string;
  readonly to: string;
  readonly amount: string;
  readonly out?: string;
}

export const defineTransfer: Define = (command, { world, run, say }) => {
  withProofFlag(withAuthorFlags(command, say), say)
    .requiredOption('--credit <digest>', say({ en: 'the credit', ko: '크레딧의 다이제스트' }))
    .requiredOption(
      '--to <institution>',
      say({ en: 'who gets it, a pool for instance', ko: '받는 기관. 예: 공동 기금' }),
    )
    .requiredOption('--amount <micro>', say({ en: 'micro-credits', ko: '마이크로크레딧' }))
    .action((flags: TransferFlags) =>
      run(async (output) => {
        const participant = await openParticipant(flags, world);
        const body = {
          credit: parseDigest(flags.credit, '--credit'),
          beneficiary: flags.to,
          amount: parseAmount(flags.amount),
        };
        await reportRecorded(output, await participant.submit({ kind: 'transfer', body }), { out: flags.out });
        return EXIT.done;
      }),
    );
};
