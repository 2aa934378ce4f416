/**
 * `evaluation-plan`: how rounds of a lineage will be valued, and by whom. It stands before they open and never changes.
 * @module
 */
import { holdsRole } from '../institution.ts';
import { type Kind, require } from '../kind.ts';
import { takeName } from '../names.ts';
import { STATE, set } from '../state.ts';
import { requireWord } from '../vocabulary.ts';

export const evaluationPlan: Kind<'evaluation-plan'> = {
  kind: 'evaluation-plan',
  roles: ['evaluator'],
  account: ({ author }) => author,
  reads: ({ body }) => [
    STATE.name('evaluation-plan', body.plan),
    STATE.model(body.model),
    ...body.evaluators.map(STATE.institution),
  ],
  apply({ view, ledger, statement: { body }, digest, recordedAt }) {
    require(view.get(STATE.model(body.model)) !== undefined, 'model-unknown', () =>
      `no lineage ${body.model} is registered`);
    requireWord(ledger, 'metrics', body.metric);
    for (const id of body.evaluators) {
      const evaluator = view.get(STATE.institution(id));
      require(evaluator !== undefined && holdsRole(evaluator, 'evaluator', recordedAt), 'role-missing', () =>
        `${id} does not hold the role evaluator`);
    }
    const samples = body.permutations !== undefined && body.truncationPpm !== undefined;
    const names = body.permutations !== undefined || body.truncationPpm !== undefined;
    require(body.scheme === 'permutation' ? samples : !names, 'plan-scheme', () =>
      'permutations and truncationPpm belong to the scheme permutation, which needs both');
    require(body.form === 'open' || body.scheme === 'exact', 'plan-scheme', () =>
      'only the scheme exact can be sealed');
    return [takeName(view, 'evaluation-plan', body.plan, digest), set(STATE.plan(digest), body)];
  },
};
