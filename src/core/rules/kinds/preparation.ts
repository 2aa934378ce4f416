/**
 * `preparation`: how data is prepared, with the result that every pipeline must give for the reference set.
 * @module
 */
import type { Kind } from '../kind.ts';
import { takeName } from '../names.ts';
import { STATE, set } from '../state.ts';
import { requireWord } from '../vocabulary.ts';

export const preparation: Kind<'preparation'> = {
  kind: 'preparation',
  roles: ['steward'],
  account: ({ author }) => author,
  reads: ({ body }) => [STATE.name('preparation', body.preparation)],
  apply({ view, ledger, statement: { body }, digest }) {
    requireWord(ledger, 'formats', body.format);
    return [takeName(view, 'preparation', body.preparation, digest), set(STATE.preparation(digest), body.expected)];
  },
};
