/**
 * `refusals`: the ledger's list of authenticated statements that a rule refused, so that a refusal cannot be denied later.
 * Bounded in length and rate: what a flood adds is counted, not listed.
 * @module
 */
import { addSeconds, parseInstant } from '../../statement/instant.ts';
import { type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';

/** Shortest time between two lists. */
const APART_SECONDS = 1;

export const refusals: Kind<'refusals'> = {
  kind: 'refusals',
  roles: [],
  writer: 'operator',
  account: () => 'system',
  reads: ({ body }) => [STATE.refusals, ...body.refused.map(({ author }) => STATE.institution(author))],
  apply({ view, statement: { body }, recordedAt }) {
    const last = view.get(STATE.refusals);
    require(last === undefined || recordedAt >= addSeconds(last, APART_SECONDS), 'refusals-rate', () =>
      `the last list of refusals was recorded at ${last}`);
    const digests = body.refused.map(({ statement }) => statement);
    require(new Set(digests).size === digests.length && digests[0] === body.first, 'refusals-list', () =>
      'each refused statement is listed once, and the first one named');
    let before = '';
    for (const { statement, author, at } of body.refused) {
      parseInstant(at, 'at');
      require(at >= before && at <= recordedAt, 'refusals-list', () =>
        `${statement} was refused at ${at}: out of order, or after this record`);
      require(view.get(STATE.institution(author)) !== undefined, 'author-unknown', () => `${author} is not enrolled`);
      before = at;
    }
    return [set(STATE.refusals, recordedAt)];
  },
};
