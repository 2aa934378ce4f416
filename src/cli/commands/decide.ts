/**
 * `decide --round NAME --updates DIR`: the aggregator measures every update of the round, and accepts or rejects each as the limits
 * of the policy say. Whoever holds the updates can measure again: `round recheck`.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { ContributionDecisionBody } from '../../core/generated/bodies.ts';
import { impliedDecision, type MeasuredRound, measureRound } from '../../node/updates/measure-round.ts';
import { type RoundFacts, roundFacts } from '../../verify/history/round-facts.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { type AuthorFlags, openParticipant, withAuthorFlags } from '../participant.ts';
import { replay } from '../replay.ts';
import { formatTable } from '../table.ts';
import { type UpdateFlags, withUpdateFiles, withUpdateFlags } from '../update-flags.ts';

interface DecideFlags extends AuthorFlags, UpdateFlags {
  readonly partial?: true;
  readonly dryRun?: true;
}

export const defineDecide: Define = (command, { world, run, say }) => {
  withUpdateFlags(withAuthorFlags(command, say), say)
    .option(
      '--partial',
      say({
        en: 'leave contributions undecided whose updates are not there',
        ko: '업데이트 파일이 없는 기여는 결정하지 않고 남겨 둠',
      }),
    )
    .option('--dry-run', say({ en: 'show what would be decided, and stop', ko: '결정될 내용을 보여 주고 멈춤' }))
    .action((flags: DecideFlags) => run((output) => decide(output, world, flags)));
};

/** What is printed of a decision. */
interface Decided {
  readonly body: ContributionDecisionBody;
  readonly index?: number;
  readonly id?: string;
}

async function decide(output: Output, world: World, flags: DecideFlags): Promise<ExitCode> {
  const facts = roundFacts(await replay(output, world, flags), flags.round);
  const round = await withUpdateFiles(output, flags, (files) => measureRound(facts, files));
  assertComplete(facts, round, flags.partial === true);
  const bodies = round.contributions
    .filter(({ facts: { state } }) => state.status === 'submitted')
    .map((each) => impliedDecision(each, facts));
  for (const { state } of round.missing)
    output.progress(
      output.say({
        en: `${state.institution}: no update among the files; it stays ${state.status}`,
        ko: `${state.institution}: 업데이트 파일이 없어 ${state.status} 상태로 남습니다`,
      }),
    );
  const decided: Decided[] = [];
  if (flags.dryRun === true) decided.push(...bodies.map((body) => ({ body })));
  else if (bodies.length > 0) {
    const participant = await openParticipant(flags, world);
    for (const body of bodies) {
      const { index, digest: id } = await participant.submit({ kind: 'contribution-decision', body });
      decided.push({ body, index, id });
    }
  }
  output.result(
    {
      ok: true,
      round: facts.state.round,
      id: facts.id,
      decisions: decided.map(({ body, ...where }) => ({ ...where, ...body })),
    },
    describe(output, decided),
  );
  return EXIT.done;
}

/** @throws InputError `updates-missing`, `unmeasurable` */
function assertComplete(
  { state }: RoundFacts,
  { contributions, missing, lacksStep }: MeasuredRound,
  isPartial: boolean,
) {
  if (missing.length > 0 && !isPartial) {
    const names = missing.map(({ state: own, body }) => `${own.institution} (${body.update.tensorSet})`);
    throw new InputError('updates-missing', `${state.round}: no update of ${names.join(', ')}`);
  }
  if (lacksStep)
    throw new InputError(
      'updates-missing',
      `${state.round}: the global step before (${state.previousStep}) is not there`,
    );
  const isUnclear = contributions.some(({ fits, layout }) => fits === undefined && layout !== contributions[0]?.layout);
  if (isUnclear)
    throw new InputError(
      'unmeasurable',
      'the updates have different tensors: --parent names the model that tells which fit',
    );
}

function describe(output: Output, decided: readonly Decided[]): string {
  if (decided.length === 0) return output.say({ en: 'nothing is undecided', ko: '결정할 기여가 없습니다' });
  const lines = decided.map(({ body, index }) => {
    const { normMicro, nonFinite, nearest, stepCosinePpm } = body.measured;
    const outcome = body.outcome === 'accepted' ? body.outcome : `${body.outcome}: ${body.cause}`;
    return [
      index === undefined ? '-' : String(index),
      body.institution,
      `${normMicro}`,
      `${nonFinite}`,
      nearest === undefined ? '-' : `${nearest.cosinePpm}`,
      stepCosinePpm === undefined ? '-' : `${stepCosinePpm}`,
      outcome,
    ];
  });
  const head = ['index', 'institution', 'norm (micro)', 'not finite', 'nearest (ppm)', 'step (ppm)', 'decision'];
  return formatTable([head, ...lines]);
}
