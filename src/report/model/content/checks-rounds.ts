/**
 * Checks of rounds and of credit: what was rejected or withheld, what was disputed, what is overdue.
 * @module
 */
import { STATE } from '../../../core/rules/state.ts';
import type { Found, PeriodCheck } from './check.ts';
import { about, foundIn, responsesTo } from './check.ts';

const rejections: PeriodCheck = {
  id: 'rejection',
  run(source) {
    const all = source.of('contribution-decision');
    const found = all.flatMap((entry): Found[] => {
      const { body } = entry.statement;
      if (body.outcome !== 'rejected') return [];
      const { contribution, institution, cause } = body;
      return [
        {
          ...foundIn(source, entry, `rejected-${cause}`),
          ...about(source, contribution),
          who: institution,
          responses: responsesTo(source, contribution, 'dispute'),
        },
      ];
    });
    return { looked: all.length, found };
  },
};

/** Contributions that nobody decided in time, or whose credit a resolution took away. */
const contributions: PeriodCheck = {
  id: 'contribution',
  run(source) {
    const all = source.of('contribution');
    const found = all.flatMap((entry): Found[] => {
      const own = source.state.value(STATE.contribution(entry.digest));
      const round = own && source.state.value(STATE.round(own.round));
      if (own?.excluded !== undefined) {
        const resolution = source.ledger.history.find(own.excluded);
        const responses = resolution === undefined ? [] : [resolution];
        return [{ ...foundIn(source, entry, 'excluded'), responses }];
      }
      if (own?.status !== 'submitted' || round === undefined || source.now <= round.decideBy) return [];
      return [foundIn(source, entry, 'undecided')];
    });
    return { looked: all.length, found };
  },
};

/** Commitments that were never revealed, in rounds that ended. */
const withheld: PeriodCheck = {
  id: 'withheld-reveal',
  run(source) {
    const commits = source.of('contribution-commit');
    const found = commits.flatMap((entry): Found[] => {
      const round = source.state.value(STATE.round(entry.statement.body.round));
      if (round?.withheld?.includes(entry.statement.author) !== true) return [];
      const responses = responsesTo(source, entry.statement.body.round, 'round-close');
      return [{ ...foundIn(source, entry, 'withheld'), ...about(source, entry.statement.body.round), responses }];
    });
    return { looked: commits.length, found };
  },
};

/** Rounds that were aborted, and those that nobody closed in time. */
const rounds: PeriodCheck = {
  id: 'round',
  run(source) {
    const all = source
      .inRange('round-open')
      .filter(({ statement: { body, author } }) =>
        [author, body.aggregator, ...body.invited].some((id) => source.isIn(id)),
      );
    const found = all.flatMap((entry): Found[] => {
      const now = source.state.value(STATE.round(entry.digest));
      const closing = responsesTo(source, entry.digest, 'round-close');
      const base = { ...foundIn(source, entry, 'aborted'), status: now?.status ?? 'open', responses: closing };
      if (now?.status === 'aborted') return [base];
      const isOverdue = now !== undefined && now.status !== 'completed' && source.now > now.closeBy;
      return isOverdue ? [{ ...base, code: 'overdue' }] : [];
    });
    return { looked: all.length, found };
  },
};

const disputes: PeriodCheck = {
  id: 'dispute',
  run(source) {
    const all = source
      .inRange('dispute')
      .filter(({ statement: { author, body } }) => source.isIn(author) || source.isIn(body.respondent));
    const found = all.map((entry) => {
      const { grounds, about: subject } = entry.statement.body;
      const responses = responsesTo(source, entry.digest, 'dispute-response', 'resolution');
      return { ...foundIn(source, entry, `disputed-${grounds}`), ...about(source, subject), responses };
    });
    return { looked: all.length, found };
  },
};

/** Awards that a resolution set aside, that lapsed undecided, or that a compromised key reopened. */
const awards: PeriodCheck = {
  id: 'award',
  run(source) {
    const all = source
      .inRange('award')
      .filter(({ statement: { body } }) => body.lines.some(({ beneficiary }) => source.isIn(beneficiary)));
    const found = all.flatMap((entry): Found[] => {
      const now = source.state.value(STATE.award(entry.digest));
      const responses = responsesTo(source, entry.digest, 'award', 'dispute', 'award-final');
      const say = (code: string): Found => ({ ...foundIn(source, entry, code), responses });
      return [
        ...(now?.status === 'set-aside' ? [say('set-aside')] : []),
        ...(now?.lapsed === true ? [say('dispute-lapsed')] : []),
        ...(now?.reopened === undefined ? [] : [say('reopened')]),
        ...(now?.status === 'proposed' && source.now > now.finalBy ? [say('overdue')] : []),
      ];
    });
    return { looked: all.length, found };
  },
};

const claims: PeriodCheck = {
  id: 'claim',
  run(source) {
    const all = source.of('claim');
    const found = all.flatMap((entry): Found[] => {
      const now = source.state.value(STATE.claim(entry.digest));
      const isOverdue = now !== undefined && now.settlement === undefined && source.now > now.settleBy;
      return isOverdue ? [foundIn(source, entry, 'unsettled')] : [];
    });
    return { looked: all.length, found };
  },
};

export const ROUND_CHECKS: readonly PeriodCheck[] = [
  rejections,
  contributions,
  withheld,
  rounds,
  disputes,
  awards,
  claims,
];
