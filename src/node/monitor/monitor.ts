/**
 * A monitor: follows one ledger in the name of one institution, and says what is new and alarming. Its memory is on disk before
 * it says anything twice; what it holds of the log it takes in again at every start.
 * @module
 */
import { rememberCheckpoint } from '../../client/checkpoint-memory.ts';
import { encodeBase64 } from '../../core/bytes/base64.ts';
import type { ErrorCode } from '../../core/catalogue/catalogue.ts';
import { InputError } from '../../core/error.ts';
import { EMPTY_ROOT } from '../../core/merkle/hash.ts';
import { formatNote, parseNote } from '../../core/note/note.ts';
import { type OpenedCheckpoint, openCheckpoint, signersOf } from '../../core/note/open-checkpoint.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { CHECKPOINT_PATH } from '../../verify/audit/pinned-files.ts';
import { tryOpenRecord } from '../../verify/audit/replay.ts';
import { Follower } from '../../verify/follow/follower.ts';
import { type EntryPage, TreeFiles } from '../../verify/follow/tree-files.ts';
import { type Alarm, makeAlarm } from '../../verify/monitor/alarm.ts';
import { reconcile, type ToldAlarm } from '../../verify/monitor/reconcile.ts';
import { alarmsOfAge, alarmsOfQuorum, takePulse } from '../../verify/monitor/watch-checkpoint.ts';
import { alarmsOfReceipt, alarmsOfSent } from '../../verify/monitor/watch-receipts.ts';
import { alarmsOfRecord, type ConcerningRecord, concerning } from '../../verify/monitor/watch-records.ts';
import type { SignatureBackend } from '../../verify/signatures.ts';
import type { OwnKept } from './own-sources.ts';
import { alarmOfSmaller, alarmOfUnknown, type SeenNotes, type SmallerParts } from './smaller-tree.ts';
import type { MonitorState } from './state.ts';
import { alarmsOfView, forkAlarm, noteText, type OtherView } from './views.ts';

export interface MonitorParts extends SmallerParts {
  readonly institution: string;
  readonly others: readonly OtherView[];
  /** What the institution kept; read at every look. */
  own(): Promise<OwnKept>;
  /** True where that is everything that it signed. */
  readonly isOwnComplete: boolean;
  readonly verifySignature: SignatureBackend;
  now(): number;
  readonly maxAgeSeconds: number | undefined;
  /** How long a statement may be under way. */
  readonly leftOutSeconds: number;
}

/** What a look at the ledger came to. */
export interface Look {
  readonly size: number;
  readonly fresh: readonly ToldAlarm[];
  readonly resolved: readonly ToldAlarm[];
  readonly notices: readonly Alarm[];
  /** Why the ledger could not be looked at, where it could not be reached. */
  readonly unreached: InputError | undefined;
  /** To be saved once all of it was told. */
  readonly state: MonitorState;
}

/** That somebody in between answered, or nobody: says nothing about the log. */
const UNREACHED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['unreachable', 'unexpected-answer', 'busy', 'closing', 'stopped', 'rate-limited'] as const),
  ...(['reading-token', 'too-many-streams', 'outgoing-refused'] as const),
]);
/** Of files that do not connect two checkpoints: missing, damaged, or those of another tree. */
const UNCONNECTED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['object-missing', 'bad-tile', 'checkpoint-inconsistent'] as const),
]);
const DOUBTFUL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['unverified-note', 'nothing-published', 'object-missing', 'unknown-version'] as const),
]);

export class Monitor {
  readonly #parts: MonitorParts;
  readonly #follower: Follower;
  readonly #records: ConcerningRecord[] = [];
  readonly #indexes = new Map<string, number>();
  #count = 0;
  /** The note followed last. */
  #note = '';

  constructor(parts: MonitorParts) {
    this.#parts = parts;
    const { files, verifySignature } = parts;
    this.#follower = new Follower({ files, verifySignature, onPage: (page) => this.#take(page) });
  }

  /** Looks at the ledger once. Never throws for what anybody answers. Calls must not overlap. */
  async look(before: MonitorState): Promise<Look> {
    const now = this.#parts.now();
    const alarms: Alarm[] = [];
    let state = before;
    let unreached: InputError | undefined;
    let isComplete = false;
    try {
      const opened = await this.#see(alarms, before.followed);
      if (opened !== undefined) {
        const { size } = opened.checkpoint;
        this.#note = formatNote(opened.note);
        const pulse = takePulse(state.pulse, opened, state.size, now);
        state = { ...state, pulse, since: state.since ?? size };
        alarms.push(...alarmsOfQuorum(opened));
        await this.#follower.follow({ ...opened.checkpoint, signers: signersOf(opened) });
        isComplete = true;
        if (size >= state.size) state = { ...state, followed: this.#note };
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (UNREACHED.has(error.code)) unreached = error;
      else alarms.push(alarmOfError(error));
    }
    alarms.push(...(await this.#judge(state, now, isComplete)));
    const notices = alarms.filter(({ level, index = 0 }) => level === 'notice' && index >= before.size);
    const told = alarms.filter(({ level }) => level !== 'notice');
    const reconciled = reconcile(state.told, told, isComplete, now);
    const size = Math.max(state.size, isComplete ? this.#follower.size : 0);
    const undelivered = [...state.undelivered, ...reconciled.fresh.map(({ id }) => id)];
    return {
      ...{ size, notices, unreached },
      fresh: reconciled.fresh,
      resolved: reconciled.resolved,
      state: {
        ...state,
        size,
        told: reconciled.told,
        undelivered: [...new Set(undelivered)].filter((id) => reconciled.told.has(id)),
      },
    };
  }

  /** The checkpoint that the ledger shows, compared with what it showed before; undefined where there is nothing to follow. */
  async #see(alarms: Alarm[], followed: string | undefined): Promise<OpenedCheckpoint | undefined> {
    const { files, policy, memory, origin } = this.#parts;
    const bytes = await files.read(CHECKPOINT_PATH);
    if (bytes === undefined) throw new InputError('nothing-published', 'the ledger shows no checkpoint');
    const note = noteText(bytes);
    const shown = openCheckpoint(parseNote(note), policy).checkpoint;
    const last = await memory.load(origin);
    const known = last === undefined ? undefined : openCheckpoint(parseNote(last), policy).checkpoint;
    try {
      const opened = await rememberCheckpoint(note, policy, memory, this.#proof);
      if (known !== undefined && shown.size < known.size) alarms.push(olderView(shown.size, known.size));
      return opened;
    } catch (error) {
      if (!(error instanceof InputError) || last === undefined || known === undefined) throw error;
      const alarm = await this.#contradiction(error.code, note, { largest: last, followed }, shown.size < known.size);
      if (alarm === undefined) throw error;
      alarms.push(alarm);
      return undefined;
    }
  }

  /** What to tell of a note that the files do not connect with those seen before. */
  async #contradiction(code: ErrorCode, note: string, seen: SeenNotes, isSmaller: boolean): Promise<Alarm | undefined> {
    if (!UNCONNECTED.has(code)) return undefined;
    const told = isSmaller ? await alarmOfSmaller(this.#parts, note, seen) : undefined;
    if (told !== undefined) return told;
    if (code === 'checkpoint-inconsistent')
      return forkAlarm(this.#parts, [seen.largest, note], 'the ledger', seen.largest, this.#parts.files);
    return isSmaller && code === 'object-missing' ? alarmOfUnknown(this.#parts, note, seen) : undefined;
  }

  readonly #proof = async (from: number, to: number): Promise<string[]> => {
    const tree = new TreeFiles(this.#parts.files, { size: to, root: EMPTY_ROOT });
    return (await tree.consistency(from)).map((hash) => encodeBase64(hash));
  };

  /** Everything that follows from what is known now. */
  async #judge(state: MonitorState, now: number, isComplete: boolean): Promise<Alarm[]> {
    const { institution, policy, maxAgeSeconds, leftOutSeconds, isOwnComplete } = this.#parts;
    const alarms: Alarm[] = this.#problems();
    if (maxAgeSeconds !== undefined) alarms.push(...alarmsOfAge(policy, state.pulse, now, maxAgeSeconds));
    if (!isComplete) return alarms;
    const kept = await this.#own();
    for (const message of kept.unreadable) alarms.push(makeAlarm('doubt', 'unreadable-file', message, message));
    const own = { knows: (digest: string) => kept.statements.has(digest), isComplete: isOwnComplete };
    const since = state.since ?? 0;
    for (const record of this.#records) alarms.push(...alarmsOfRecord(institution, record, own, since));
    const log = {
      size: this.#follower.size,
      indexOf: (digest: string) => this.#indexes.get(digest),
      rootAt: (size: number) => this.#follower.rootAt(size),
    };
    for (const receipt of kept.receipts) alarms.push(...(await alarmsOfReceipt(receipt, log)));
    for (const statement of kept.statements.values()) alarms.push(...alarmsOfSent(statement, log, now, leftOutSeconds));
    for (const view of this.#parts.others)
      alarms.push(...(await alarmsOfView(this.#parts, view, this.#note, this.#follower)));
    return alarms;
  }

  /** What the institution kept; that it cannot be read now is a doubt, not an end. */
  async #own(): Promise<OwnKept> {
    try {
      return await this.#parts.own();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { statements: new Map(), receipts: [], unreadable: [error.message] };
    }
  }

  /** What breaks a rule, anywhere in the log. */
  #problems(): Alarm[] {
    return this.#follower.problems.map(({ code, message, index }) =>
      makeAlarm(code === 'unknown-version' ? 'doubt' : 'alarm', code, index ?? 'log', message, {
        ...(index === undefined ? {} : { index }),
        isLasting: true,
      }),
    );
  }

  /** A page that was partial comes again, longer. Records after one that the rules refuse are looked at too. */
  async #take(page: EntryPage): Promise<void> {
    const { index, entries } = page;
    await this.#parts.leaves.put(page);
    for (const bytes of entries.slice(this.#count - index * FULL_WIDTH)) {
      const record = tryOpenRecord(bytes);
      if (!(record instanceof InputError)) {
        const found = concerning(this.#parts.institution, record, this.#count);
        if (found !== undefined) this.#records.push(found);
        if (found?.author === this.#parts.institution && !this.#indexes.has(found.digest))
          this.#indexes.set(found.digest, this.#count);
      }
      this.#count++;
    }
  }
}

/** What the ledger shows is wrong by itself, or does not show enough. */
function alarmOfError({ code, message }: InputError): Alarm {
  const isLasting = code === 'checkpoint-inconsistent';
  return makeAlarm(DOUBTFUL.has(code) ? 'doubt' : 'alarm', code, 'ledger', message, { isLasting });
}

function olderView(shown: number, known: number): Alarm {
  const message = `the ledger shows ${shown} records, and has shown ${known}; it still has them`;
  return makeAlarm('doubt', 'view-behind', 'ledger', message);
}
