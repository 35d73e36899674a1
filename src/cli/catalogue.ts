/** Everything that can be named, from the registries: used by validation, `list` and the reference. */
import { nemeses } from '../../nemesis/registry.ts';
import type { WorkloadEntry } from '../../workloads/entry.ts';
import { workloads } from '../../workloads/registry.ts';
import type { Parameter } from '../contract.ts';
import { SHIPPED_VERSIONS } from '../ensemble/profile.ts';
import { profiles } from '../ensemble/profiles.ts';
import { targets } from '../ensemble/registry.ts';
import { SHOWN_ON, type ShownBy } from '../ensemble/sim/bug.ts';
import { bugs } from '../ensemble/sim/bugs.ts';
import { BUILT_IN, type Repertoire } from './modules/repertoire.ts';
import { PACKAGE_NAMES } from './options/packages.ts';
import { kebab } from './options/rows.ts';
import type { Allowed } from './options/settings.ts';
import { reporters } from './output/reporter-registry.ts';

export interface Named {
  readonly name: string;
  readonly doc: string;
}

export interface Catalogue {
  /** Workloads with their claims; read strengths with the same claim are listed together. */
  readonly workloads: readonly (Named & {
    readonly claims: readonly NamedClaim[];
    readonly takes: readonly string[];
    readonly atLeast: Readonly<Record<string, number>>;
  })[];
  readonly nemeses: readonly (Named & {
    readonly faults: readonly string[];
    readonly package?: string;
    readonly takes: readonly NamedParameter[];
  })[];
  readonly targets: readonly Named[];
  /** Profiles of compatible servers that ship. */
  readonly profiles: readonly NamedProfile[];
  /** Versions that ship with zoobreak; other releases, archives and images can also be named. */
  readonly servers: readonly string[];
  /** Bugs that can be planted in the sim. */
  readonly bugs: readonly NamedBug[];
}

export interface NamedProfile extends Named {
  readonly image: string;
  /** Features that it lacks and faults that it cannot suffer, each with the reason. */
  readonly without: readonly string[];
}

/** A parameter of a nemesis. */
export interface NamedParameter extends Named {
  /** The words that the parameter accepts, or its range. */
  readonly accepts: string;
}

export interface NamedBug extends Named {
  /** The promise that the bug breaks. */
  readonly promise: string;
  /** The flags of a run that must reveal the bug. */
  readonly shownBy: string;
}

export interface NamedClaim {
  /** `local`, `sync`, `quorum`. */
  readonly reads: readonly string[];
  readonly claim: string;
  readonly source: string;
}

export function catalogue(): Catalogue {
  return {
    workloads: workloads.map(({ name, doc, claims, takes = [], atLeast = {} }) => ({
      name,
      doc,
      claims: together(claims),
      takes,
      atLeast,
    })),
    nemeses: nemeses.map(({ name, doc, faults, package: own, takes = [] }) => ({
      name,
      doc,
      faults,
      ...(own !== undefined && { package: own }),
      takes: takes.map(each => ({ name: each.name, doc: each.doc, accepts: acceptsOf(each) })),
    })),
    targets: targets.map(({ name, doc }) => ({ name, doc })),
    profiles: profiles.map(({ name, doc, image, lacks = [], cannot = [] }) => ({
      name,
      doc,
      image,
      without: [
        ...lacks.map(({ name: feature, why }) => `${feature}: ${why}`),
        ...cannot.map(({ fault, why }) => `faults of kind ${fault}: ${why}`),
      ],
    })),
    servers: SHIPPED_VERSIONS,
    bugs: bugs.map(bug => ({
      name: bug.name,
      doc: bug.breaks,
      promise: bug.promise,
      shownBy: flagsOf(bug.shownBy),
    })),
  };
}

function acceptsOf(parameter: Parameter): string {
  if (parameter.kind === 'range')
    return `${parameter.least}..${parameter.most} ${parameter.unit}, a number or a range`;
  return [...parameter.words, ...(parameter.nodes ? ['names of nodes'] : [])].join(', ');
}

function flagsOf({ workload, nemeses, anomalies: _, ...others }: ShownBy): string {
  const flags = Object.entries({
    workload,
    nemesis: nemeses.join(','),
    ...SHOWN_ON,
    ...others,
  });
  return flags.map(([flag, value]) => `--${kebab(flag)} ${value}`).join(' ');
}

function together(claims: WorkloadEntry['claims']): NamedClaim[] {
  const found = new Map<string, NamedClaim>();
  for (const [strength, { claim, source }] of Object.entries(claims)) {
    const reads = [...(found.get(claim)?.reads ?? []), strength];
    found.set(claim, { reads, claim, source });
  }
  return [...found.values()];
}

/** Returns the values that the options of a run may have, and what the named entries declare about options. */
export function allowed(repertoire: Repertoire = BUILT_IN): Allowed {
  const { workload, nemesis, checker, profile } = repertoire;
  return {
    workloads: workload,
    nemeses: nemesis,
    targets,
    profiles: profile,
    names: {
      workloads: namesOf(workload),
      nemeses: [...namesOf(nemesis), ...PACKAGE_NAMES],
      checkers: namesOf(checker),
      profiles: namesOf(profile),
      targets: namesOf(targets),
      bugs: namesOf(bugs),
      reporters: namesOf(reporters),
    },
  };
}

function namesOf(entries: readonly { readonly name: string }[]): string[] {
  return entries.map(({ name }) => name);
}
