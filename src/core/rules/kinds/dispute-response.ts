/**
 * `dispute-response`: the answer of the respondent, within its time. Without one, arbiters resolve all the same.
 * @module
 */
import { stepDispute } from '../disputes.ts';
import { found, type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';

export const disputeResponse: Kind<'dispute-response'> = {
  kind: 'dispute-response',
  roles: [],
  account: ({ author }) => author,
  reads: ({ body }) => [STATE.dispute(body.dispute)],
  apply({ view, statement: { author, body }, recordedAt }) {
    const dispute = found(
      view.get(STATE.dispute(body.dispute)),
      'dispute-unknown',
      () => `no dispute ${body.dispute} is recorded`,
    );
    require(author === dispute.respondent, 'respondent', () => `${dispute.respondent} answers, not ${author}`);
    const status = stepDispute(dispute, 'dispute-response');
    require(recordedAt <= dispute.respondBy, 'deadline-passed', () =>
      `the dispute could be answered until ${dispute.respondBy}`);
    return [set(STATE.dispute(body.dispute), { ...dispute, status })];
  },
};
