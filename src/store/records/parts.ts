/** Parts that several records share. The schemas of this folder describe the files of results; their types
 *  are inferred, which is why the folder is a project of its own without isolated declarations. */
import { z } from 'zod';

/** The type of a parsed record: nothing of it is changed in place. */
export type Stored<T> = T extends object ? { readonly [K in keyof T]: Stored<T[K]> } : T;

export const valid = z.literal([true, false, 'unknown']);
export const counts = z.record(z.string(), z.number());
export const texts = z.record(z.string(), z.string());
export const sentences = z.array(z.string());
/** The index of an event in history.jsonl. */
export const index = z.int().min(0).describe('of an event of history.jsonl');
