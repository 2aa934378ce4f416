/**
 * `contribution-commit`: fixes an update before anybody can see another. Its index is the precedence between copies.
 * @module
 */
import { found, type Kind, require } from '../kind.ts';
import { findRound, stepRound } from '../rounds.ts';
import { STATE, set } from '../state.ts';

export const contributionCommit: Kind<'contribution-commit'> = {
  kind: 'contribution-commit',
  roles: ['contributor'],
  account: ({ author }) => author,
  reads: ({ author, body }) => [STATE.round(body.round), STATE.commit(body.round, author)],
  apply({ view, statement: { author, body }, digest, index, recordedAt }) {
    const round = findRound(view, body.round);
    const credit = found(
      round.credit,
      'no-credit',
      () => `round ${round.round} bears no credit and asks for no commitment`,
    );
    stepRound(round, 'contribution-commit');
    require(round.invited.includes(author), 'not-invited', () => `${author} is not invited to ${round.round}`);
    require(recordedAt <= credit.commitBy, 'deadline-passed', () =>
      `commitments to ${round.round} ended at ${credit.commitBy}`);
    const earlier = view.get(STATE.commit(body.round, author));
    require(earlier === undefined, 'already-committed', () =>
      `${author} committed to ${round.round} already: ${earlier?.digest}`);
    return [
      set(STATE.commit(body.round, author), { commitment: body.commitment, digest, index }),
      set(STATE.round(body.round), { ...round, committed: [...round.committed, author] }),
    ];
  },
};
