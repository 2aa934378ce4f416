/**
 * A page that is looked at for what a stranger may have brought into it.
 * @module
 */
import type { Page } from 'playwright-core';

export interface Look {
  /** Addresses on the same server, as path and query. */
  readonly links: readonly string[];
  /** Elements and attributes that could run something and are not the page's own. */
  readonly foreign: readonly string[];
  /** Texts that only a mistake of ours writes, and characters that hide what they stand beside. */
  readonly odd: readonly string[];
}

/** Looks once the elements of the page have settled. */
export async function look(page: Page): Promise<Look> {
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  return page.evaluate(() => {
    const own = (element: Element): boolean =>
      element instanceof HTMLScriptElement
        ? element.src !== '' && new URL(element.src).pathname.startsWith('/assets/explorer-')
        : element.matches('svg.icon, svg.lineage, figure svg, .qr svg');
    const able = [
      ...document.querySelectorAll('script, img, iframe, object, embed, svg, base, b, meta[http-equiv=refresh]'),
    ];
    const attributes = [...document.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes].filter(
        ({ name, value }) =>
          name.startsWith('on') || (/^(href|src|action|formaction)$/.test(name) && /^\s*javascript:/i.test(value)),
      ),
    );
    const odd =
      /.{0,40}(?:\[object |native code|\bNaN\b|\bundefined\b(?!-1)|[\u202a-\u202e\u2066-\u2069\u200b]).{0,40}/g;
    return {
      links: [...document.links]
        .map(({ href }) => new URL(href))
        .filter(({ origin }) => origin === location.origin)
        .map(({ pathname, search }) => pathname + search),
      foreign: [
        ...able.filter((element) => !own(element)).map(({ outerHTML }) => outerHTML.slice(0, 120)),
        ...attributes.map(({ name, value }) => `${name}=${value}`),
      ],
      odd: [...(document.querySelector('main') ?? document.body).textContent.matchAll(odd)].map(([match]) => match),
    };
  });
}
