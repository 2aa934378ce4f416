/**
 * `algorithm`: registers training code before it is used. Stewards agree by quorum.
 * @module
 */
import type { Kind } from '../kind.ts';
import { takeName } from '../names.ts';
import { STATE, set } from '../state.ts';

export const algorithm: Kind<'algorithm'> = {
  kind: 'algorithm',
  roles: ['steward'],
  quorum: { of: 'algorithm', needed: () => true },
  account: ({ author }) => author,
  reads: ({ body }) => [STATE.name('algorithm', body.algorithm)],
  apply: ({ view, statement: { body }, digest }) => [
    takeName(view, 'algorithm', body.algorithm, digest),
    set(STATE.algorithm(digest), body.algorithm),
  ],
};
