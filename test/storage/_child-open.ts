/**
 * Opens the ledger folder of its first argument, says so on standard output, and holds it until its standard input ends.
 * @module
 */
import { openFilesStore } from '../../src/storage/files/files-store.ts';

try {
  const store = await openFilesStore(process.argv[2] ?? '', { create: false });
  process.stdout.write('opened\n');
  for await (const _ of process.stdin);
  await store.close();
} catch (error) {
  process.stdout.write(`${error instanceof Error && 'code' in error ? error.code : error}\n`);
}
