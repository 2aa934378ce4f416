/**
 * Reading what a ledger says of its state. These are the server's words, checked for their form alone: good for writing the next
 * statement, which the rules then judge. Whoever must not trust the server replays the log.
 * @module
 */
import { InputError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import {
  type AwardAnswer,
  type AwardItem,
  type ClaimAnswer,
  type CreditAnswer,
  checkAnswer,
  type DatasetAnswer,
  type DisputeAnswer,
  type InstitutionAnswer,
  type LedgerAnswer,
  type ModelAnswer,
  type PageAnswer,
  type PlanAnswer,
  type PolicyAnswer,
  type RoundAnswer,
  type WindowAnswer,
} from './answers.ts';

export abstract class StateReading {
  /** The JSON value under a path of the server. @throws InputError `unreachable`, `unexpected-answer`, or the server's code */
  protected abstract readJson(path: string): Promise<Json>;

  /** The charter as amended, and how far the log reaches. */
  async ledger(): Promise<LedgerAnswer> {
    return checkAnswer('ledger', await this.readJson('/api/v1/ledger'));
  }

  async institution(id: string): Promise<InstitutionAnswer> {
    return checkAnswer('institution', await this.readJson(`/api/v1/institutions/${id}`));
  }

  /** A round by its name or by the digest of its `round-open`. */
  async round(id: string): Promise<RoundAnswer> {
    return checkAnswer('round', await this.readJson(`/api/v1/rounds/${id}`));
  }

  async model(id: string): Promise<ModelAnswer> {
    return checkAnswer('model', await this.readJson(`/api/v1/models/${id}`));
  }

  /** A credit policy in force, by its name or digest. */
  async policy(id: string): Promise<PolicyAnswer> {
    return checkAnswer('policy', await this.readJson(`/api/v1/policies/${id}`));
  }

  /** An evaluation plan, by its name or digest. */
  async plan(id: string): Promise<PlanAnswer> {
    return checkAnswer('plan', await this.readJson(`/api/v1/plans/${id}`));
  }

  /** A dataset, by its name or digest. */
  async dataset(id: string): Promise<DatasetAnswer> {
    return checkAnswer('dataset', await this.readJson(`/api/v1/datasets/${id}`));
  }

  async window(model: string, number: number): Promise<WindowAnswer> {
    return checkAnswer('window', await this.readJson(`/api/v1/models/${model}/windows/${number}`));
  }

  async award(digest: string): Promise<AwardAnswer> {
    return checkAnswer('award', await this.readJson(`/api/v1/awards/${digest}`));
  }

  async dispute(digest: string): Promise<DisputeAnswer> {
    return checkAnswer('dispute', await this.readJson(`/api/v1/disputes/${digest}`));
  }

  async credit(digest: string): Promise<CreditAnswer> {
    return checkAnswer('credit', await this.readJson(`/api/v1/credits/${digest}`));
  }

  async claim(digest: string): Promise<ClaimAnswer> {
    return checkAnswer('claim', await this.readJson(`/api/v1/claims/${digest}`));
  }

  policies(): AsyncIterable<PolicyAnswer> {
    return this.#pages('/api/v1/policies', (page) => checkAnswer('policies', page));
  }

  plans(): AsyncIterable<PlanAnswer> {
    return this.#pages('/api/v1/plans', (page) => checkAnswer('plans', page));
  }

  datasets(): AsyncIterable<DatasetAnswer> {
    return this.#pages('/api/v1/datasets', (page) => checkAnswer('datasets', page));
  }

  windows(model: string): AsyncIterable<WindowAnswer> {
    return this.#pages(`/api/v1/models/${model}/windows`, (page) => checkAnswer('windows', page));
  }

  awards(): AsyncIterable<AwardItem> {
    return this.#pages('/api/v1/awards', (page) => checkAnswer('awards', page));
  }

  /** The credits of an institution, in the order in which they were recorded. */
  credits(institution: string): AsyncIterable<CreditAnswer> {
    return this.#pages(`/api/v1/institutions/${institution}/credits`, (page) => checkAnswer('credits', page));
  }

  /** The items of all pages, as they stood when the first one was read. */
  async *#pages<T>(path: string, check: (page: Json) => PageAnswer<T>): AsyncGenerator<T, void> {
    const first = check(await this.readJson(path));
    yield* first.items;
    for (let next = first.next; next !== undefined; ) {
      if (!next.startsWith(`${path}?`)) throw new InputError('unexpected-answer', `${path} goes on at ${next}`);
      const page = check(await this.readJson(`${next}&size=${first.size}`));
      yield* page.items;
      next = page.next === undefined ? undefined : page.next.replace(/&size=[0-9]+/, '');
    }
  }
}
