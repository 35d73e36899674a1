/** The card of a run, which tests change where they need another. */
import type { RunCard } from '../../src/site/card.ts';

export function sampleCard(changed: Partial<RunCard> = {}): RunCard {
  return {
    id: 'register-kill-docker/20261122T143012.123Z',
    state: 'valid',
    workload: 'register',
    nemesis: 'kill',
    server: '3.9.6',
    target: 'docker',
    isModel: false,
    traits: [],
    badges: [],
    setting: { target: 'docker', server: '3.9.6', nodes: '3', reads: 'quorum', seed: '7' },
    seed: 7,
    startedAt: '2026-11-22T14:30:12.123Z',
    claim: 'synced reads, writes and cas on one znode are linearizable',
    source: 'ZooKeeper Programmer’s Guide',
    checks: [{ name: 'linearizable', valid: true, said: 'operations 3' }],
    anomalies: [],
    numbers: { seconds: 10, ok: 1000, fail: 20, info: 3, p50Ms: 2, p99Ms: 30 },
    facts: { node: '20.19.0' },
    again: 'npx zoobreak run --seed 7',
    files: [
      { path: 'history.jsonl', bytes: 1000 },
      { path: 'report.html', bytes: 500 },
      { path: 'verdict.json', bytes: 10 },
    ],
    ...changed,
  };
}

/** Values that a history, a claim or the name of a server may hold. */
export const HOSTILE: readonly string[] = [
  '<script>document.title="taken"</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus='alert(1)",
  '</script><!--',
  '\u0000\u001b[31m\u202e\u2028',
  'x'.repeat(1_000_000),
];

export function hostileCard(at: number): RunCard {
  const text = HOSTILE[at % HOSTILE.length] ?? '';
  return sampleCard({
    id: `hostile-${at}/20261122T1430${10 + at}.000Z`,
    state: 'invalid',
    workload: text,
    nemesis: text,
    server: text,
    traits: [text],
    badges: [text],
    setting: { [text.slice(0, 5000)]: text },
    commit: text.slice(0, 5000),
    why: text,
    claim: text,
    source: text,
    checks: [{ name: text, valid: false, said: text }],
    anomalies: [{ type: text, promised: text, sentence: text }],
    facts: { [text.slice(0, 5000)]: text },
    again: text,
    files: [{ path: `anomalies/1-${text.slice(0, 100).replaceAll('/', '_')}.txt`, bytes: 5 }],
  });
}
