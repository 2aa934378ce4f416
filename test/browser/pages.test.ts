/**
 * Every page of the explorer, found by following links from the home page of the demonstration: in both languages, light and dark,
 * on a telephone and on a desk axe finds nothing and nothing goes wrong; all that can be used is reached by Tab, and seen to be;
 * records read without JavaScript.
 * @module
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { PAGES } from '../../src/web/pages/list.ts';
import { HAS_CHROMIUM, keepScreenshot, launch, openPage } from './_chromium.ts';
import { type ServedDemo, serveDemo } from './_demo.ts';
import { accessibilityViolations, LOCALES } from './_journey.ts';

/** Pages of each kind whose links are followed; the first of them is looked at. */
const MOST_OF_A_KIND = 8;
const MOST_FOLLOWED = 150;

/** Some forty pages, each looked at four ways: minutes on a machine that does much else. */
const ALL_PAGES_MS = 900_000;

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };

/** The page of the list that answers a path. */
function kindOf(path: string): string | undefined {
  const parts = path.split('/');
  const fits = (pattern: string): boolean => {
    const own = pattern.split('/');
    return own.length === parts.length && own.every((part, i) => part.startsWith(':') || part === parts[i]);
  };
  return PAGES.find((page) => fits(page.path))?.path;
}

/** Addresses without their language, one of each kind and what is worth a look beside, in the order of a reader who follows links. */
async function crawl(url: string): Promise<string[]> {
  const found = [
    '/',
    '/compare?from=60',
    '/search?q=gaon-institute',
    '/search?q=nowhere',
    '/records?kind=award',
    '/records/43',
  ];
  const queue = [...found];
  const known = new Set(queue);
  const counts = new Map<string, number>();
  for (const path of queue) {
    const text = await (await fetch(`${url}/ko${path}`)).text();
    for (const [, address = ''] of text.matchAll(/href="\/ko(\/[^"#?]*(?:\?kind=[a-z]+)?)"/g)) {
      const kind = kindOf(address.split('?')[0] ?? '');
      const count = counts.get(kind ?? '') ?? 0;
      if (kind === undefined || known.has(address) || count >= MOST_OF_A_KIND || queue.length >= MOST_FOLLOWED)
        continue;
      known.add(address);
      counts.set(kind, count + 1);
      queue.push(address);
      if (count === 0 || address.startsWith('/contribute?')) found.push(address);
    }
  }
  return found;
}

describe.skipIf(!HAS_CHROMIUM)('every page of the explorer', () => {
  let demo: ServedDemo;
  let browser: Browser;
  let paths: string[];
  beforeAll(async () => {
    [demo, browser] = await Promise.all([serveDemo(inject('demoFolder')), launch()]);
    paths = await crawl(demo.url);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  test('is found by following links', () => {
    const found = new Set(paths.map((path) => kindOf(path.split('?')[0] ?? '')));
    expect(PAGES.map(({ path }) => path).filter((path) => !found.has(path))).toEqual([]);
  });

  test.each(['ko', 'en'] as const)(
    'is sound in %s: light and dark, on a telephone and on a desk',
    async (language) => {
      const { page, context, troubles } = await openPage(browser, { locale: LOCALES[language], viewport: WIDE });
      const wrong: string[] = [];
      for (const path of paths) {
        await page.goto(`${demo.url}/${language}${path}`);
        await settle(page);
        const note = (found: readonly string[], how: string) =>
          wrong.push(...found.map((each) => `${path} ${how}: ${each}`));
        note(await accessibilityViolations(page), 'wide, light');
        await page.emulateMedia({ colorScheme: 'dark' });
        note(await accessibilityViolations(page, ['color-contrast']), 'wide, dark');
        await page.setViewportSize(NARROW);
        note(await accessibilityViolations(page), 'narrow, dark');
        note(await tooWide(page), 'narrow');
        await keepScreenshot(page, `page-${name(path)}-${language}-narrow-dark`);
        await page.emulateMedia({ colorScheme: 'light' });
        await page.setViewportSize(WIDE);
        await keepScreenshot(page, `page-${name(path)}-${language}`);
        note(troubles.splice(0), 'trouble');
      }
      expect(wrong).toEqual([]);
      await context.close();
    },
    ALL_PAGES_MS,
  );

  test('is used by keyboard alone: Tab comes to everything, and one sees where it is', async () => {
    const { page, context } = await openPage(browser, { viewport: WIDE });
    const wrong: string[] = [];
    const seen = new Set<string | undefined>();
    for (const path of paths) {
      const kind = kindOf(path.split('?')[0] ?? '');
      if (seen.has(kind)) continue;
      seen.add(kind);
      await page.goto(`${demo.url}/ko${path}`);
      await settle(page);
      const found = await tabThrough(page);
      wrong.push(...found.map((each) => `${path}: ${each}`));
    }
    expect(wrong).toEqual([]);
    await context.close();
  });

  test.each(['ko', 'en'] as const)('reads without JavaScript in %s', async (language) => {
    const [scripted, plain] = await Promise.all([
      openPage(browser, { locale: LOCALES[language] }),
      openPage(browser, { locale: LOCALES[language], javaScriptEnabled: false }),
    ]);
    for (const path of paths.filter((each) => /^\/(records\/|institutions\/|compare|reports)/.test(each))) {
      for (const { page } of [scripted, plain]) await page.goto(`${demo.url}/${language}${path}`);
      await settle(scripted.page);
      const text = ((await plain.page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ');
      const missing = (await linesOf(scripted.page)).filter((line) => !text.includes(line));
      expect(missing, path).toEqual([]);
    }
    await keepScreenshot(plain.page, `page-without-script-${language}`);
    expect([...scripted.troubles, ...plain.troubles]).toEqual([]);
    await Promise.all([scripted.context.close(), plain.context.close()]);
  });
});

function name(path: string): string {
  return path === '/'
    ? 'home'
    : path
        .slice(1)
        .replaceAll(/[^a-z0-9]+/g, '-')
        .slice(0, 40);
}

/** Waits until the elements of the page have said what they have to say. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
}

/** What makes the page itself scroll sideways. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if ((document.scrollingElement?.scrollWidth ?? 0) <= innerWidth) return [];
    const beyond = [...document.querySelectorAll('main *, header *')].filter(
      (element) =>
        element.getBoundingClientRect().right > innerWidth + 1 && element.closest('.table, pre, svg') === null,
    );
    return [
      `wider than the screen: ${beyond
        .slice(0, 3)
        .map(({ outerHTML }) => outerHTML.slice(0, 120))
        .join(' | ')}`,
    ];
  });
}

/** Goes through the page with Tab; what is not reached, or not seen to be. */
async function tabThrough(page: Page): Promise<string[]> {
  const count = await page.evaluate(() => {
    const reached = new Set<Element>();
    const unseen: Element[] = [];
    const usable = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
    const shown = usable.filter((element) => element.checkVisibility() && !element.matches(':disabled, [type=hidden]'));
    document.addEventListener('focusin', ({ target }) => {
      if (!(target instanceof Element)) return;
      reached.add(target);
      const marked = target.matches('.picker') ? (target.nextElementSibling ?? target) : target;
      const { outlineStyle, outlineWidth } = getComputedStyle(marked);
      if (outlineStyle === 'none' || outlineWidth === '0px') unseen.push(target);
    });
    const told = (element: Element): string => element.outerHTML.slice(0, 100);
    Object.assign(globalThis, {
      tabbed: () => [
        ...shown.filter((element) => !reached.has(element)).map((element) => `not reached: ${told(element)}`),
        ...unseen.map((element) => `focus not seen: ${told(element)}`),
      ],
    });
    return shown.length;
  });
  for (let i = 0; i < count + 10; i++) await page.keyboard.press('Tab');
  return page.evaluate(() => (globalThis as unknown as { tabbed(): string[] }).tabbed());
}

/** The lines of a page, without what its elements added. */
function linesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const main = document.querySelector('main')?.cloneNode(true) as HTMLElement;
    const added = 'll-verdict, ll-account, ll-consistency, ll-checkpoint, ll-drop, ll-digest, ll-qr, ll-desk, button';
    for (const element of main.querySelectorAll(added)) element.remove();
    return [...main.querySelectorAll('h1, h2, h3, p, dt, dd, th, td, li, pre')]
      .filter(({ children }) => children.length === 0)
      .map(({ textContent }) => (textContent ?? '').replaceAll(/\s+/g, ' ').trim())
      .filter((line) => line !== '');
  });
}
