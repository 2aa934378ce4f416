/**
 * The audit-trail extract of a period report: who changed what, when and why, with what stood there before. Records of the
 * training itself are no changes: they stand in the list of all records.
 * @module
 */
import type { AmendmentBody } from '../../../core/generated/bodies.ts';
import type { PeriodReport } from '../../../core/generated/documents.ts';
import { canonicalize } from '../../../core/json/jcs.ts';
import type { Entry } from '../../../verify/history/history.ts';
import { describeEntry, standingOf } from './entries.ts';
import type { PeriodSource } from './source.ts';

type Change = PeriodReport['changes'][number];
/** What changed, before it is joined with its record. */
interface Described {
  readonly what: string;
  readonly object: string;
  readonly after?: string;
  /** Under which name the value is known, so that the next change can say what stood there. */
  readonly key?: string;
  readonly before?: string;
}

/** Longest value shown; what is longer is in the record. */
const MAX_VALUE = 240;

/** Goes through the whole log, so that the first change in scope knows what stood there before it. */
export function listChanges(source: PeriodSource): Change[] {
  const inScope = new Set(source.entries);
  const values = new Map<string, string>();
  return source.ledger.history.entries.flatMap((entry): Change[] => {
    const described = describe(entry);
    if (described.length === 0) return [];
    const standing = standingOf(source.state, entry);
    const isInForce = standing !== 'pending' && standing !== 'lapsed';
    return described.flatMap(({ what, object, key, after, before = key && values.get(key) }) => {
      if (key !== undefined && after !== undefined && isInForce) values.set(key, after);
      if (!inScope.has(entry)) return [];
      return [
        {
          entry: describeEntry(source.state, entry),
          what,
          object: cut(object),
          ...(before === undefined ? {} : { before: cut(before) }),
          ...(after === undefined ? {} : { after: cut(after) }),
        },
      ];
    });
  });
}

function describe({ statement }: Entry): readonly Described[] {
  const { kind, body } = statement;
  switch (kind) {
    case 'charter':
      return [
        { what: 'charter', object: body.operator },
        ...members({ ...body, log: { vkey: body.log.vkey } }).map(([key, after]) => ({
          what: 'charter-sets',
          object: key,
          key: `charter/${key}`,
          after,
        })),
      ];
    case 'amendment':
      return members(body).map(([key, after]) => ({ what: 'amendment', object: key, key: `charter/${key}`, after }));
    case 'institution':
      return [
        {
          what: 'institution',
          object: body.institution,
          key: `institution/${body.institution}`,
          after: [body.class, body.status, body.group, body.successor].filter((part) => part !== undefined).join(', '),
        },
      ];
    case 'key':
      return [
        body.change === 'enrol'
          ? { what: 'key-enrol', object: body.institution, after: 'enrolled' }
          : body.change === 'rotate'
            ? { what: 'key-rotate', object: body.institution, before: body.replaces, after: 'rotated' }
            : { what: 'key-revoke', object: body.institution, before: body.revokes, after: 'revoked' },
      ];
    case 'role': {
      const { institution, role, change, until } = body;
      const after = change === 'end' ? 'ended' : until === undefined ? 'granted' : `granted until ${until}`;
      return [{ what: `role-${change}`, object: `${institution} ${role}`, key: `role/${institution}/${role}`, after }];
    }
    case 'credit-policy':
      return [
        { what: 'credit-policy', object: body.policy, key: `policy/${body.policy}`, after: statement.subject.sha256 },
      ];
    case 'algorithm':
      return [{ what: 'algorithm', object: body.algorithm, key: `algorithm/${body.algorithm}`, after: body.code }];
    case 'correction':
      return [{ what: 'correction', object: body.supersedes, before: body.supersedes, after: body.replacement }];
    case 'withdrawal':
      return [{ what: 'withdrawal', object: body.subject, after: 'withdrawn' }];
    case 'erasure':
      return body.subjects.map((object) => ({ what: 'erasure', object, after: `erased: ${body.openings.join(', ')}` }));
    default:
      return [];
  }
}

/** What the charter or an amendment sets, as text: `quorums` and the like by their own members. */
function members(
  body: Omit<AmendmentBody, 'amendment'> & { readonly amendment?: string },
): [key: string, value: string][] {
  const { rules, operator, log, quorums, endorseWithin, reading, vocabularies } = body;
  const all: readonly (readonly [string, unknown])[] = [
    ['rules', rules],
    ['operator', operator],
    ['log', log?.vkey],
    ['log-retires', log?.retires],
    ...Object.entries(quorums ?? {}).map(([key, value]) => [`quorums.${key}`, value] as const),
    ['endorse-within', endorseWithin],
    ['reading', reading],
    ...Object.entries(vocabularies ?? {}).map(([key, value]) => [`vocabularies.${key}`, canonicalize(value)] as const),
  ];
  return all.flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)] as [string, string]]));
}

function cut(text: string): string {
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}…`;
}
