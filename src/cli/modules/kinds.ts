/** The kinds of entries that a user's own file may export, and the shape of each. */
import type { NemesisEntry } from '../../../nemesis/entry.ts';
import type { WorkloadEntry } from '../../../workloads/entry.ts';
import type { Checker } from '../../contract.ts';
import type { ProfileEntry } from '../../ensemble/profile-entry.ts';
import type { ReporterEntry } from '../../report/reporter.ts';

export interface Entries {
  readonly workload: WorkloadEntry;
  readonly nemesis: NemesisEntry;
  readonly checker: Checker;
  readonly profile: ProfileEntry;
  readonly reporter: ReporterEntry;
}

export type Kind = keyof Entries;

type FieldType = 'text' | 'list' | 'object' | 'function' | 'true or false';

/** The required fields of an entry. */
const FIELDS: Readonly<Record<Kind, Readonly<Record<string, FieldType>>>> = {
  workload: { name: 'text', doc: 'text', claims: 'object', create: 'function' },
  nemesis: { name: 'text', doc: 'text', faults: 'list', create: 'function' },
  checker: { name: 'text', perKey: 'true or false', check: 'function' },
  profile: { name: 'text', doc: 'text', image: 'text' },
  reporter: { name: 'text', create: 'function' },
};

/** `a nemesis {name: text, doc: text, faults: list, create: function}` */
export function describeKind(kind: Kind): string {
  const fields = Object.entries(FIELDS[kind]).map(([name, type]) => `${name}: ${type}`);
  return `a ${kind} {${fields.join(', ')}}`;
}

export function isEntry<K extends Kind>(kind: K, value: unknown): value is Entries[K] {
  return whyNot(kind, value) === undefined;
}

/** Says in words how a value deviates from its kind; undefined if it fits. */
export function whyNot(kind: Kind, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return describeValue(value);
  const wrong = Object.entries(FIELDS[kind]).find(
    ([name, type]) => typeOf(Reflect.get(value, name)) !== type,
  );
  if (wrong !== undefined) return `${wrong[0]}: ${describeValue(Reflect.get(value, wrong[0]))}`;
  const name = String(Reflect.get(value, 'name'));
  return NAME.test(name) ? undefined : `the name ${JSON.stringify(name)}`;
}

/** Names become parts of folders and of lists. */
const NAME = /^[A-Za-z0-9][\w.-]*$/;

function typeOf(value: unknown): FieldType | undefined {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'true or false';
  if (typeof value === 'function') return 'function';
  return typeof value === 'object' && value !== null ? 'object' : undefined;
}

/** `nothing`, `text "abc"`, `a number` */
function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return `text ${JSON.stringify(value)}`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
