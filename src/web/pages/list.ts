/**
 * All pages of the explorer. The first whose path fits is asked.
 * @module
 */
import type { AnyPage } from '../page.ts';
import { contributePage } from './contribute.ts';
import { homePage } from './home.ts';
import { recordPage } from './record.ts';

export const PAGES: readonly AnyPage[] = [homePage, recordPage, contributePage];
