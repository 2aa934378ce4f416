/**
 * `correction`: sets a later statement in the place of an earlier one, of the same author and kind. Nothing is changed or
 * removed: the earlier record stays and says by what it was superseded.
 * @module
 */
import { found, type Kind, require } from '../kind.ts';
import { STATE, type StateChange, set, type View } from '../state.ts';

const CORRECTABLE: readonly string[] = ['preparation', 'dataset', 'task'];

export const correction: Kind<'correction'> = {
  kind: 'correction',
  roles: [],
  needsReason: () => true,
  account: ({ author }) => author,
  reads: ({ body }) => [
    STATE.record(body.supersedes),
    STATE.record(body.replacement),
    STATE.superseded(body.supersedes),
    STATE.superseded(body.replacement),
    STATE.supersedes(body.replacement),
    STATE.dataset(body.supersedes),
  ],
  apply({ view, statement: { author, body } }) {
    const [earlier, later] = [body.supersedes, body.replacement].map((digest) =>
      found(view.get(STATE.record(digest)), 'subject-unknown', () => `no statement ${digest} is recorded`),
    );
    const fits =
      earlier !== undefined &&
      later !== undefined &&
      earlier.author === author &&
      later.author === author &&
      earlier.kind === later.kind &&
      CORRECTABLE.includes(earlier.kind) &&
      earlier.index < later.index;
    require(fits, 'correction-subject', () =>
      `${author} corrects its own statements only: ${CORRECTABLE.join(', ')}, by a later one of the same kind`);
    const taken = view.get(STATE.superseded(body.supersedes)) ?? view.get(STATE.superseded(body.replacement));
    const placed = view.get(STATE.supersedes(body.replacement));
    require(taken === undefined && placed === undefined, 'superseded', () =>
      `a chain of corrections has no forks: ${taken ?? placed} stands there already`);
    return [
      set(STATE.superseded(body.supersedes), body.replacement),
      set(STATE.supersedes(body.replacement), body.supersedes),
      ...retire(view, body.supersedes),
    ];
  },
};

function retire(view: View, digest: string): StateChange[] {
  const dataset = view.get(STATE.dataset(digest));
  return dataset === undefined ? [] : [set(STATE.dataset(digest), { ...dataset, status: 'superseded' })];
}
