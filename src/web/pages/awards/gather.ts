/**
 * What the page of an award reads, and the recomputation.
 * @module
 */
import type { AwardBody } from '../../../core/generated/bodies.ts';
import { requireSameAward } from '../../../core/rules/award-check.ts';
import { recomputeAward } from '../../../core/rules/award-inputs.ts';
import { Refusal } from '../../../core/rules/kind.ts';
import { STATE, type View } from '../../../core/rules/state.ts';
import type { AwardState, DisputeState, PolicyState } from '../../../core/rules/state-credit.ts';
import type { PageRequest } from '../../page.ts';
import { nameIn } from '../../reading/keyset.ts';
import { one, placeOf, placesOf, recordsOf } from '../../reading/placed.ts';
import type { ExplorerSource } from '../../source.ts';
import { viewAt } from './reading.ts';
import { type Sheet, sheetOf } from './sheet.ts';

/** Disputes shown: one an institution. */
const MAX_DISPUTES = 64;

export interface AwardDispute {
  readonly id: string;
  readonly index: number;
  readonly state: DisputeState;
}

export interface AwardModel {
  readonly id: string;
  readonly index: number;
  readonly state: AwardState;
  readonly policy: PolicyState;
  /** Name of the evaluation plan. */
  readonly plan?: string;
  /** As signed; absent where the record is damaged. */
  readonly recorded?: { readonly body: AwardBody; readonly author: string; readonly recordedAt: string };
  readonly sheet: Sheet;
  /** What the recomputation says: absent where it gave the same, bit for bit. */
  readonly difference?: string;
  readonly disputes: readonly AwardDispute[];
  /** The award that took its place. */
  readonly replacedBy?: string;
}

export async function gatherAward(source: ExplorerSource, { params }: PageRequest): Promise<AwardModel> {
  const id = nameIn(params, 'id');
  const state = await one(source, STATE.award(id), `award ${id}`);
  const index = await placeOf(source, id, `award ${id}`);
  const [view, policy, window, records, disputes] = await Promise.all([
    viewAt(source, state.model, state.window, index),
    one(source, STATE.policy(state.policy), `policy ${state.policy}`),
    one(source, STATE.window(state.model, state.window), `window ${state.window} of ${state.model}`),
    recordsOf(source, 'award', [id]),
    readDisputes(source, id),
  ]);
  const record = records.get(id);
  const plan = view.get(STATE.plan(window.plan))?.plan;
  const difference = record === undefined ? 'the record cannot be read' : differenceOf(view, record.statement.body);
  return {
    id,
    index,
    state,
    policy,
    ...(plan === undefined ? {} : { plan }),
    ...(record === undefined
      ? {}
      : {
          recorded: { body: record.statement.body, author: record.statement.author, recordedAt: record.recordedAt },
        }),
    sheet: sheetOf(view, policy, window),
    ...(difference === undefined ? {} : { difference }),
    disputes,
    ...(window.award === undefined || window.award === id || state.status !== 'set-aside'
      ? {}
      : { replacedBy: window.award }),
  };
}

/** Where the award as signed is not what its inputs give. */
function differenceOf(view: View, body: AwardBody): string | undefined {
  try {
    requireSameAward(body, recomputeAward(view, body.model, body.window, body.replaces));
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

async function readDisputes(source: ExplorerSource, award: string): Promise<AwardDispute[]> {
  const entries = await source.stateUnder(STATE.disputed(award, ''), MAX_DISPUTES);
  const ids = entries.map(({ value }) => String(value));
  const [states, places] = await Promise.all([source.state(ids.map(STATE.dispute)), placesOf(source, ids)]);
  return ids.flatMap((id, i) => {
    const [state, index] = [states[i], places.get(id)];
    return state === undefined || index === undefined ? [] : [{ id, index, state }];
  });
}
