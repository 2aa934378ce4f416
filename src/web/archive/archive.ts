/**
 * The explorer as files: its pages in both languages, as of one checkpoint, which open from a disk, without a server, a script or
 * a network. The same ledger and scope give the same bytes.
 *
 *     index.html  style.css  ko/index.html  ko/records-12.html  …  en/index.html  …
 *
 * A link to a page that is not here is plain text; `index.html` says in words what was left out.
 * @module
 */
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import type { LedgerFiles } from '../../verify/audit/ledger-files.ts';
import type { Language } from '../../verify/text.ts';
import type { PageContext, ReadPage } from '../page.ts';
import { createReplayedSource, type ReplayedParts } from '../replayed-source.ts';
import { renderDocument } from '../shell.ts';
import type { ExplorerSource } from '../source.ts';
import { collectPages, MOST_PAGES, MOST_RECORDS, type Scope } from './collect.ts';
import { ARCHIVE_POLICY, renderFront, renderNotice } from './front.ts';
import { FileNames } from './routes.ts';

export interface ArchiveRequest {
  readonly replayed: ReplayedParts;
  /** The files that were replayed. */
  readonly ledger: ReadonlyMap<string, Uint8Array>;
  readonly scope: Scope;
  /** `style.css`, and what it loads from beside it. */
  readonly style: ReadonlyMap<string, Uint8Array>;
  readonly most?: { readonly pages: number; readonly records: number };
}

/** Not an address: whatever leads there becomes text. */
const NOWHERE = 'nowhere:';

/** The files by their paths. */
export async function renderArchive(request: ArchiveRequest): Promise<ReadonlyMap<string, Uint8Array>> {
  const { replayed, ledger, scope, style, most = { pages: MOST_PAGES, records: MOST_RECORDS } } = request;
  const files: LedgerFiles = { read: async (path) => ledger.get(path), isPublicCopy: true };
  const source = await createReplayedSource(replayed, files);
  const collected = await collectPages(source, scope, most);
  const names = new FileNames();
  const archive = new Map<string, Uint8Array>(style);
  for (const language of ['ko', 'en'] as const) {
    for (const [path, read] of collected.pages) {
      const document = renderPage({ source, language, path, read, names, holds: (to) => collected.pages.has(to) });
      archive.set(`${language}/${names.nameOf(path)}`, encodeUtf8(document));
    }
  }
  archive.set('index.html', encodeUtf8(renderFront(source, scope, collected)));
  return archive;
}

interface Drawing {
  readonly source: ExplorerSource;
  readonly language: Language;
  readonly path: string;
  readonly read: ReadPage;
  readonly names: FileNames;
  readonly holds: (path: string) => boolean;
}

function renderPage({ source, language, path, read, names, holds }: Drawing): string {
  const { origin, damage } = source;
  const context: PageContext = {
    language,
    origin,
    path,
    href: (to, other = language) =>
      !holds(to) ? NOWHERE : other === language ? names.nameOf(to) : `../${other}/${names.nameOf(to)}`,
    api: () => undefined,
    holds,
    ...(damage === undefined ? {} : { damage }),
  };
  const notice = renderNotice(source, language);
  return withoutDeadLinks(
    renderDocument(read.render(context), context, { style: '../style.css', policy: ARCHIVE_POLICY, notice }),
  );
}

/** Texts cannot hold a tag: they are escaped. */
function withoutDeadLinks(document: string): string {
  return document.replace(/<a\b([^<>]*) href="nowhere:"([^<>]*)>([\s\S]*?)<\/a>/g, (_, before, after, inside) =>
    /\brel="(?:next|prev)"/.test(`${before} ${after}`) ? '' : inside,
  );
}
