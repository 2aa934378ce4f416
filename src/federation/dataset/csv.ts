/**
 * Reading a table of text: RFC 4180 CSV, comma, UTF-8, one header line. The file is attacker-controlled.
 * @module
 */
import { readFile, stat } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../core/error.ts';

/** Far above any set that trains in a demonstration; bounds memory. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_RECORD_CHARACTERS = 256 * 1024;
const MAX_COLUMNS = 1000;
/** One to two milliseconds of work each. */
export const MAX_ROWS = 100_000;

export interface Table {
  readonly header: readonly string[];
  /** As many cells in each row as in the header. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * The table in a file. A byte order mark and empty lines are skipped.
 * @throws InputError `bad-dataset`
 */
export async function readTable(file: string | URL): Promise<Table> {
  const bytes = await readBytes(file);
  const [header, ...rows] = parseRecords(decodeText(bytes));
  if (header === undefined || rows.length === 0) throw new InputError('bad-dataset', 'the file holds no data row');
  if (rows.length > MAX_ROWS) throw new InputError('bad-dataset', `more than ${MAX_ROWS} rows`);
  return { header, rows };
}

async function readBytes(file: string | URL): Promise<Uint8Array> {
  try {
    const status = await stat(file);
    if (!status.isFile()) throw new InputError('bad-dataset', `${file}: not a regular file`);
    if (status.size > MAX_FILE_BYTES) {
      throw new InputError('bad-dataset', `${file}: ${status.size} bytes, at most ${MAX_FILE_BYTES} are read`);
    }
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError('bad-dataset', `${file}: cannot be read`, { cause });
  }
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError('bad-dataset', 'the file is not UTF-8 text; save it as "CSV UTF-8"', { cause });
  }
}

function parseRecords(text: string): string[][] {
  try {
    return parse(text, {
      trim: true,
      skip_empty_lines: true,
      max_record_size: MAX_RECORD_CHARACTERS,
      to: 1 + MAX_ROWS + 1, // the header, and one row by which to tell that there are too many
      on_record: assertColumns,
    });
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError('bad-dataset', `the file is not CSV: ${reason.slice(0, 200)}`, { cause });
  }
}

/** A cell takes up to thirty times the memory of the byte that it has in the file. */
function assertColumns(record: string[]): string[] {
  if (record.length <= MAX_COLUMNS) return record;
  throw new InputError('bad-dataset', `a row has ${record.length} columns, at most ${MAX_COLUMNS} are read`);
}
