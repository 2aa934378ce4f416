/**
 * A running ledger as the explorer reads it. How it does is told in codes: messages may name files and addresses.
 * @module
 */
import type { Ledger } from '../../log/ledger.ts';
import type { ExplorerSource, SourceStatus } from '../../web/source.ts';
import type { Hindrance } from '../submission-desk.ts';

export function ledgerSource(ledger: Ledger, hindrance: Hindrance): ExplorerSource {
  return {
    origin: ledger.origin,
    get sizes() {
      return ledger.sizes;
    },
    get published() {
      return ledger.published;
    },
    get status() {
      return describeStatus(ledger, hindrance);
    },
    state: (keys) => ledger.state(keys),
    stateUnder: (prefix, limit, after) => ledger.stateUnder(prefix, limit, after),
    record: (index) => ledger.record(index),
    account: (id, start, end) => ledger.account(id, start, end),
    publication: (ordinal) => ledger.publication(ordinal),
  };
}

function describeStatus({ status }: Ledger, hindrance: Hindrance): SourceStatus {
  const { waiting, failure, unconfirmed, unpublished, witnesses } = status;
  const hindered = hindrance();
  return {
    now: Date.now(),
    waiting,
    ...(failure === undefined ? {} : { failure: failure.code }),
    ...(unconfirmed === undefined ? {} : { unconfirmed }),
    ...(unpublished === undefined ? {} : { unpublished: unpublished.code }),
    ...(hindered === undefined ? {} : { hindrance: hindered }),
    witnesses: witnesses.map(({ failure: trouble, ...report }) => ({
      ...report,
      ...(trouble === undefined ? {} : { failure: trouble.code }),
    })),
  };
}
