/**
 * All pages of the explorer. The first whose path fits is asked.
 * @module
 */
import type { AnyPage } from '../page.ts';
import { awardsPage } from './awards/list.ts';
import { awardPage } from './awards/page.ts';
import { checkpointsPage } from './checkpoints/list.ts';
import { checkpointPage } from './checkpoints/one.ts';
import { comparePage } from './compare/page.ts';
import { contributePage } from './contribute.ts';
import { helpPage } from './help.ts';
import { homePage } from './home.ts';
import { institutionsPage } from './institutions/list.ts';
import { institutionPage } from './institutions/page.ts';
import { modelsPage } from './models/list.ts';
import { modelPage } from './models/page.ts';
import { operationsPage } from './operations.ts';
import { recordPage } from './record/page.ts';
import { recordsPage } from './records/page.ts';
import { reportsPage } from './reports/page.ts';
import { roundsPage } from './rounds/list.ts';
import { roundPage } from './rounds/page.ts';
import { searchPage } from './search/page.ts';
import { claimPage, creditPage } from './terms/credit.ts';
import { disputePage } from './terms/dispute.ts';
import { datasetPage, planPage, policyPage } from './terms/terms.ts';

export const PAGES: readonly AnyPage[] = [
  homePage,
  recordsPage,
  recordPage,
  searchPage,
  checkpointsPage,
  checkpointPage,
  comparePage,
  roundsPage,
  roundPage,
  awardsPage,
  awardPage,
  reportsPage,
  contributePage,
  operationsPage,
  helpPage,
  institutionsPage,
  institutionPage,
  modelsPage,
  modelPage,
  creditPage,
  claimPage,
  disputePage,
  policyPage,
  planPage,
  datasetPage,
];
