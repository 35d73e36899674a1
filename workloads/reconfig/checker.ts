/** Decides whether configurations follow one another, and are as requested.
 *   false-success        a change was acknowledged with a configuration that does not show it
 *   conflicting-version  one version was seen with two sets of members
 *   monotonic-reads      a session saw an older configuration than it had seen
 *   real-time-order      a change completed before another was invoked, and has the higher version
 *   stale-read           a strong read misses a change that was acknowledged before the read */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { anomaly, verdictOf } from '../../src/checker/finding.ts';
import { stepsBack } from '../../src/checker/monotonic-reads.ts';
import { disorders, type Ranked } from '../../src/checker/real-time.ts';
import { repeated } from '../../src/checker/repeated.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import { hexOf } from '../../src/hex.ts';
import type { History, Operation } from '../../src/history/history.ts';
import type { EnsembleConfiguration, MemberRole, RoleChange } from './client.ts';

export const configurations: Checker = { name: 'configurations', perKey: false, check };

interface Seen {
  readonly op: Operation;
  readonly version: bigint;
  readonly members: EnsembleConfiguration['members'];
}

function check(history: History): Verdict {
  const answered = history
    .operations()
    .filter(({ f, type }) => ['change', 'replace', 'restore', 'view'].includes(f) && type === 'ok')
    .map(seenOf);
  const views = answered.filter(({ op }) => op.f === 'view');
  const changes = answered.filter(({ op }) => op.f !== 'view');
  const to = (role: MemberRole): number =>
    changes.filter(({ op }) => op.f === 'change' && (op.input as RoleChange).to === role).length;
  const counts = {
    'made observer': to('observer'),
    'made participant': to('participant'),
    replaced: changes.filter(({ op }) => op.f === 'replace').length,
    views: views.length,
    configurations: new Set(answered.map(({ version }) => version)).size,
  };
  return verdictOf({
    anomalies: [
      ...unasked(changes),
      ...twoFaced(answered),
      ...stepsBack(answered.map(seen => ({ op: seen.op, rank: seen.version, text: text(seen) }))),
      ...disorders(changes.map(rankedOf)),
      ...lost(changes, views),
    ],
    counts,
    doubts: doubtsOf(changes, views),
  });
}

function doubtsOf(changes: readonly Seen[], views: readonly Seen[]): readonly string[] {
  if (changes.every(({ op }) => op.f === 'restore')) return ['nothing was reconfigured'];
  return views.length === 0 ? ['nobody read a configuration'] : [];
}

function seenOf(op: Operation): Seen {
  const { version, members } = op.output as EnsembleConfiguration;
  return { op, version: BigInt(version), members };
}

function unasked(changes: readonly Seen[]): KnownAnomaly[] {
  return changes.flatMap(({ op, members }) => {
    const { server, to } = askedBy(op);
    if (members[server] === to) return [];
    const seen = `server ${server} was to be ${to}, and ${JSON.stringify(members)} was acknowledged`;
    return [anomaly('false-success', 'a change that is acknowledged was made', seen, op)];
  });
}

/** Returns the requested change; for a restoration, the first member's stands for all. */
function askedBy({ f, input }: Operation): RoleChange {
  if (f === 'change') return input as RoleChange;
  return { server: f === 'replace' ? Number(input) : 1, to: 'participant' };
}

function twoFaced(answered: readonly Seen[]): KnownAnomaly[] {
  return repeated(answered, ({ version }) => version).flatMap(([before, seen]) => {
    if (membersOf(before) === membersOf(seen)) return [];
    const words = `${text(before)}, and ${text(seen)}`;
    return [
      anomaly('conflicting-version', 'a version has one set of members', words, before.op, seen.op),
    ];
  });
}

function lost(changes: readonly Seen[], views: readonly Seen[]): KnownAnomaly[] {
  return views.flatMap(view => {
    const missed = changes.find(
      ({ op, version }) => op.returnNs < view.op.callNs && version > view.version,
    );
    if (missed === undefined) return [];
    const words = `process ${view.op.process} read ${text(view)} after ${text(missed)} was acknowledged`;
    return [
      anomaly('stale-read', 'a change that is acknowledged stays', words, missed.op, view.op),
    ];
  });
}

function rankedOf(seen: Seen): Ranked {
  return { op: seen.op, rank: seen.version, text: `the change to ${text(seen)}` };
}

function text(seen: Seen): string {
  return `version ${hexOf(seen.version)} of ${membersOf(seen)}`;
}

function membersOf({ members }: Seen): string {
  return JSON.stringify(Object.entries(members).sort(([a], [b]) => Number(a) - Number(b)));
}
