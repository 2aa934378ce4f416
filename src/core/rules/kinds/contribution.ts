/**
 * `contribution`: an update that an institution trained on its own data. This is what the ledger is for.
 * @module
 */
import { artefactKeys, claimArtefact } from '../artefacts.ts';
import { found, type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';
import { findBand } from '../vocabulary.ts';

export const contribution: Kind<'contribution'> = {
  kind: 'contribution',
  roles: ['contributor'],
  account: ({ author }) => author,
  reads: ({ author, body, subject }) => [
    STATE.round(body.round),
    STATE.contributed(body.round, author),
    ...artefactKeys(body.update.tensorSet, subject.sha256),
  ],
  apply({ view, ledger, statement, digest, recordedAt }) {
    const { author, body, subject } = statement;
    const round = found(
      view.get(STATE.round(body.round)),
      'round-unknown',
      () => `no round was opened by statement ${body.round}`,
    );
    require(round.status === 'open', 'round-not-open', () => `round ${round.round} is ${round.status}`);
    require(recordedAt <= round.contributeBy, 'deadline-passed', () =>
      `contributions to ${round.round} ended at ${round.contributeBy}`);
    require(round.invited.includes(author), 'not-invited', () => `${author} is not invited to ${round.round}`);
    require(body.parent === round.parent, 'parent-mismatch', () =>
      `round ${round.round} trains from ${round.parent}, not from ${body.parent}`);
    const earlier = view.get(STATE.contributed(body.round, author));
    require(earlier === undefined, 'already-contributed', () =>
      `${author} contributed to ${round.round} already: ${earlier}`);

    const { tensorSet } = body.update;
    require(tensorSet !== round.zeroUpdate, 'zero-update', () => `${tensorSet} is the update that changes nothing`);
    require(tensorSet !== round.previousStep, 'previous-step', () =>
      `${tensorSet} is the global step of the round before`);
    const claims = claimArtefact(view, tensorSet, subject.sha256, digest);
    const { weight } = findBand(ledger, body.band);
    return [
      ...claims,
      set(STATE.contribution(digest), { round: body.round, institution: author, weight }),
      set(STATE.contributed(body.round, author), digest),
      set(STATE.round(body.round), { ...round, contributions: round.contributions + 1 }),
    ];
  },
};
