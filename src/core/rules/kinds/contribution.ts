/**
 * `contribution`: an update that an institution trained on its own data. This is what the ledger is for. In a round that
 * bears credit it reveals what was committed to, and names the datasets that bound its sample band.
 * @module
 */
import type { ContributionBody } from '../../generated/bodies.ts';
import { commitUpdate } from '../../statement/update-commitment.ts';
import { artefactKeys, claimArtefact } from '../artefacts.ts';
import { type Context, found, type Kind, require } from '../kind.ts';
import { CONTRIBUTION } from '../machines.ts';
import { findRound, stepRound } from '../rounds.ts';
import { STATE, set, type View } from '../state.ts';
import type { RoundState } from '../state-round.ts';
import { findBand } from '../vocabulary.ts';

export const contribution: Kind<'contribution'> = {
  kind: 'contribution',
  roles: ['contributor'],
  account: ({ author }) => author,
  reads: ({ author, body, subject }) => [
    STATE.round(body.round),
    STATE.contributed(body.round, author),
    STATE.commit(body.round, author),
    ...(body.datasets ?? []).map(STATE.dataset),
    ...artefactKeys(body.update.tensorSet, subject.sha256),
  ],
  apply(context) {
    const { view, ledger, statement, digest, index, recordedAt } = context;
    const { author, body, subject } = statement;
    const round = findRound(view, body.round);
    stepRound(round, 'contribution');
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
    checkDatasets(context, weight, round);
    const precedence = checkReveal(context, round) ?? index;
    const nonce = body.nonce === undefined ? {} : { nonce: body.nonce };
    return [
      ...claims,
      set(STATE.contribution(digest), {
        round: body.round,
        institution: author,
        weight,
        status: CONTRIBUTION.initial,
        precedence,
        ...nonce,
      }),
      set(STATE.contributed(body.round, author), digest),
      set(STATE.round(body.round), {
        ...round,
        contributed: [...round.contributed, author],
        undecided: round.undecided + 1,
      }),
    ];
  },
};

/** The index of the commitment that is revealed; undefined in a round that asks for none. */
function checkReveal(
  { view, ledger, statement: { author, body }, recordedAt }: Context<'contribution'>,
  { round, credit }: RoundState,
): number | undefined {
  if (credit === undefined) {
    require(body.commit === undefined && body.nonce === undefined, 'no-credit', () =>
      `round ${round} bears no credit: there is nothing to reveal`);
    return undefined;
  }
  require(recordedAt > credit.commitBy, 'reveal-early', () =>
    `updates to ${round} are revealed after ${credit.commitBy}, when nobody can commit to a copy any more`);
  const commit = found(
    view.get(STATE.commit(body.round, author)),
    'commit-unknown',
    () => `${author} committed to nothing in ${round}`,
  );
  require(body.commit === commit.digest &&
    opens(ledger.origin, author, body, commit.commitment), 'commit-mismatch', () =>
    `update and nonce do not open the commitment ${commit.digest} of ${author}`);
  return commit.index;
}

function opens(origin: string, institution: string, body: ContributionBody, commitment: string): boolean {
  const { round, update, nonce } = body;
  return (
    nonce !== undefined && commitUpdate({ origin, institution, round, update: update.tensorSet, nonce }) === commitment
  );
}

/** Requires own, usable datasets; in a round that bears credit at least one, and a band within what they declare. */
function checkDatasets(
  { view, statement: { author, body }, recordedAt }: Context<'contribution'>,
  weight: number,
  { round, credit }: RoundState,
): void {
  const declared = (body.datasets ?? []).map((digest) => usableDataset(view, digest, author, recordedAt));
  if (credit === undefined) return;
  require(declared.length > 0, 'dataset-missing', () =>
    `a contribution to ${round} names the datasets that it was trained on`);
  const most = declared.reduce((sum, each) => sum + each, 0);
  require(weight <= most, 'band-over-dataset', () =>
    `the band ${body.band} weighs ${weight}; the datasets declare ${most}`);
}

/** Weight of the dataset's largest band. */
function usableDataset(view: View, digest: string, author: string, recordedAt: string): number {
  const dataset = view.get(STATE.dataset(digest));
  require(dataset?.author === author, 'dataset-unknown', () => `${digest} is no dataset of ${author}`);
  require(dataset.status === 'live', 'dataset-unusable', () => `dataset ${digest} is ${dataset.status}`);
  require(recordedAt <= dataset.retainUntil, 'dataset-unusable', () =>
    `dataset ${digest} could be used until ${dataset.retainUntil}`);
  return dataset.weight;
}
