/**
 * `endorsement`: an institution stands behind, or has reviewed, the statement of another. The approval that completes a
 * quorum makes the pending statement take effect here, judged once more against the state as it stands now. A sealed utility
 * report becomes usable by the approval of an auditor.
 * @module
 */
import { holdsRole } from '../institution.ts';
import { type Context, found, type Kind, require } from '../kind.ts';
import { STATE, type StateChange, type StateKey, set, type View } from '../state.ts';

export const endorsement: Kind<'endorsement'> = {
  kind: 'endorsement',
  roles: [],
  account: ({ body }) => body.account,
  reads: ({ author, body }, view) => [
    STATE.reportOf(body.subject),
    ...reportReads(view, body.subject),
    STATE.record(body.subject),
    STATE.endorsed(body.subject, author, body.meaning),
    STATE.pending(body.subject),
  ],
  apply(context) {
    const { view, statement, index } = context;
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
    return [set(STATE.endorsed(body.subject, author, body.meaning), index), ...unseal(context)];
  },
};

function reportReads(view: View, subject: string): StateKey[] {
  const report = view.get(STATE.reportOf(subject));
  return report === undefined ? [] : [STATE.utility(report.round, report.evaluator), STATE.round(report.round)];
}

/**
 * What an auditor's word does to a sealed report: somebody outside has seen that the utilities give the numerators. Past
 * the deadline of reports it does nothing, for what an award rests on must not change under it.
 */
function unseal({ view, author, statement: { body }, recordedAt }: Context<'endorsement'>): StateChange[] {
  const report = view.get(STATE.reportOf(body.subject));
  if (report === undefined) return [];
  const key = STATE.utility(report.round, report.evaluator);
  const utility = view.get(key);
  const reportBy = view.get(STATE.round(report.round))?.credit?.reportBy ?? '';
  const stands = body.meaning === 'approval' && recordedAt <= reportBy && holdsRole(author, 'auditor', recordedAt);
  if (utility?.status !== 'unendorsed' || !stands) return [];
  return [set(key, { ...utility, status: 'usable' })];
}
