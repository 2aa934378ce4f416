/**
 * Small files whose content must survive a power cut once it was promised.
 * @module
 */
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Puts `text` in the place of the file, whole or not at all; readable by the owner alone. Durable when it returns. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  await writeAndSync(temporary, 'w', text);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Appends to the file. Durable when it returns. */
export async function appendFile(path: string, text: string): Promise<void> {
  await writeAndSync(path, 'a', text);
  await syncFolder(dirname(path));
}

async function writeAndSync(path: string, flags: 'w' | 'a', text: string): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
