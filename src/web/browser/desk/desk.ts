/**
 * `<ll-desk data-kind="contribution" data-credit="…">`: fill in, check, sign, submit, keep the receipt. Everything secret stays in
 * this page: the model file, the key, the sample count.
 * @module
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { LedgerClient } from '../../../client/ledger-client.ts';
import { MAX_SIGNER_RECORD_BYTES, parseSignerRecord, signerCommitment } from '../../../client/signer-record.ts';
import { CATALOGUE } from '../../../core/catalogue/catalogue.ts';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { InputError } from '../../../core/error.ts';
import type { SignedStatement } from '../../../core/record/record.ts';
import { lookAtLog } from '../trust/log-watch.ts';
import { readersTrust } from '../trust/policy.ts';
import { CLAIM_TASK, DISPUTE_TASK, WITHDRAWAL_TASK } from './credit-tasks.ts';
import { fieldOf, filledIn } from './fields.ts';
import { readPageKey } from './key.ts';
import { type Receipt, receiptView } from './receipt.ts';
import { save } from './save.ts';
import { sheetView } from './sheet.ts';
import { draftFile, readEnvelope, signDraft } from './signing.ts';
import type { Bench, Field, Prepared, Task } from './tasks.ts';
import { COMMIT_TASK, CONTRIBUTION_TASK } from './update-tasks.ts';
import { DESK_WORDS } from './words.ts';

const TASKS: Readonly<Record<string, Task>> = {
  commit: COMMIT_TASK,
  contribution: CONTRIBUTION_TASK,
  claim: CLAIM_TASK,
  dispute: DISPUTE_TASK,
  withdrawal: WITHDRAWAL_TASK,
};

/** Where the work stands. */
type Stage =
  | { readonly at: 'form' }
  | { readonly at: 'working'; readonly note: Sentence; readonly done?: number }
  | { readonly at: 'sheet'; readonly prepared: Prepared; readonly bench: Bench }
  | { readonly at: 'done'; readonly receipt: Receipt };

export class DeskElement extends LitElement {
  static override properties = { stage: { state: true }, problem: { state: true } };
  declare stage: Stage;
  declare problem: { readonly sentence: Sentence; readonly code: string; readonly detail: string } | undefined;
  /** What was typed: the form shows it again when one comes back from the sheet. */
  #filled: FormData | undefined;

  constructor() {
    super();
    this.stage = { at: 'form' };
    this.problem = undefined;
  }

  /** In the light DOM: the page's style and axe reach it. */
  protected override createRenderRoot(): HTMLElement {
    this.replaceChildren();
    return this;
  }

  get #language(): keyof Sentence {
    return document.documentElement.lang === 'ko' ? 'ko' : 'en';
  }

  protected override render(): TemplateResult {
    return html`${this.#problemView()} ${this.#stageView()}`;
  }

  #stageView(): TemplateResult {
    const { stage } = this;
    const language = this.#language;
    switch (stage.at) {
      case 'form':
        return this.#formView();
      case 'working':
        return html`<p role="status">${stage.note[language]}
          ${stage.done === undefined ? nothing : html`<progress max="1" .value=${stage.done}></progress>`}</p>`;
      case 'sheet':
        return sheetView(stage.prepared, language, {
          sign: (event) => this.#run(event, (form) => this.#sign(form, stage.prepared, stage.bench)),
          handIn: (event) => this.#run(event, (form) => this.#handIn(form, stage.prepared, stage.bench)),
          saveDraft: () => save(`${stage.prepared.stem}.draft.json`, draftFile(stage.prepared)),
          back: () => this.#restart(),
        });
      case 'done':
        return receiptView(stage.receipt, language, () => this.#restart());
    }
  }

  #formView(): TemplateResult {
    const language = this.#language;
    const task = this.#task;
    const given = (name: string): string => String(this.#filled?.get(name) ?? this.dataset[name] ?? '');
    return html`<form class="desk" @submit=${(event: SubmitEvent) => this.#run(event, (form) => this.#prepare(form))}>
      ${[INSTITUTION, ...task.fields].map((field) => fieldOf(this.#withOptions(field), given(field.name), language))}
      <p><button class="primary">${DESK_WORDS.check[language]}</button></p>
    </form>`;
  }

  /** A select without options has those that the page read from the charter: `data-reason-options`. */
  #withOptions(field: Field): Field {
    if (field.type !== 'select' || field.options !== undefined) return field;
    const words = (this.dataset[`${field.name}Options`] ?? '').split(' ').filter((word) => word !== '');
    return { ...field, options: words.map((word) => [word, word] as const) };
  }

  get #task(): Task {
    return TASKS[this.dataset['kind'] ?? ''] ?? CONTRIBUTION_TASK;
  }

  #problemView(): TemplateResult | typeof nothing {
    if (this.problem === undefined) return nothing;
    const { sentence, code, detail } = this.problem;
    return html`<div class="problem" role="alert"><p><strong>${DESK_WORDS.problem[this.#language]}</strong> ${sentence[this.#language]}</p>
      <p class="detail"><code>${code}</code> <span lang="en">${detail}</span></p></div>`;
  }

  /** Runs one step of the work; what goes wrong is said, and the form is there again. */
  #run(event: SubmitEvent, step: (form: FormData) => Promise<void>): void {
    event.preventDefault();
    const before = this.stage;
    const form = new FormData(event.target as HTMLFormElement);
    this.problem = undefined;
    step(form).catch((error: unknown) => {
      const code = error instanceof InputError ? error.code : 'unexpected';
      const detail = error instanceof Error ? error.message : String(error);
      this.problem = { sentence: CATALOGUE[code], code, detail };
      this.stage = before;
    });
  }

  async #prepare(form: FormData): Promise<void> {
    this.#filled = form;
    this.stage = { at: 'working', note: DESK_WORDS.working };
    const [{ policy, problem }, { verdict, opened, sentence }] = await Promise.all([readersTrust(), lookAtLog()]);
    // Nothing is signed for a ledger that shows less, or other, than this browser saw of it before.
    if (verdict === 'FAILED') throw new InputError('checkpoint-inconsistent', sentence.en);
    if (policy === undefined || opened === undefined)
      throw problem ?? new InputError('unverified-note', 'no log of the policy signed the newest checkpoint');
    const client = new LedgerClient({ url: location.origin, policy });
    const bench: Bench = {
      client,
      origin: opened.checkpoint.origin,
      institution: String(form.get('institution') ?? '').trim(),
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      now: () => Date.now(),
      onProgress: (done, total) => {
        this.stage = { at: 'working', note: DESK_WORDS.working, done: total === 0 ? 0 : done / total };
      },
    };
    this.stage = { at: 'sheet', prepared: await this.#task.prepare(filledIn(form), bench), bench };
  }

  async #sign(form: FormData, prepared: Prepared, bench: Bench): Promise<void> {
    const [keyFile, recordFile] = [form.get('key'), form.get('signer')];
    if (!(keyFile instanceof File) || !(recordFile instanceof File)) throw new InputError('usage', 'choose both files');
    if (recordFile.size > MAX_SIGNER_RECORD_BYTES || keyFile.size > MAX_SIGNER_RECORD_BYTES)
      throw new InputError('usage', 'these are no key and signer record: they are too large');
    const key = await readPageKey(await keyFile.text());
    const record = parseSignerRecord(new Uint8Array(await recordFile.arrayBuffer()), recordFile.name);
    const parts = { ...bench, key, signer: signerCommitment(record), now: bench.now() };
    await this.#submit(await signDraft(prepared, parts), prepared, bench);
  }

  async #handIn(form: FormData, prepared: Prepared, bench: Bench): Promise<void> {
    const file = form.get('envelope');
    if (!(file instanceof File)) throw new InputError('usage', 'choose the envelope');
    await this.#submit(await readEnvelope(file, prepared), prepared, bench);
  }

  async #submit(signed: SignedStatement, { secret, stem }: Prepared, { client }: Bench): Promise<void> {
    // A salt that is lost opens nothing any more: it is on the disk before anybody can have the statement.
    if (secret !== undefined) save(secret.name, secret.text(signed.digest));
    this.stage = { at: 'working', note: DESK_WORDS.submitting };
    const { index, digest, bundle } = await client.submit(signed);
    this.#filled = undefined;
    const kept = secret === undefined ? {} : { secret: secret.name };
    this.stage = { at: 'done', receipt: { index, digest, bundle, name: `${stem}.proof.json`, ...kept } };
  }

  #restart(): void {
    this.problem = undefined;
    this.stage = { at: 'form' };
  }
}

const INSTITUTION = {
  name: 'institution',
  type: 'text',
  required: true,
  label: DESK_WORDS.institution,
  hint: DESK_WORDS.institutionHint,
} as const;

customElements.define('ll-desk', DeskElement);
