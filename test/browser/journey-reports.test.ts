/**
 * The journeys that end with a report: an inspector takes the package of a site, an operator hands over the report of a period
 * (design: users and regulation, 2.4). What comes down is judged as its reader would.
 * @module
 */
import { cp, readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { HAS_CHROMIUM, launch } from './_chromium.ts';
import { type ServedDemo, serveDemo } from './_demo.ts';
import { type Journey, startJourney, WAYS } from './_journey.ts';

const REPORTS = { en: 'Reports', ko: '보고서' };
const MAKE = { en: 'Make', ko: '만들기' };

describe.skipIf(!HAS_CHROMIUM)('a report', () => {
  let demo: ServedDemo;
  let browser: Browser;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([serveDemo(inject('demoFolder')), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  /** Goes to the reports, fills in a form and takes what comes. */
  async function take(journey: Journey, kind: string, filled: Readonly<Record<string, string>>): Promise<string> {
    await journey.follow(journey.link(REPORTS, 'nav.menu'));
    for (const [name, value] of Object.entries(filled))
      await journey.type(journey.page.locator(`#${kind}-${name}`), value);
    await journey.step(`report-${kind}`);
    const form = `form:has(input[name=kind][value=${kind}])`;
    return (await journey.download(journey.button(MAKE, form))).path();
  }

  /** The file under a name that the command reads by. */
  async function verdictOf(path: string, name: string): Promise<string> {
    await cp(path, demo.desk.path(name));
    return (await demo.desk.run(['verify', name, '--trust', `${demo.folder}/trust.policy`])).stdout;
  }

  test.each(WAYS)(
    'an inspector takes the package of a site and finds all of it sound (%s, %s)',
    async (language, way) => {
      const journey = await startJourney(browser, `${demo.url}/${language}/`, language, way);
      const path = await take(journey, 'inspection', { subject: 'hanul-pharma', to: '190' });
      const files = unzipSync(await readFile(path));
      const names = Object.keys(files);
      for (const wanted of ['report.pdf', 'report.html', 'verifier.html', 'trust.policy', 'SHA256SUMS'])
        expect(
          names.some((name) => name.endsWith(wanted)),
          wanted,
        ).toBe(true);
      await journey.end();
    },
    300_000,
  );

  test.each(WAYS)(
    'an operator hands over the report of a period, and its reader verifies it (%s, %s)',
    async (language, way) => {
      const journey = await startJourney(browser, `${demo.url}/${language}/operations`, language, way);
      const path = await take(journey, 'period', { from: '100', to: '150' });
      expect(await verdictOf(path, `period-${language}.pdf`)).toContain('VERIFIED');
      await journey.end();
    },
    300_000,
  );
});
