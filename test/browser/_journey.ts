/**
 * A journey: a person goes from page to page by what stands on the screen, with a mouse or with nothing but a keyboard. After every
 * step the page must be sound: no trouble, nothing that axe finds, and a picture is kept for people to look at.
 * @module
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Download, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Language } from '../../src/verify/text.ts';
import { keepScreenshot, openPage, type WatchedPage } from './_chromium.ts';
import type { Given, OpenVerifier } from './_verifier.ts';

export const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** How somebody goes: a mouse in Korean, a keyboard in English; each journey is made both ways. */
export const WAYS = [
  ['ko', 'mouse'],
  ['en', 'keyboard'],
] as const satisfies readonly (readonly [Language, Way])[];
export type Way = 'mouse' | 'keyboard';

/** No page asks for more Tabs than this to come to anything on it. */
const MOST_TABS = 500;

/** Words of the two languages; which one is read depends on the journey. */
export type Words = Readonly<Record<Language, string>>;

/** What axe finds, in lines that say where. */
export async function accessibilityViolations(page: Page, rules?: readonly string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  const { violations } = await (rules === undefined ? builder.withTags(WCAG) : builder.withRules([...rules])).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

export const LOCALES = { ko: 'ko-KR', en: 'en-GB' } as const;

/** Starts at an address: the only one that is typed. */
export async function startJourney(browser: Browser, url: string, language: Language, way: Way): Promise<Journey> {
  const watched = await openPage(browser, { locale: LOCALES[language], acceptDownloads: true });
  await watched.page.goto(url);
  return new Journey(watched, language, way);
}

export class Journey {
  readonly page: Page;
  readonly #watched: WatchedPage | OpenVerifier;
  readonly #language: Language;
  readonly #way: Way;
  #steps = 0;

  constructor(watched: WatchedPage | OpenVerifier, language: Language, way: Way) {
    this.#watched = watched;
    this.page = watched.page;
    this.#language = language;
    this.#way = way;
  }

  /** A link of the menu or of the page, by its words. */
  link(words: Words | string, within = 'body'): Locator {
    const name = typeof words === 'string' ? words : words[this.#language];
    return this.page.locator(within).getByRole('link', { name }).first();
  }

  button(words: Words | string, within = 'body'): Locator {
    const name = typeof words === 'string' ? words : words[this.#language];
    return this.page.locator(within).getByRole('button', { name }).first();
  }

  /** Presses what stands there, and waits for the page that it leads to. */
  async follow(link: Locator): Promise<void> {
    const address = new URL((await link.getAttribute('href')) ?? '', this.page.url()).href;
    await this.press(link);
    await this.page.waitForURL(address);
    await this.page.waitForLoadState();
  }

  async press(target: Locator): Promise<void> {
    if (this.#way === 'mouse') return target.click();
    await this.#tabTo(target);
    await this.page.keyboard.press('Enter');
  }

  async type(target: Locator, text: string): Promise<void> {
    if (this.#way === 'mouse') return target.fill(text);
    await this.#tabTo(target);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** The first choice of a list that is not empty. */
  async chooseFirst(target: Locator): Promise<void> {
    const values = await target.locator('option').evaluateAll((all) => all.map((each) => each.getAttribute('value')));
    const place = values.findIndex((value) => value !== '');
    if (this.#way === 'mouse') return void (await target.selectOption({ index: place }));
    await this.#tabTo(target);
    await this.page.keyboard.press('Home');
    for (let i = 0; i < place; i++) await this.page.keyboard.press('ArrowDown');
  }

  /** A file input takes a file: by the dialog of the browser, which the test answers. */
  async give(target: Locator, file: string | Given): Promise<void> {
    if (this.#way === 'mouse') return target.setInputFiles(file);
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.press(target)]);
    await chooser.setFiles(file);
  }

  /** What comes down when one presses it. */
  async download(target: Locator): Promise<Download> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.press(target)]);
    return download;
  }

  /** Tabs on, round the page if need be; whoever gets there must see it. */
  async #tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let i = 0; i < MOST_TABS; i++) {
      if (await target.evaluate((element) => element === document.activeElement)) return this.#expectFocusSeen(target);
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`no Tab leads to ${target}`);
  }

  async #expectFocusSeen(target: Locator): Promise<void> {
    const isSeen = await target.evaluate((element) => {
      const shown = element.matches('.picker') ? (element.nextElementSibling ?? element) : element;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return outlineStyle !== 'none' && outlineWidth !== '0px';
    });
    expect(isSeen, `focus on ${target}`).toBe(true);
  }

  /** The step is made: nothing is wrong with where one has come to. */
  async step(name: string): Promise<void> {
    this.#steps++;
    expect(await accessibilityViolations(this.page), name).toEqual([]);
    expect(this.#watched.troubles, name).toEqual([]);
    await keepScreenshot(this.page, `journey-${name}-${this.#language}`);
  }

  /** The journey is over. */
  async end(): Promise<void> {
    expect(this.#steps).toBeGreaterThan(0);
    expect(this.#watched.troubles).toEqual([]);
    await this.#watched.context.close();
  }
}
