/** Compares the answer of the model with a reply, field by field. Not compared: the order of children and of ids,
 * which servers keep in sets, and null against empty data, which a trace does not tell apart. */
import { code } from './codes.ts';
import { sameEntry } from './model/acl.ts';
import type { Answer } from './model/multi.ts';
import type { ReplyRecord, TraceAcl, TraceId, TracePart, TraceResult, TraceStat } from './trace.ts';

export interface Difference {
  /** `err`, `path`, `data`, `children`, ... or a field of the stat. */
  readonly field: string;
  readonly expected: unknown;
  readonly found: unknown;
  /** The part of a multi, from 0. */
  readonly part?: number;
}

const NONE: readonly Difference[] = [];

export function differences(answer: Answer, reply: ReplyRecord): readonly Difference[] {
  if (answer.err !== reply.err) {
    return [{ field: 'err', expected: answer.err, found: reply.err }];
  }
  return ofResults(answer.result, reply.result);
}

/** Tests whether a permission was refused on one side only. */
export function areAboutAcl(found: readonly Difference[]): boolean {
  return found.some(one => one.expected === code.noAuth || one.found === code.noAuth);
}

function ofResults(expected: TraceResult, found: TraceResult = {}): readonly Difference[] {
  let all = NONE;
  if (expected.stat !== undefined) all = ofStats(expected.stat, found.stat);
  for (const field of fields) {
    if (expected[field] === undefined || isSame[field](expected, found)) continue;
    all = [...all, { field, expected: expected[field], found: found[field] }];
  }
  if (expected.parts !== undefined) all = [...all, ...ofParts(expected.parts, found.parts)];
  return all;
}

const fields = ['path', 'data', 'children', 'acl', 'count', 'ids'] as const;
type Field = (typeof fields)[number];

const isSame: Readonly<Record<Field, (expected: TraceResult, found: TraceResult) => boolean>> = {
  path: (expected, found) => expected.path === found.path,
  data: (expected, found) => (expected.data ?? '') === (found.data ?? ''),
  children: (expected, found) => sameNames(expected.children ?? [], found.children),
  acl: (expected, found) => sameLists(expected.acl ?? [], found.acl),
  count: (expected, found) => expected.count === found.count,
  ids: (expected, found) => sameIds(expected.ids ?? [], found.ids),
};

function sameNames(expected: readonly string[], found: readonly string[] | undefined): boolean {
  if (found === undefined || found.length !== expected.length) return false;
  if (expected.length < 2) return expected[0] === found[0];
  const names = new Set(found);
  return names.size === expected.length && expected.every(name => names.has(name));
}

/** Lists keep their order. An entry of the scheme `auth` becomes one for each credential, in no certain order. */
export function sameLists(
  expected: readonly TraceAcl[],
  found: readonly TraceAcl[] | undefined,
): boolean {
  if (found?.length !== expected.length) return false;
  const ordered = settled(found);
  return settled(expected).every((one, at) => {
    const other = ordered[at];
    return other !== undefined && sameEntry(one, other);
  });
}

/** Sorts neighbours of the scheme `digest` with equal permissions. */
function settled(acl: readonly TraceAcl[]): readonly TraceAcl[] {
  const runs: TraceAcl[][] = [];
  for (const entry of acl) {
    const run = runs.at(-1);
    const [first] = run ?? [];
    const isNext = first?.id.scheme === 'digest' && entry.id.scheme === 'digest';
    if (run !== undefined && isNext && first.perms === entry.perms) run.push(entry);
    else runs.push([entry]);
  }
  return runs.flatMap(run => run.sort((a, b) => (a.id.id < b.id.id ? -1 : 1)));
}

function sameSets<T>(
  expected: readonly T[],
  found: readonly T[] | undefined,
  same: (left: T, right: T) => boolean,
): boolean {
  if (found === undefined || found.length !== expected.length) return false;
  return (
    expected.every(one => found.some(other => same(one, other))) &&
    found.every(one => expected.some(other => same(one, other)))
  );
}

/** Every connection has one id of the scheme `ip`. The address may be unknown; then any address will do. */
function sameIds(expected: readonly TraceId[], found: readonly TraceId[] | undefined): boolean {
  const known = expected.some(({ scheme }) => scheme === 'ip');
  const addresses = found?.filter(({ scheme, id }) => scheme === 'ip' && isAddress(id)) ?? [];
  if (!known && addresses.length !== 1) return false;
  const others = known ? found : found?.filter(one => !addresses.includes(one));
  return sameSets(
    expected,
    others,
    (left, right) => left.scheme === right.scheme && left.id === right.id,
  );
}

const isAddress = (id: string): boolean => /^(\d{1,3}\.){3}\d{1,3}$|:/.test(id);

const statFields = [
  'czxid',
  'mzxid',
  'pzxid',
  'ctime',
  'mtime',
  'version',
  'cversion',
  'aversion',
  'ephemeralOwner',
  'dataLength',
  'numChildren',
] as const satisfies readonly (keyof TraceStat)[];

/** NaN stands for a time that no reply has shown yet: then the times of one transaction are equal at least. */
function ofStats(expected: TraceStat, found: TraceStat | undefined): readonly Difference[] {
  if (found === undefined) return [{ field: 'stat', expected: 'a stat', found: 'none' }];
  let all = NONE;
  if (expected.czxid === expected.mzxid && found.ctime !== found.mtime)
    all = [{ field: 'mtime', expected: found.ctime, found: found.mtime }];
  for (const field of statFields) {
    const value = expected[field];
    if (value === found[field] || Number.isNaN(value)) continue;
    all = [...all, { field, expected: value, found: found[field] }];
  }
  return all;
}

function ofParts(
  expected: readonly TracePart[],
  found: readonly TracePart[] | undefined,
): readonly Difference[] {
  if (found?.length !== expected.length) {
    return [{ field: 'parts', expected: expected.length, found: found?.length }];
  }
  return expected.flatMap((part, at) => ofPart(part, found[at]).map(one => ({ ...one, part: at })));
}

function ofPart(expected: TracePart, found: TracePart | undefined): readonly Difference[] {
  if (expected.err !== found?.err) {
    return [{ field: 'err', expected: expected.err, found: found?.err }];
  }
  return ofResults(expected, found);
}
