/**
 * The files of the installed package against a manifest, as an installation qualification (IQ) asks. The build ships one,
 * `dist/SHA256SUMS`, in the format of sha256sum(1):
 *
 *     line = 64 lower-case hex digits, two blanks, path below the package, "\n"      ascending paths, each once
 *
 * A manifest that came with the files shows that nothing was lost or changed since the build. That these are the files that
 * somebody released, only a manifest shows that came another way.
 * @module
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { readBoundedFile } from '../bounded-file.ts';
import { type Finding, judged, type Measured, measure } from './finding.ts';

/** The manifest that the build ships, below the package. */
export const SHIPPED_MANIFEST = 'dist/SHA256SUMS';

/** Folders of the package whose every file the manifest lists. */
const COVERED = ['dist', 'schemas'] as const;
const MAX_MANIFEST_BYTES = 4 * 2 ** 20;

export interface InstallationFacts {
  /** SHA-256 of the manifest itself, hex: what to compare with the one that was released. */
  readonly manifest: string;
  readonly files: number;
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Files that the manifest does not list. */
  readonly added: readonly string[];
}

/** Parses a manifest: path to digest. @throws InputError `unreadable-file`, `bad-utf8` */
export function parseManifest(bytes: Uint8Array): ReadonlyMap<string, string> {
  const text = decodeUtf8(bytes, 'manifest');
  if (!text.endsWith('\n'))
    throw new InputError('unreadable-file', 'manifest: the last line is cut off, or there is none');
  const sums = new Map<string, string>();
  let last = '';
  for (const [i, line] of text.slice(0, -1).split('\n').entries()) {
    const [, digest, path] = /^([0-9a-f]{64}) {2}([\w@.-]+(?:\/[\w@.-]+)*)$/.exec(line) ?? [];
    if (digest === undefined || path === undefined || path.split('/').some((name) => /^\.+$/.test(name)))
      throw new InputError('unreadable-file', `manifest line ${i + 1}: not a digest and a path below the package`);
    if (path <= last) throw new InputError('unreadable-file', `manifest line ${i + 1}: paths do not ascend`);
    sums.set(path, digest);
    last = path;
  }
  return sums;
}

/** Compares the package in `root` with the manifest. @throws InputError `file-not-found`, `too-large`, `unreadable-file` */
export async function compareInstallation(root: string, manifestPath: string): Promise<InstallationFacts> {
  const bytes = await readBoundedFile(manifestPath, MAX_MANIFEST_BYTES, 'file-not-found');
  const sums = parseManifest(bytes);
  const present = await filesOf(root);
  const missing = [...sums.keys()].filter((path) => !present.includes(path));
  const changed: string[] = [];
  for (const path of present) {
    const expected = sums.get(path);
    if (expected !== undefined && sha256Of(await readFile(join(root, path))) !== expected) changed.push(path);
  }
  const added = present.filter((path) => !sums.has(path));
  return { manifest: sha256Of(bytes), files: sums.size, missing, changed, added };
}

async function filesOf(root: string): Promise<string[]> {
  const lists = await Promise.all(
    COVERED.map(async (folder) => {
      const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => !entry.isDirectory());
      return files.map(({ parentPath, name }) =>
        join(parentPath, name).slice(join(root, '/').length).replaceAll('\\', '/'),
      );
    }),
  );
  return lists.flat().filter((path) => path !== SHIPPED_MANIFEST);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Measures and judges. Without a manifest nothing is known. @param named a manifest that came another way */
export async function examineInstallation(root: string, named: string | undefined): Promise<Finding> {
  const facts = await measure(() => compareInstallation(root, named ?? join(root, SHIPPED_MANIFEST)));
  return judgeInstallation(facts, named !== undefined);
}

export function judgeInstallation(measured: Measured<InstallationFacts>, isNamed: boolean): Finding {
  const remedy = {
    en: 'give --manifest FILE with the SHA256SUMS of the release',
    ko: '배포판의 SHA256SUMS를 --manifest FILE로 지정하십시오',
  };
  return judged('files', measured, (facts) => judgeFiles(facts, isNamed), remedy);
}

function judgeFiles(
  { manifest, files, missing, changed, added }: InstallationFacts,
  isNamed: boolean,
): Omit<Finding, 'id'> {
  const source = isNamed
    ? { en: 'the manifest given', ko: '지정한 목록' }
    : { en: 'the manifest shipped with them', ko: '함께 배포된 목록' };
  if (missing.length + changed.length + added.length === 0)
    return {
      state: 'ok',
      what: {
        en: `${files} files as in ${source.en} (SHA-256 ${manifest})`,
        ko: `파일 ${files}개가 ${source.ko}과 같습니다 (SHA-256 ${manifest})`,
      },
    };
  const list = [
    ...changed.map((path) => `${path} (changed)`),
    ...missing.map((path) => `${path} (missing)`),
    ...added.map((path) => `${path} (added)`),
  ];
  const shown = `${list.slice(0, 5).join(', ')}${list.length > 5 ? ` … (${list.length})` : ''}`;
  return {
    state: 'fail',
    what: { en: `not as in ${source.en}: ${shown}`, ko: `${source.ko}과 다릅니다: ${shown}` },
    remedy: {
      en: 'install the package anew, and find out who changed it',
      ko: '패키지를 다시 설치하고 누가 바꾸었는지 확인하십시오',
    },
  };
}
