/**
 * `<ll-verdict data-bundle="/api/v1/bundles/12">`: fetches the proof bundle and judges it here, in the reader's browser, under
 * a trust policy. Nothing of the verdict comes from the server.
 * @module
 */
import { html, LitElement, type TemplateResult } from 'lit';
import { OUTCOMES, VERDICTS } from '../../../verify/text.ts';
import type { Verification } from '../../../verify/verdict.ts';
import { verifyBundle } from '../../../verify/verify-bundle.ts';

export class VerdictElement extends LitElement {
  static override properties = { verification: { state: true } };
  declare verification: Verification | undefined;

  /** In the light DOM: the page's style, its printout and axe reach it. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#verify();
  }

  async #verify(): Promise<void> {
    const { bundle = '' } = this.dataset;
    const [proof, policy] = await Promise.all([bytesOf(bundle), bytesOf('/trust.policy')]);
    this.verification = await verifyBundle(proof, policy);
  }

  protected override render(): TemplateResult {
    if (this.verification === undefined) return html`<p aria-busy="true">…</p>`;
    const language = document.documentElement.lang === 'ko' ? 'ko' : 'en';
    const { verdict, summary, checks } = this.verification;
    return html`<p><strong class="verdict" data-verdict=${verdict}>${VERDICTS[verdict][language]}</strong> ${summary[language]}</p>
      <ol>${checks.map(({ outcome, sentence }) => html`<li>${OUTCOMES[outcome][language]}: ${sentence[language]}</li>`)}</ol>`;
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  return new Uint8Array(await response.arrayBuffer());
}

customElements.define('ll-verdict', VerdictElement);
