/**
 * All pages of the explorer. The first whose path fits is asked.
 * @module
 */
import type { AnyPage } from '../page.ts';
import { awardsPage } from './awards/list.ts';
import { awardPage } from './awards/page.ts';
import { contributePage } from './contribute.ts';
import { homePage } from './home.ts';
import { recordPage } from './record.ts';
import { roundsPage } from './rounds/list.ts';
import { roundPage } from './rounds/page.ts';

export const PAGES: readonly AnyPage[] = [
  homePage,
  recordPage,
  contributePage,
  roundsPage,
  roundPage,
  awardsPage,
  awardPage,
];
