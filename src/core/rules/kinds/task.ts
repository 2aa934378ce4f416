/**
 * `task`: defines a prediction task.
 * @module
 */
import { type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';
import { requireWord } from '../vocabulary.ts';

export const task: Kind<'task'> = {
  kind: 'task',
  roles: ['steward'],
  account: ({ author }) => author,
  reads: ({ body }) => [STATE.task(body.task)],
  apply({ view, ledger, statement, digest }) {
    const { body } = statement;
    require(view.get(STATE.task(body.task)) === undefined, 'name-taken', () => `there is already a task ${body.task}`);
    requireWord(ledger, 'endpoints', body.endpoint);
    requireWord(ledger, 'metrics', body.metric);
    requireWord(ledger, 'units', body.unit);
    require(body.form !== 'classification' || body.thresholdMicro !== undefined, 'threshold-missing', () =>
      'a classification needs thresholdMicro');
    return [set(STATE.task(body.task), digest)];
  },
};
