/**
 * `model`: registers the first model of a lineage.
 * @module
 */
import { artefactKeys, claimArtefact } from '../artefacts.ts';
import { type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';

export const model: Kind<'model'> = {
  kind: 'model',
  roles: ['aggregator'],
  account: ({ author }) => author,
  reads: ({ body, subject }) => [
    STATE.model(body.model),
    ...body.tasks.map(STATE.task),
    ...body.parents.map(STATE.artefact),
    ...artefactKeys(body.weights.tensorSet, subject.sha256),
  ],
  apply({ view, statement, digest }) {
    const { body, subject } = statement;
    require(view.get(STATE.model(body.model)) === undefined, 'name-taken', () =>
      `there is already a lineage ${body.model}`);
    for (const task of body.tasks) {
      require(view.get(STATE.task(task)) !== undefined, 'task-unknown', () => `no task ${task} is defined`);
    }
    for (const parent of body.parents) {
      require(view.get(STATE.artefact(parent)) !== undefined, 'parent-unknown', () =>
        `no model with tensor set ${parent} is recorded`);
    }
    return [
      ...claimArtefact(view, body.weights.tensorSet, subject.sha256, digest),
      set(STATE.model(body.model), {
        head: body.weights.tensorSet,
        zeroUpdate: body.zeroUpdate,
        rounds: 0,
        windows: 0,
      }),
    ];
  },
};
