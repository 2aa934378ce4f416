/**
 * The reference pages that follow from schemas, rules and catalogue: one a kind, the table of kinds, the state machines;
 * in English and Korean.
 * @module
 */
import { readFileSync } from 'node:fs';
import { KIND_NAMES } from '../../src/core/rules/book.ts';
import { kindPage } from './kind-page.ts';
import { kindsPage } from './kinds-page.ts';
import { machinesPage } from './machines-page.ts';
import { commonRefusals, formRefusals, refusalsOf } from './refusals.ts';
import { ROOT } from './root.ts';

const FOLDERS = { en: 'docs/reference', ko: 'docs/ko/reference' } as const;

/** Every page: its path from the root of the repository, and its text. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>();
  const [form, common] = [await formRefusals(), await commonRefusals()];
  const refusals = await Promise.all(KIND_NAMES.map(async (kind) => [kind, await refusalsOf(kind)] as const));
  for (const language of ['en', 'ko'] as const) {
    const folder = FOLDERS[language];
    pages.set(`${folder}/state-machines.md`, machinesPage(language));
    pages.set(`${folder}/kinds/README.md`, kindsPage(form, common, language));
    for (const [kind, codes] of refusals) pages.set(`${folder}/kinds/${kind}.md`, kindPage(kind, codes, language));
  }
  return pages;
}

/** The pages whose file is not what it should be. */
export function stalePages(pages: ReadonlyMap<string, string>): string[] {
  return [...pages].filter(([path, text]) => readPage(path) !== text).map(([path]) => path);
}

function readPage(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, ROOT), 'utf8');
  } catch {
    return undefined;
  }
}
