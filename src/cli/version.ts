/**
 * What is installed here, as reports name it.
 * @module
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Version of this program. */
export async function installedVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** The single-file verifier of this build, or nothing where there is none. */
export async function verifierPage(): Promise<Uint8Array | undefined> {
  for (const path of ['../web/verifier.html', '../../dist/web/verifier.html']) {
    const bytes = await readFile(new URL(path, import.meta.url)).catch(() => undefined);
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}

/** Its hex SHA-256. */
export async function installedVerifier(): Promise<{ readonly verifier?: string }> {
  const bytes = await verifierPage();
  return bytes === undefined ? {} : { verifier: createHash('sha256').update(bytes).digest('hex') };
}
