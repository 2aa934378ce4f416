/**
 * Checks of the ledger as a whole: what the audit found, who witnessed it, and which exceptions its charter makes.
 * @module
 */
import { rolesAt } from '../../../core/rules/institution.ts';
import { type InstitutionState, type PendingState, STATE } from '../../../core/rules/state.ts';
import type { AuditFinding } from '../../../verify/audit/findings.ts';
import { type Found, foundIn, type PeriodCheck } from './check.ts';

/** Problems and doubts of the audit; its notes say how far it reached. */
const auditFinding: PeriodCheck = {
  id: 'audit-finding',
  run({ ledger, now }) {
    const { report, history } = ledger;
    const found = [...report.problems, ...report.doubts].map(({ code, index }: AuditFinding): Found => {
      const entry = index === undefined ? undefined : history.entries[index];
      return { code, at: entry?.recordedAt ?? now, ...(index === undefined ? {} : { index }) };
    });
    return { looked: report.records, found };
  },
};

/** Whether anybody outside saw the checkpoint. */
const witnesses: PeriodCheck = {
  id: 'witnesses',
  run({ ledger: { anchor, policy }, now }) {
    const { opened, cosignatures } = anchor;
    const code =
      opened === undefined
        ? 'unsigned'
        : opened.quorum !== 'met'
          ? 'too-few-cosignatures'
          : cosignatures.length === 0
            ? 'no-witness'
            : undefined;
    return { looked: policy.witnesses.length, found: code === undefined ? [] : [{ code, at: now }] };
  },
};

/** Institutions that hold two roles which only an exception of the charter lets one hold. */
const combinedRoles: PeriodCheck = {
  id: 'combined-roles',
  run(source) {
    const { state, now } = source;
    const pairs = state.value(STATE.ledger)?.mayCombine ?? [];
    const institutions = state.under<InstitutionState>(STATE.institution('')).filter(([id]) => source.isIn(id));
    const found = institutions.flatMap(([who, own]) => {
      const roles = rolesAt(own, now);
      return pairs
        .filter((pair) => pair.split('-').every((role) => roles.includes(role)))
        .map((code) => ({ code, at: now, who }));
    });
    return { looked: institutions.length, found };
  },
};

/** Statements that need approvals and never got enough, or still wait for them. */
const quorums: PeriodCheck = {
  id: 'quorum',
  run(source) {
    const pending = source.state.under<PendingState>(STATE.pending(''));
    const inScope = new Map(source.entries.map((entry) => [entry.digest, entry]));
    const found = pending.flatMap(([digest, { approvals, quorum }]) => {
      const entry = inScope.get(digest);
      if (entry === undefined) return [];
      const { status = 'pending', ...rest } = foundIn(source, entry, 'quorum-missing');
      return [{ ...rest, status, quantity: quorum - approvals.length, responses: source.about.get(digest) ?? [] }];
    });
    return { looked: pending.length, found };
  },
};

/** Institutions that left or were succeeded by another. */
const departures: PeriodCheck = {
  id: 'departure',
  run(source) {
    const changes = source.of('institution');
    const found = changes
      .filter(({ statement: { body } }) => body.status !== 'active')
      .map((entry) => {
        const { status, institution } = entry.statement.body;
        return { ...foundIn(source, entry, `institution-${status}`), who: institution };
      });
    return { looked: changes.length, found };
  },
};

export const LEDGER_CHECKS: readonly PeriodCheck[] = [auditFinding, witnesses, combinedRoles, quorums, departures];
