/**
 * The dossier of a model: what a ledger has recorded about a lineage up to a published checkpoint, as a regulator asks for it. Each
 * line names index and digest of a record, by which it can be proven.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { DossierDocument } from '../../core/generated/documents.ts';
import { STATE } from '../../core/rules/state.ts';
import type { KindName } from '../../core/statement/validate.ts';
import type { ReplayedLedger } from '../audit/replay-ledger.ts';
import type { Entry, EntryOf } from './history.ts';
import { modelRecords, type RoundRecords, roundRecordsOf } from './model-records.ts';
import { LineWriter, type RecordLine } from './record-lines.ts';

/**
 * The dossier of the lineage of this name.
 * @throws InputError `not-found`
 */
export function buildDossier(ledger: ReplayedLedger, model: string): DossierDocument {
  const { report, state, history } = ledger;
  const [lineage, registered] = [state.value(STATE.model(model)), modelRecords(history, model)];
  if (lineage === undefined || registered === undefined)
    throw new InputError('not-found', `there is no model ${model}`);
  const rounds = roundRecordsOf(history, model);
  const writer = new LineWriter(history, state);
  const lines = (entries: readonly (Entry | EntryOf<KindName> | undefined)[]): RecordLine[] => writer.lines(entries);

  const opens = rounds.map(({ open }) => open.statement.body);
  const datasets = distinct(
    rounds.flatMap(({ records }) =>
      records.flatMap(({ digest }) => history.findOf('contribution', digest)?.statement.body.datasets ?? []),
    ),
  ).flatMap((digest) => history.findOf('dataset', digest) ?? []);
  const named = {
    tasks: registered.statement.body.tasks.map((task) => history.find(state.value(STATE.task(task)) ?? '')),
    preparations: distinct(datasets.map(({ statement }) => statement.body.preparation)).map((id) => history.find(id)),
    algorithms: distinct(opens.flatMap(({ algorithm }) => algorithm ?? [])).map((id) => history.find(id)),
    policies: distinct(opens.flatMap(({ credit }) => credit?.policy ?? [])).map((id) => history.find(id)),
    plans: history.of('evaluation-plan').filter(({ statement }) => statement.body.model === model),
  };
  const document = {
    format: 'ledgerline/dossier@v1' as const,
    ledger: state.value(STATE.ledger)?.origin ?? '',
    size: report.size,
    root: report.root,
    model,
    head: lineage.head,
    registered: writer.line(registered),
    tasks: lines(named.tasks),
    preparations: lines(named.preparations),
    datasets: lines(inOrder(datasets)),
    algorithms: lines(named.algorithms),
    policies: lines(named.policies),
    plans: lines(named.plans),
    rounds: rounds.map((round) => describeRound(ledger, writer, round)),
    awards: describeAwards(ledger, writer, model),
  };
  const institutions = participantsOf(document, rounds);
  return {
    ...document,
    corrections: lines(correctionsOf(history, new Set(writer.written))),
    refusals: lines(refusalsOf(history, institutions)),
    participants: institutions.flatMap((id) => describeParticipant(ledger, writer, id)),
  };
}

function describeRound(
  { state }: ReplayedLedger,
  writer: LineWriter,
  { open, records }: RoundRecords,
): DossierDocument['rounds'][number] {
  const { round, number } = open.statement.body;
  const now = state.value(STATE.round(open.digest));
  return {
    round,
    number,
    status: now?.status ?? 'open',
    ...(now?.window === undefined ? {} : { window: now.window }),
    withheld: [...(now?.withheld ?? [])],
    records: writer.lines([open, ...records]),
  };
}

/** Awards of the lineage, each with what followed it. */
function describeAwards(
  { state, history }: ReplayedLedger,
  writer: LineWriter,
  model: string,
): DossierDocument['awards'] {
  return history
    .of('award')
    .filter(({ statement }) => statement.body.model === model)
    .map((award) => {
      const about = <K extends 'dispute' | 'award-final'>(kind: K) =>
        history.of(kind).filter(({ statement: { body } }) => body.award === award.digest);
      const [disputes, finals] = [about('dispute'), about('award-final')];
      const ids = new Set(disputes.map(({ digest }) => digest));
      const sources = new Set(finals.map(({ digest }) => digest));
      return {
        window: award.statement.body.window,
        status: state.value(STATE.award(award.digest))?.status ?? 'proposed',
        records: writer.lines([
          award,
          ...inOrder([
            ...disputes,
            ...history.of('dispute-response').filter(({ statement }) => ids.has(statement.body.dispute)),
            ...history.of('resolution').filter(({ statement }) => ids.has(statement.body.dispute)),
            ...finals,
            ...history.of('credit').filter(({ statement }) => sources.has(statement.body.source)),
          ]),
        ]),
      };
    });
}

/** Whoever had a part: aggregators, invited, evaluators, and the authors of every line. */
function participantsOf(document: object, rounds: readonly RoundRecords[]): string[] {
  const ids = new Set<string>();
  for (const { open } of rounds)
    for (const id of [open.statement.body.aggregator, ...open.statement.body.invited]) ids.add(id);
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('author' in value && typeof value.author === 'string') ids.add(value.author);
    if ('evaluators' in value && Array.isArray(value.evaluators))
      for (const id of value.evaluators) ids.add(String(id));
    for (const member of Object.values(value)) visit(member);
  };
  visit(document);
  return [...ids].sort();
}

function describeParticipant(
  { state, history }: ReplayedLedger,
  writer: LineWriter,
  institution: string,
): DossierDocument['participants'] {
  const now = state.value(STATE.institution(institution));
  if (now === undefined) return [];
  const own = (['institution', 'key', 'role'] as const).flatMap((kind) =>
    history.of(kind).filter(({ statement: { body } }) => body.institution === institution),
  );
  return [{ institution, class: now.class, status: now.status, records: writer.lines(inOrder(own)) }];
}

function correctionsOf(history: ReplayedLedger['history'], listed: ReadonlySet<string>) {
  return inOrder([
    ...history
      .of('correction')
      .filter(({ statement: { body } }) => listed.has(body.supersedes) || listed.has(body.replacement)),
    ...history.of('withdrawal').filter(({ statement: { body } }) => listed.has(body.subject)),
    ...history.of('erasure').filter(({ statement: { body } }) => body.subjects.some((subject) => listed.has(subject))),
  ]);
}

function refusalsOf(history: ReplayedLedger['history'], institutions: readonly string[]) {
  return history
    .of('refusals')
    .filter(({ statement: { body } }) => body.refused.some(({ author }) => institutions.includes(author)));
}

function inOrder(entries: readonly EntryOf<KindName>[]): EntryOf<KindName>[] {
  return entries.toSorted((a, b) => a.index - b.index);
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
