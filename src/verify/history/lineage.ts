/**
 * The lineage of a model: from which weights to which, by what.
 * @module
 */
import { InputError } from '../../core/error.ts';
import { STATE } from '../../core/rules/state.ts';
import type { ReplayedLedger } from '../audit/replay-ledger.ts';
import { modelRecords, roundRecordsOf } from './model-records.ts';

/** A model, and the record that brought it. */
export interface LineageModel {
  /** Tensor-set digest. */
  readonly weights: string;
  readonly index: number;
  readonly id: string;
}

/** A completed round: how one model became the next. */
export interface LineageStep {
  readonly round: string;
  readonly number: number;
  readonly from: string;
  /** The aggregation and its outcome. */
  readonly to: LineageModel;
  readonly contributions: readonly {
    readonly id: string;
    readonly index: number;
    readonly institution: string;
    readonly weight: number;
  }[];
}

export interface Lineage {
  readonly model: string;
  readonly ledger: string;
  /** Size of the checkpoint up to which this holds. */
  readonly size: number;
  readonly root: string;
  readonly first: LineageModel;
  /** Models of the log that the first one was made from. */
  readonly parents: readonly LineageModel[];
  readonly steps: readonly LineageStep[];
}

/** @throws InputError `not-found` */
export function buildLineage({ report, state, history }: ReplayedLedger, model: string): Lineage {
  const registered = modelRecords(history, model);
  if (registered === undefined) throw new InputError('not-found', `there is no model ${model}`);
  const { weights, parents } = registered.statement.body;
  const find = (digest: string | undefined, tensorSet: string): LineageModel[] => {
    const entry = digest === undefined ? undefined : history.find(digest);
    return entry === undefined ? [] : [{ weights: tensorSet, index: entry.index, id: entry.digest }];
  };
  return {
    model,
    ledger: registered.statement.ledger,
    size: report.size,
    root: report.root,
    first: { weights: weights.tensorSet, index: registered.index, id: registered.digest },
    parents: parents.flatMap((parent) => find(state.value(STATE.artefact(parent)), parent)),
    steps: roundRecordsOf(history, model).flatMap(({ open }) => {
      const now = state.value(STATE.round(open.digest));
      const aggregation = history.findOf('aggregation', now?.aggregation);
      if (now?.status !== 'completed' || aggregation === undefined) return [];
      const { output } = aggregation.statement.body;
      const contributions = (now.players ?? []).map(({ contribution: id, institution, weight }) => ({
        id,
        index: history.find(id)?.index ?? 0,
        institution,
        weight,
      }));
      const to = { weights: output.tensorSet, index: aggregation.index, id: aggregation.digest };
      return [{ round: now.round, number: now.number, from: now.parent, to, contributions }];
    }),
  };
}
