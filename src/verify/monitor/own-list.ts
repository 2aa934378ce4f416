/**
 * What an institution says it signed: a list of statement digests, or the journal that our command line writes.
 *
 *     list = *( blank / "#" anything / digest / JSON object with "digest", "event" and "at" ) one a line
 *
 * A journal tells more: when a statement was sent, and whether a rule refused it. A last line without its newline was cut off by
 * a crash, and counts for nothing.
 * @module
 */
import { InputError } from '../../core/error.ts';
import { parseJson } from '../../core/json/json.ts';
import { parseInstant } from '../../core/statement/instant.ts';

/** Of one statement. */
export interface OwnStatement {
  readonly digest: string;
  /** When it was first sent, Unix milliseconds; undefined where that is not known. */
  readonly sentAtUnixMs: number | undefined;
  readonly isRefused: boolean;
}

const DIGEST = /^[0-9a-f]{64}$/;
const EVENTS = ['signed', 'sent', 'refused'];

/** The statements of a list, by digest. @throws InputError `bad-own-list`, with the number of the line */
export function parseOwnList(text: string, title: string): ReadonlyMap<string, OwnStatement> {
  const statements = new Map<string, OwnStatement>();
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  if (DIGEST.test(last)) lines.push(last);
  for (const [i, line] of lines.entries()) {
    const word = line.trim();
    if (word === '' || word.startsWith('#')) continue;
    const { digest, event, at } = DIGEST.test(word) ? { digest: word } : readEvent(word, `${title} line ${i + 1}`);
    const before = statements.get(digest);
    statements.set(digest, {
      digest,
      sentAtUnixMs: before?.sentAtUnixMs ?? (event === 'sent' ? at : undefined),
      isRefused: event === 'refused' || (before?.isRefused === true && event !== 'sent'),
    });
  }
  return statements;
}

function readEvent(line: string, title: string): { digest: string; event?: string; at?: number } {
  try {
    const { digest, event, at } = Object(parseJson(line, title)) as Readonly<Record<string, unknown>>;
    if (typeof digest === 'string' && DIGEST.test(digest) && typeof event === 'string' && EVENTS.includes(event))
      if (typeof at === 'string') return { digest, event, at: parseInstant(at, 'at') };
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
  }
  throw new InputError('bad-own-list', `${title}: neither a digest nor an event of a journal`);
}
