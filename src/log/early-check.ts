/**
 * Checking a signature while the statement still waits: with the key that the author has now. Sequencing checks again if
 * it is another by then, so what is remembered here may be out of date, at the cost of a second check.
 * @module
 */
import type { Json } from '../core/json/json.ts';
import type { SignedStatement } from '../core/record/record.ts';
import { signingKey } from '../core/rules/signing-key.ts';
import { STATE, type StateKey, type View } from '../core/rules/state.ts';
import { refusing } from './batch-state.ts';
import type { LedgerIndex } from './ledger-index.ts';
import { LruCache } from './lru-cache.ts';
import type { CheckedSignature, CheckSignature } from './sequence.ts';

/** Authors remembered: more than a consortium has, so that strangers crowd nobody out. */
const REMEMBERED_AUTHORS = 1024;

export class EarlyCheck {
  readonly #index: LedgerIndex;
  readonly #checkSignature: CheckSignature;
  #authors = new LruCache<Promise<View>>(REMEMBERED_AUTHORS);

  constructor(index: LedgerIndex, checkSignature: CheckSignature) {
    this.#index = index;
    this.#checkSignature = checkSignature;
  }

  /** Undefined where the author has no such key yet. */
  async check(signed: SignedStatement): Promise<CheckedSignature | undefined> {
    const view = await this.#viewOf(signed.statement.author);
    const spki = refusing(() => signingKey(view, signed));
    return spki === undefined ? undefined : { spki, valid: await this.#checkSignature(signed, spki) };
  }

  /** A batch that changed `keys` is committed. */
  committed(keys: Iterable<string>): void {
    for (const key of keys) {
      if (!SIGNING_KEYS.some((prefix) => key.startsWith(prefix))) continue;
      this.#authors = new LruCache(REMEMBERED_AUTHORS);
      return;
    }
  }

  #viewOf(author: string): Promise<View> {
    const known = this.#authors.get(author) ?? this.#load(author);
    this.#authors.set(author, known);
    return known;
  }

  async #load(author: string): Promise<View> {
    const keys = [STATE.institution(author), STATE.ledger, STATE.founding] as const;
    const values = await this.#index.state<Json>(keys as readonly StateKey<Json>[]);
    const known = new Map(keys.map((key, i) => [key as string, values[i]]));
    return {
      get: <T extends Json>(key: StateKey<T>) => known.get(key) as T | undefined,
      rootAt: () => undefined,
    };
  }
}

/** What {@link signingKey} reads, besides the name of an institution. */
const SIGNING_KEYS: readonly string[] = [STATE.institution(''), STATE.ledger, STATE.founding];
