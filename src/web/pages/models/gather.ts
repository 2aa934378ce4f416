/**
 * What the page of a lineage reads: from its newest model back, round by round, as far as one page goes.
 * @module
 */
import type { ModelBody } from '../../../core/generated/bodies.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { ModelState, PlayerState } from '../../../core/rules/state-round.ts';
import type { PageRequest } from '../../page.ts';
import { nameIn } from '../../reading/keyset.ts';
import { one, placesOf, recordsOf } from '../../reading/placed.ts';
import type { ExplorerSource } from '../../source.ts';

/** Steps of one page. */
const MOST_STEPS = 24;
/** Credit windows shown, newest first. */
const MOST_WINDOWS = 24;

/** A completed round: how one model became the next. */
export interface Step {
  readonly round: string;
  readonly number: number;
  readonly from: string;
  readonly to: string;
  /** Index of the aggregation. */
  readonly index: number;
  readonly players: readonly (PlayerState & { readonly index?: number })[];
}

export interface Registration {
  readonly index: number;
  readonly author: string;
  readonly recordedAt: string;
  readonly body: ModelBody;
}

export interface LineageModel {
  readonly model: string;
  readonly state: ModelState;
  /** Oldest first. */
  readonly steps: readonly Step[];
  /** Weights at which the steps begin. */
  readonly first: string;
  /** Weights at which this page ends, where it is not that of the newest model. */
  readonly from?: string;
  /** Present where the page reaches the beginning and its record can be read. */
  readonly registration?: Registration;
  readonly open?: string;
  readonly windows: readonly { readonly window: number; readonly rounds: readonly string[]; readonly award?: string }[];
}

/** @throws InputError `not-found`, `bad-request` */
export async function gatherModel(source: ExplorerSource, { params, query }: PageRequest): Promise<LineageModel> {
  const model = nameIn(params, 'id');
  const state = await one(source, STATE.model(model), `model ${model}`);
  const from = query['from'] === undefined ? undefined : nameIn(query, 'from');
  const [{ steps, first, origin }, windows, [open]] = await Promise.all([
    walkBack(source, model, from ?? state.head),
    readWindows(source, model, state),
    source.state(state.open === undefined ? [] : [STATE.round(state.open)]),
  ]);
  const registration = origin === undefined ? undefined : (await recordsOf(source, 'model', [origin])).get(origin);
  const isOwn = registration?.statement.body.model === model;
  return {
    model,
    state,
    steps,
    first,
    ...(from === undefined ? {} : { from }),
    ...(registration === undefined || !isOwn
      ? {}
      : {
          registration: {
            index: registration.index,
            author: registration.statement.author,
            recordedAt: registration.recordedAt,
            body: registration.statement.body,
          },
        }),
    ...(open === undefined ? {} : { open: open.round }),
    windows,
  };
}

interface Walk {
  readonly steps: readonly Step[];
  readonly first: string;
  /** Digest of the statement that brought the first weights, where no round did. */
  readonly origin?: string;
}

/** From these weights back: every model names the statement that brought it, and every aggregation its round. */
async function walkBack(source: ExplorerSource, model: string, head: string): Promise<Walk> {
  const steps: Step[] = [];
  let weights = head;
  while (steps.length < MOST_STEPS) {
    const [by] = await source.state([STATE.artefact(weights)]);
    if (by === undefined) break;
    const [aggregation] = await source.state([STATE.aggregation(by)]);
    if (aggregation === undefined) return { steps: steps.reverse(), first: weights, origin: by };
    const step = await readStep(source, aggregation.round, by, weights);
    if (step === undefined || step.model !== model) break;
    steps.push(step.step);
    weights = step.step.from;
  }
  return { steps: steps.reverse(), first: weights };
}

async function readStep(source: ExplorerSource, digest: string, aggregation: string, to: string) {
  const [round] = await source.state([STATE.round(digest)]);
  if (round === undefined) return undefined;
  const { round: name, number, parent, players = [], model } = round;
  const places = await placesOf(source, [aggregation, ...players.map(({ contribution }) => contribution)]);
  const step: Step = {
    round: name,
    number,
    from: parent,
    to,
    index: places.get(aggregation) ?? 0,
    players: players.map((player) => {
      const index = places.get(player.contribution);
      return { ...player, ...(index === undefined ? {} : { index }) };
    }),
  };
  return { model, step };
}

async function readWindows(
  source: ExplorerSource,
  model: string,
  { windows }: ModelState,
): Promise<LineageModel['windows']> {
  const count = Math.min(MOST_WINDOWS, windows);
  const numbers = Array.from({ length: count }, (_, i) => windows - i);
  const states = await source.state(numbers.map((number) => STATE.window(model, number)));
  const rounds = await Promise.all(states.map((state) => source.state((state?.rounds ?? []).map(STATE.round))));
  return numbers.flatMap((window, i) => {
    const state = states[i];
    if (state === undefined) return [];
    const names = (rounds[i] ?? []).flatMap((round) => round?.round ?? []);
    return [{ window, rounds: names, ...(state.award === undefined ? {} : { award: state.award }) }];
  });
}
