/**
 * `endorsement`: an institution stands behind, or has reviewed, the statement of another. The approval that completes a
 * quorum makes the pending statement take effect here, judged once more against the state as it stands now.
 * @module
 */
import { found, type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';

export const endorsement: Kind<'endorsement'> = {
  kind: 'endorsement',
  roles: [],
  account: ({ body }) => body.account,
  reads: ({ author, body }) => [
    STATE.record(body.subject),
    STATE.endorsed(body.subject, author, body.meaning),
    STATE.pending(body.subject),
  ],
  apply({ view, statement, index }) {
    const { author, body, signing } = statement;
    const subject = found(
      view.get(STATE.record(body.subject)),
      'subject-unknown',
      () => `no statement ${body.subject} is recorded`,
    );
    require(subject.account === body.account, 'subject-account', () =>
      `the statement belongs to the account ${subject.account}, not ${body.account}`);
    require(subject.author !== author, 'endorses-own', () => `${author} cannot endorse its own statement`);
    require(signing.meaning === body.meaning, 'meaning', () =>
      `the signature means ${signing.meaning}, the endorsement ${body.meaning}`);
    const earlier = view.get(STATE.endorsed(body.subject, author, body.meaning));
    require(earlier === undefined, 'already-endorsed', () => `${author} endorsed it already, in record ${earlier}`);
    return [set(STATE.endorsed(body.subject, author, body.meaning), index)];
  },
};
