/**
 * What a record says, as names and values in the terms of its kind.
 * @module
 */
import type { CertificateContent } from '../../../core/generated/documents.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { EntryOf } from '../../../verify/history/history.ts';
import type { ReportLedger } from '../ledger.ts';
import type { AnyEntry } from './entries.ts';

type Fact = CertificateContent['facts'][number];

const MAX_FACTS = 48;
/** A longer value, a table for instance, is for machines. */
const MAX_VALUE = 200;

/** Texts and numbers of the body, members of members by joined names. */
export function factsOf({ statement: { body } }: AnyEntry): Fact[] {
  return flattenBody(body);
}

/** As {@link factsOf}, of a body alone. */
export function flattenBody(body: object): Fact[] {
  return flatten('', body).slice(0, MAX_FACTS);
}

function flatten(name: string, value: unknown): Fact[] {
  if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value);
    return text.length > MAX_VALUE || name.length > 64 ? [] : [{ fact: name, value: text }];
  }
  if (Array.isArray(value)) return [{ fact: `${name}-count`, value: String(value.length) }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) =>
    flatten(name === '' ? kebab(member) : `${name}-${kebab(member)}`, inner),
  );
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A contribution: the round it belongs to, and what became of it there. */
export function contributionFacts({ state, history }: ReportLedger, entry: EntryOf<'contribution'>): Fact[] {
  const { body } = entry.statement;
  const round = state.value(STATE.round(body.round));
  const own = state.value(STATE.contribution(entry.digest));
  const decision = history.findOf('contribution-decision', own?.decision);
  const aggregation = history.findOf('aggregation', round?.aggregation);
  const part = aggregation?.statement.body.contributions.find(({ contribution }) => contribution === entry.digest);
  const values: readonly (readonly [string, string | number | undefined])[] = [
    ['model', round?.model],
    ['round', round && `${round.round} (${round.number})`],
    ['round-status', round?.status],
    ['update-tensor-set', body.update.tensorSet],
    ['parent', body.parent],
    ['band', body.band],
    ['datasets-count', body.datasets?.length],
    ['privacy-mechanism', body.privacy.mechanism],
    ['precedence', own?.precedence],
    ['status', own?.excluded === undefined ? own?.status : 'excluded'],
    ['norm-micro', decision?.statement.body.measured.normMicro],
    ['cosine-ppm', decision?.statement.body.measured.nearest?.cosinePpm],
    ['weight', part && `${part.weight} / ${aggregation?.statement.body.total}`],
    ['output', part === undefined ? undefined : aggregation?.statement.body.output.tensorSet],
  ];
  return values.flatMap(([fact, value]) => (value === undefined ? [] : [{ fact, value: String(value) }]));
}
