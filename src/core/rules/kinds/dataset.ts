/**
 * `dataset`: declares a dataset that stays where it lies. Its bands bound what a contribution may claim of it.
 * @module
 */
import { parseInstant } from '../../statement/instant.ts';
import { found, type Kind, require } from '../kind.ts';
import { takeName } from '../names.ts';
import { STATE, set } from '../state.ts';
import { findBand } from '../vocabulary.ts';

export const dataset: Kind<'dataset'> = {
  kind: 'dataset',
  roles: ['contributor'],
  account: ({ author }) => author,
  reads: ({ body }) => [
    STATE.name('dataset', body.dataset),
    STATE.preparation(body.preparation),
    STATE.superseded(body.preparation),
    ...body.tasks.map(({ task }) => STATE.task(task)),
  ],
  apply({ view, ledger, statement: { author, body }, digest, recordedAt }) {
    const expected = found(
      view.get(STATE.preparation(body.preparation)),
      'preparation-unknown',
      () => `no preparation ${body.preparation} is recorded`,
    );
    const newer = view.get(STATE.superseded(body.preparation));
    require(newer === undefined, 'superseded', () => `preparation ${body.preparation} was superseded by ${newer}`);
    require(body.reference === expected, 'reference-mismatch', () =>
      `the reference set gives ${body.reference} here; the preparation expects ${expected}`);
    const tasks = body.tasks.map(({ task }) => task);
    require(new Set(tasks).size === tasks.length, 'task-twice', () => 'a task is named twice');
    for (const task of tasks) {
      require(view.get(STATE.task(task)) !== undefined, 'task-unknown', () => `no task ${task} is defined`);
    }
    parseInstant(body.retainUntil, 'retainUntil');
    require(body.retainUntil > recordedAt, 'deadline-passed', () =>
      `the dataset could be used until ${body.retainUntil}, which is over`);
    const weight = Math.max(...body.tasks.map(({ band }) => findBand(ledger, band).weight));
    return [
      takeName(view, 'dataset', body.dataset, digest),
      set(STATE.dataset(digest), { author, weight, retainUntil: body.retainUntil, status: 'live' }),
    ];
  },
};
