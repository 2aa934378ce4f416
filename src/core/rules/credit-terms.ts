/**
 * What a round agrees on before it opens, so that nobody chooses afterwards: policy and plan that fit each other, and no
 * other pair while a window of the lineage is unfinished.
 * @module
 */
import { MAX_EXACT_PLAYERS } from '../credit/shapley-exact.ts';
import type { RoundOpenBody } from '../generated/bodies.ts';
import { parseInstant } from '../statement/instant.ts';
import { found, require } from './kind.ts';
import { STATE, type StateKey, type View } from './state.ts';
import type { PolicyState } from './state-credit.ts';
import type { ModelState, PlanState } from './state-round.ts';
import { isWindowOver, MAX_WINDOW_INSTITUTIONS } from './windows.ts';

/** Most contributions that a plan with permutations values. */
export const MAX_PERMUTED_PLAYERS = 64;

/** Most values of one table, 22,000 characters of base64, and most parts of one report: as the schema of reports says. */
const MAX_TABLE_VALUES = 4125;
const MAX_PARTS = 64;

/** Which plans give what a method reads; methods that read no utilities stand in none. */
const SCHEMES: Readonly<Record<string, readonly PlanState['scheme'][]>> = {
  'shapley-exact': ['exact'],
  'shapley-permutation': ['permutation'],
  'leave-one-out': ['exact', 'leave-one-out'],
};

/** The state that {@link checkCreditTerms} reads. */
export function creditTermReads({ credit, model }: RoundOpenBody, view: View): StateKey[] {
  if (credit === undefined) return [];
  const evaluators = view.get(STATE.plan(credit.plan))?.evaluators ?? [];
  return [
    STATE.policy(credit.policy),
    STATE.plan(credit.plan),
    ...runningReads(model, view),
    ...evaluators.map(STATE.institution),
  ];
}

/** The last window of the lineage and its policy, which need not be that of the round. */
function runningReads(model: string, view: View): StateKey[] {
  const windows = view.get(STATE.model(model))?.windows ?? 0;
  if (windows === 0) return [];
  const key = STATE.window(model, windows);
  const window = view.get(key);
  return window === undefined ? [key] : [key, STATE.policy(window.policy)];
}

/**
 * Requires that the credit terms of a round can be kept.
 * @throws Refusal `policy-unknown`, `plan-unknown`, `policy-plan`, `too-many-players`, `evaluator-contributes`,
 *   `window-terms`, `deadline-passed`
 */
export function checkCreditTerms(view: View, body: RoundOpenBody, model: ModelState, recordedAt: string): void {
  const { credit } = body;
  if (credit === undefined) return;
  const policy = found(
    view.get(STATE.policy(credit.policy)),
    'policy-unknown',
    () => `no credit policy ${credit.policy} is in force`,
  );
  const plan = found(
    view.get(STATE.plan(credit.plan)),
    'plan-unknown',
    () => `no evaluation plan ${credit.plan} is recorded`,
  );
  for (const name of ['commitBy', 'reportBy'] as const) parseInstant(credit[name], `credit.${name}`);
  require(recordedAt < credit.commitBy && credit.commitBy < body.contributeBy, 'deadline-passed', () =>
    'commitBy must lie ahead, before contributeBy');
  require(body.closeBy < credit.reportBy, 'deadline-passed', () => 'reportBy must lie after closeBy');
  checkFit(policy, plan, body);
  checkEvaluators(view, plan, body);
  const window = model.windows === 0 ? undefined : view.get(STATE.window(body.model, model.windows));
  if (window === undefined) return;
  const over = isWindowOver(window, view.get(STATE.policy(window.policy)) ?? policy, recordedAt);
  const same = window.policy === credit.policy && window.plan === credit.plan;
  require(over || same, 'window-terms', () =>
    `window ${model.windows} of ${body.model} is not over: it goes on with policy ${window.policy} and plan ${window.plan}`);
  const credited = new Set([...(over ? [] : window.institutions), ...body.invited]);
  require(credited.size <= MAX_WINDOW_INSTITUTIONS, 'too-many-players', () =>
    `window ${model.windows} of ${body.model} could have to credit ${credited.size} institutions; one award holds ${MAX_WINDOW_INSTITUTIONS}`);
}

function checkFit(policy: PolicyState, plan: PlanState, { model, invited }: RoundOpenBody): void {
  require(plan.model === model, 'policy-plan', () => `the plan is for ${plan.model}, not for ${model}`);
  for (const { method } of policy.components) {
    const schemes = SCHEMES[method];
    const serves = schemes === undefined || schemes.includes(plan.scheme);
    require(serves && (plan.form === 'open' || method !== 'leave-one-out'), 'policy-plan', () =>
      `a plan of the scheme ${plan.scheme} (${plan.form}) does not give what ${method} needs`);
  }
  const most = plan.scheme === 'exact' ? MAX_EXACT_PLAYERS : MAX_PERMUTED_PLAYERS;
  require(invited.length <= most, 'too-many-players', () =>
    `the scheme ${plan.scheme} values at most ${most} contributions, and ${invited.length} are invited`);
  const { permutations = 0 } = plan;
  const room = MAX_PARTS * Math.floor(MAX_TABLE_VALUES / Math.max(1, invited.length - 1));
  require(permutations <= room, 'too-many-players', () =>
    `a report holds ${room} permutations of ${invited.length} contributions, and the plan asks for ${permutations}`);
}

function checkEvaluators(view: View, plan: PlanState, { invited }: RoundOpenBody): void {
  for (const id of plan.evaluators) {
    const evaluator = view.get(STATE.institution(id));
    const own = invited.find((other) => {
      const group = view.get(STATE.institution(other))?.group;
      return other === id || (group !== undefined && group === evaluator?.group);
    });
    require(own === undefined, 'evaluator-contributes', () =>
      `${own} belongs to the evaluator ${id}, which contributes nothing in rounds that it values`);
  }
}
