/** The one reader and the one writer of stored records: JSON, parsed by the schema of its file. */
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import type { z } from 'zod';
import { mismatch, missing, notJson, notWritten, unreadable } from './store-error.ts';

/** A record is read as a whole: a larger file is none. */
const MOST_BYTES = 100e6;

const MISSING: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR']);

/** Reads the JSON file at `path`.
 * @throws StoreError where it is missing, cannot be read, or is not as the schema says. */
export async function readRecord<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readTextIfAny(path);
  if (text === undefined) throw missing(path);
  return parseRecord(path, text, schema);
}

/** Reads the JSON file at `path`; undefined where there is none.
 * @throws StoreError where it cannot be read, or is not as the schema says. */
export async function readRecordIfAny<T>(
  path: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const text = await readTextIfAny(path);
  return text === undefined ? undefined : parseRecord(path, text, schema);
}

/** Reads the records of a file of JSON lines; none where there is no such file. A last line without its
 * newline was still being written and is left out.
 * @throws StoreError naming the line that is not as the schema says. */
export async function readLines<T>(path: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  const text = (await readTextIfAny(path)) ?? '';
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line, at) => parseRecord(`${path}:${at + 1}`, line, schema));
}

/** Replaces the JSON file at `path` as a whole: a reader sees the old one or the new one.
 * @throws Error naming the file where the system refuses. */
export async function writeJson(path: string, record: object): Promise<void> {
  try {
    await writeFile(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`);
    await rename(`${path}.new`, path);
  } catch (cause) {
    throw notWritten(path, 'it', cause);
  }
}

async function readTextIfAny(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw new Error(`it has ${size} bytes, more than ${MOST_BYTES}`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && MISSING.has(cause.code)) return undefined;
    throw unreadable(path, cause);
  }
}

function parseRecord<T>(file: string, text: string, schema: z.ZodType<T>): T {
  const value = parseJson(file, text);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw mismatch(file, value, result.error.issues);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notJson(file, cause);
  }
}
