/**
 * `evaluate --round NAME [--table FILE]`: prints what an evaluator has to value, or records what it found. The report is checked here
 * first, with the functions of the rules.
 * @module
 */
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { type Json, parseWrittenJson } from '../../core/json/json.ts';
import { assignmentOf, reportsOf, type Utilities } from '../../verify/history/evaluation.ts';
import { type RoundFacts, roundFacts } from '../../verify/history/round-facts.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readNamed } from '../inputs.ts';
import type { Output } from '../output.ts';
import { type AuthorFlags, openParticipant, withAuthorFlags } from '../participant.ts';
import { replay } from '../replay.ts';
import { withRoundFlag } from '../update-flags.ts';

interface EvaluateFlags extends AuthorFlags {
  readonly round: string;
  readonly table?: string;
  readonly sealed?: true;
  readonly dryRun?: true;
}

export const defineEvaluate: Define = (command, { world, run, say }) => {
  withRoundFlag(withAuthorFlags(command, say), say)
    .option(
      '--table <file>',
      say({
        en: '{"empty", "grand", "table", "quality"}: utilities in ppm; without it, what has to be valued is printed',
        ko: '{"empty", "grand", "table", "quality"}: ppm 단위 효용. 없으면 평가할 내용을 출력',
      }),
    )
    .option(
      '--sealed',
      say({
        en: 'the plan asks for sealed reports: numerators and a digest become public, the utilities stay here',
        ko: '봉인 보고 계획: 분자와 다이제스트만 공개되고 효용은 여기 남음',
      }),
    )
    .option('--dry-run', say({ en: 'show what would become public, and stop', ko: '공개될 내용을 보여 주고 멈춤' }))
    .action((flags: EvaluateFlags) => run((output) => evaluate(output, world, flags)));
};

async function evaluate(output: Output, world: World, flags: EvaluateFlags): Promise<ExitCode> {
  const utilities = flags.table === undefined ? undefined : await readUtilities(flags.table);
  const ledger = await replay(output, world, flags);
  const facts = roundFacts(ledger, flags.round);
  if (utilities === undefined) {
    output.document(JSON.stringify(assignmentOf(facts), null, 2));
    return EXIT.done;
  }
  assertForm(facts, flags.sealed === true);
  const participant = await openParticipant(flags, world);
  const bodies = reportsOf(facts, ledger.state.view, participant.institution, utilities);
  if (flags.dryRun === true) {
    output.document(JSON.stringify(bodies, null, 2));
    return EXIT.done;
  }
  const reports: { index: number; id: string }[] = [];
  for (const body of bodies) {
    const { index, digest: id } = await participant.submit({ kind: 'utility-report', body });
    reports.push({ index, id });
  }
  const lines = reports.map(({ index, id }) => `${index}  ${id}`);
  output.result({ ok: true, round: facts.state.round, reports }, lines.join('\n'));
  return EXIT.done;
}

/** A plan decides what becomes public; a flag that says otherwise is a misunderstanding. @throws InputError `usage` */
function assertForm({ state, plan }: RoundFacts, isSealed: boolean): void {
  if (plan === undefined || (plan.form === 'sealed') === isSealed) return;
  throw new InputError(
    'usage',
    isSealed
      ? `the plan of ${state.round} asks for open reports: without --sealed, every utility becomes public`
      : `the plan of ${state.round} asks for sealed reports: say --sealed`,
  );
}

/** @throws InputError `usage` for another shape, `bad-json`, `file-not-found` */
async function readUtilities(path: string): Promise<Utilities> {
  const value: Partial<Record<string, Json>> = Object(parseWrittenJson(decodeUtf8(await readNamed(path), path), path));
  const { empty, grand, table, quality, ...rest } = value;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    throw new InputError('usage', `${path}: ${unknown} is none of empty, grand, table, quality`);
  const values = numbersOf(table);
  const measured = quality === undefined ? undefined : numbersOf(quality);
  if (
    !isInteger(empty) ||
    !isInteger(grand) ||
    values === undefined ||
    (quality !== undefined && measured === undefined)
  )
    throw new InputError(
      'usage',
      `${path} must hold {"empty", "grand", "table"}: integers, and the table a list of them`,
    );
  return { empty, grand, table: values, ...(measured === undefined ? {} : { quality: measured }) };
}

/** A list of integers, or of lists of them: one a permutation. */
function numbersOf(value: Json | undefined): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const flat: Json[] = value.flat();
  return flat.every(isInteger) ? flat : undefined;
}

function isInteger(value: Json | undefined): value is number {
  return Number.isSafeInteger(value);
}
