/**
 * The content of a credit statement: what an institution contributed, was awarded, holds and gave away.
 * @module
 */
import { InputError } from '../../../core/error.ts';
import type { CreditContent } from '../../../core/generated/documents.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { KindName } from '../../../core/statement/validate.ts';
import type { EntryOf } from '../../../verify/history/history.ts';
import { statusOf } from '../../../verify/history/record-lines.ts';
import type { ReportLedger } from '../ledger.ts';
import type { IndexRange } from '../scope.ts';
import { referenceTo } from './entries.ts';
import { sum } from './tallies.ts';

/** @throws InputError `not-found` */
export function buildCredit(ledger: ReportLedger, institution: string, range: IndexRange): CreditContent {
  const own = ledger.state.value(STATE.institution(institution));
  if (own === undefined) throw new InputError('not-found', `there is no institution ${institution}`);
  const part = new CreditSource(ledger, institution, range);
  const credits = part.credits();
  const claims = part.claims();
  const transfers = part.transfers();
  const contributions = part.contributions();
  const awards = part.awards();
  return {
    form: 'credit',
    institution,
    class: own.class,
    status: own.status,
    account: part.account(),
    scope: {
      issued: sum(credits.map(({ amount }) => amount)),
      claimed: sum(claims.map(({ amount }) => amount)),
      transferred: sum(transfers.map(({ amount }) => amount)),
    },
    contributions,
    policies: part.policies(awards.map(({ policy }) => policy)),
    awards,
    credits,
    claims,
    transfers,
    disputes: part.disputes(),
  };
}

class CreditSource {
  readonly #ledger: ReportLedger;
  readonly #institution: string;
  readonly #range: IndexRange;

  constructor(ledger: ReportLedger, institution: string, range: IndexRange) {
    this.#ledger = ledger;
    this.#institution = institution;
    this.#range = range;
  }

  /** Over the whole log: what was issued, and what of it is spent (I6). */
  account(): CreditContent['account'] {
    const { history, state } = this.#ledger;
    const own = history.of('credit').filter(({ statement }) => statement.body.beneficiary === this.#institution);
    const issued = sum(own.map(({ statement }) => statement.body.amount));
    const spent = sum(own.map(({ digest }) => state.value(STATE.credit(digest))?.spent ?? '0'));
    return { issued, spent, balance: String(BigInt(issued) - BigInt(spent)) };
  }

  contributions(): CreditContent['contributions'] {
    const { state } = this.#ledger;
    return this.#own('contribution').flatMap((entry) => {
      const now = state.value(STATE.contribution(entry.digest));
      const round = now && state.value(STATE.round(now.round));
      if (now === undefined || round === undefined) return [];
      const { model, round: name, number } = round;
      const status = statusOf(state, 'contribution', entry.digest) ?? now.status;
      return [{ record: referenceTo(entry), model, round: name, number, weight: now.weight, status }];
    });
  }

  /** Awards in which the institution has a line. */
  awards(): CreditContent['awards'] {
    const { state, history } = this.#ledger;
    const disputes = history.of('dispute');
    return this.#of('award').flatMap((entry) => {
      const { model, window, policy, lines } = entry.statement.body;
      const line = lines.find(({ beneficiary }) => beneficiary === this.#institution);
      const now = state.value(STATE.award(entry.digest));
      if (line === undefined || now === undefined) return [];
      const { status, disputeBy, finalBy } = now;
      const about = disputes.filter(({ statement }) => statement.body.award === entry.digest).map(referenceTo);
      const { amount } = line;
      return [
        { record: referenceTo(entry), model, window, policy, status, amount, disputeBy, finalBy, disputes: about },
      ];
    });
  }

  /** The policies of these awards, each once. */
  policies(digests: readonly string[]): CreditContent['policies'] {
    return [...new Set(digests)].flatMap((digest) => {
      const entry = this.#ledger.history.findOf('credit-policy', digest);
      if (entry === undefined) return [];
      const { policy, budget, components, deadlines } = entry.statement.body;
      return [{ record: referenceTo(entry), policy, budget, components: [...components], dispute: deadlines.dispute }];
    });
  }

  credits(): CreditContent['credits'] {
    const { state, history } = this.#ledger;
    return this.#of('credit')
      .filter(({ statement }) => statement.body.beneficiary === this.#institution)
      .map((entry) => {
        const { amount, source } = entry.statement.body;
        const spent = state.value(STATE.credit(entry.digest))?.spent ?? '0';
        const sourceKind = history.find(source)?.statement.kind ?? 'award-final';
        return { record: referenceTo(entry), amount, spent, source, sourceKind };
      });
  }

  claims(): CreditContent['claims'] {
    const { state, history } = this.#ledger;
    return this.#own('claim').map((entry) => {
      const { credit, amount } = entry.statement.body;
      const now = state.value(STATE.claim(entry.digest));
      const settlement = history.findOf('settlement', now?.settlement);
      return {
        record: referenceTo(entry),
        credit,
        amount,
        settleBy: now?.settleBy ?? entry.recordedAt,
        ...(settlement === undefined ? {} : { settlement: referenceTo(settlement) }),
      };
    });
  }

  transfers(): CreditContent['transfers'] {
    return this.#own('transfer').map((entry) => {
      const { credit, amount, beneficiary } = entry.statement.body;
      return { record: referenceTo(entry), credit, amount, beneficiary };
    });
  }

  /** Disputes that the institution raised, or in which it must answer. */
  disputes(): CreditContent['disputes'] {
    return this.#of('dispute').flatMap((entry) => {
      const { award, respondent } = entry.statement.body;
      const now = this.#ledger.state.value(STATE.dispute(entry.digest));
      const isOwn = entry.statement.author === this.#institution;
      if (now === undefined || !(isOwn || respondent === this.#institution)) return [];
      const { status, respondBy, resolveBy } = now;
      const role = isOwn ? ('disputant' as const) : ('respondent' as const);
      return [{ record: referenceTo(entry), award, role, status, respondBy, resolveBy }];
    });
  }

  #of<K extends KindName>(kind: K): readonly EntryOf<K>[] {
    const { start, end } = this.#range;
    return this.#ledger.history.of(kind).filter(({ index }) => start <= index && index < end);
  }

  #own<K extends KindName>(kind: K): readonly EntryOf<K>[] {
    return this.#of(kind).filter(({ statement }) => statement.author === this.#institution);
  }
}
