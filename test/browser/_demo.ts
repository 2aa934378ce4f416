/**
 * One demonstration for all browser tests: played once, copied by whoever serves it.
 * @module
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { Desk, type Serving } from '../_util/cli.ts';
import { HAS_CHROMIUM } from './_chromium.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the kept demonstration; empty where there is no Chromium. */
    demoFolder: string;
  }
}

/** A demonstration kept before, for whoever works on pages: playing it takes half a minute. */
const KEPT = process.env['LEDGERLINE_DEMO'];

/** Vitest calls this once before the suite. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!HAS_CHROMIUM || KEPT !== undefined) {
    project.provide('demoFolder', KEPT ?? '');
    return async () => undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), 'ledgerline-browser-'));
  const desk = await Desk.open();
  try {
    await desk.ok(['demo', '--keep', join(folder, 'demo'), '--no-serve']);
  } finally {
    await desk.close();
  }
  project.provide('demoFolder', join(folder, 'demo'));
  return () => rm(folder, { recursive: true, force: true });
}

export interface CopiedDemo {
  /** A copy of the demonstration: `ledger/`, `institutions/`, `trust.policy`. */
  readonly folder: string;
  readonly desk: Desk;
}

export interface ServedDemo extends Serving, CopiedDemo {}

/** A copy of the demonstration, which a test may change. */
export async function copyDemo(demoFolder: string): Promise<CopiedDemo> {
  const desk = await Desk.open();
  const folder = desk.path('demo');
  await cp(demoFolder, folder, { recursive: true });
  return { folder, desk };
}

/** Serves a copy of the demonstration on a free port. */
export async function serveDemo(demoFolder: string): Promise<ServedDemo> {
  const { folder, desk } = await copyDemo(demoFolder);
  return { ...(await desk.serve(join(folder, 'ledger'))), folder, desk };
}
