/**
 * `erasure`: attests that openings of own statements were destroyed, off the log. The commitments stay, and every proof
 * still holds; what they commit to cannot be told any more.
 * @module
 */
import { found, type Kind, require } from '../kind.ts';
import { takeName } from '../names.ts';
import { STATE, set } from '../state.ts';

export const erasure: Kind<'erasure'> = {
  kind: 'erasure',
  roles: [],
  afterLeaving: true,
  needsReason: () => true,
  account: ({ author }) => author,
  reads: ({ body }) => [STATE.name('erasure', body.erasure), ...body.subjects.map(STATE.record)],
  apply({ view, statement: { author, body }, digest }) {
    for (const subject of body.subjects) {
      const record = found(
        view.get(STATE.record(subject)),
        'subject-unknown',
        () => `no statement ${subject} is recorded`,
      );
      require(record.author === author, 'not-own', () => `statement ${subject} is of ${record.author}`);
    }
    return [
      takeName(view, 'erasure', body.erasure, digest),
      ...body.subjects.map((subject) => set(STATE.erased(subject), digest)),
    ];
  },
};
