/** Runs made on the sim for the tests of pages: one for each verdict, and one whose values are hostile. */
import { cp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zoobreak } from '../kit/zoobreak.ts';

const SIM = ['run', '--target', 'sim', '--seed', '1', '--keys', '2', '--rate', '100'];

const FLAGS = {
  valid: ['--time-limit', '20', '--nemesis', 'partition,kill', '--nemesis-interval', '3'],
  invalid: ['--time-limit', '20', '--nemesis', 'none', '--bug', 'replica-diverges'],
  unknown: ['--time-limit', '5', '--nemesis', 'partition', '--nemesis-interval', '100'],
} as const;

/** One for each verdict, and a copy of the invalid one whose every text is hostile. */
export const RUNS = ['valid', 'invalid', 'unknown', 'hostile'] as const;
export type RunName = (typeof RUNS)[number];
export type Folders = Readonly<Record<RunName, string>>;

/** Makes them below `root`, with their reports. Returns their folders.
 *  @throws Error where a verdict is another. */
export async function simRuns(root: string): Promise<Folders> {
  const valid = await simRun(root, 'valid');
  const invalid = await simRun(root, 'invalid');
  const unknown = await simRun(root, 'unknown');
  const hostile = join(root, 'results/hostile/20260101T000000.000Z');
  await hostileCopy(invalid, hostile);
  const { code, err } = await zoobreak(['report', hostile], { folder: root });
  if (code !== 0) throw new Error(`expected a report of hostile text: ${err}`);
  return { valid, invalid, unknown, hostile };
}

async function simRun(root: string, verdict: keyof typeof FLAGS): Promise<string> {
  const { out, err } = await zoobreak([...SIM, ...FLAGS[verdict]], { folder: root });
  const folder = await realpath(join(root, 'results/latest'));
  if (!out.startsWith(verdict.toUpperCase())) throw new Error(`expected ${verdict}: ${out}${err}`);
  return folder;
}

/** Text that breaks out of tags, attributes, scripts and comments, or cannot be seen, or is long. */
export const HOSTILE: readonly string[] = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  '"><svg onload=alert(3)>',
  "' onmouseover='alert(4)",
  '<!--<script>',
  ']]>',
  '&lt;b&gt;&amp;',
  '\u0000\u0007\u001b[31mred\u007f\u009b\ufeff\u202eesrever\u2028\ud800',
  'x'.repeat(1 << 20),
];

async function hostileCopy(folder: string, copy: string): Promise<void> {
  await cp(folder, copy, { recursive: true });
  await rm(join(copy, 'manifest.json'));
  await rewrite(join(copy, 'history.jsonl'), lines =>
    lines.map((line, at) => (line === '' ? line : hostileEvent(line, at))),
  );
  const texts = HOSTILE.join('');
  await rewriteJson(join(copy, 'test.json'), test => ({
    ...test,
    ensemble: { [texts]: texts, server: texts },
    workload: { ...(test.workload as object), claim: texts, source: texts },
    troubles: HOSTILE,
  }));
  await rewriteJson(join(copy, 'verdict.json'), ({ checks, ...verdict }) => ({
    ...verdict,
    cut: HOSTILE,
    checks: (checks as readonly Checked[]).map(hostileCheck),
  }));
}

interface Checked {
  readonly name: string;
  readonly verdict: { readonly anomalies?: readonly object[] };
}

function hostileCheck({ verdict }: Checked): object {
  const texts = HOSTILE.join('');
  const picture =
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(5)"><script>alert(6)</script></svg>';
  const words = {
    type: texts.slice(0, 60),
    promised: texts,
    seen: texts,
    detail: HOSTILE,
    picture,
  };
  const anomalies = verdict.anomalies?.slice(0, 2).map(anomaly => ({ ...anomaly, ...words }));
  return { name: texts, verdict: { ...verdict, ...(anomalies && { anomalies }) } };
}

/** An invocation and its completion keep the same function and key. */
function hostileEvent(line: string, at: number): string {
  const event = JSON.parse(line) as Record<string, unknown>;
  const text = HOSTILE[at % HOSTILE.length] ?? '';
  const short = at > 300 ? text.slice(0, 100) : text;
  return JSON.stringify({
    ...event,
    f: `${event.f}<script>alert(7)</script>\u0000`,
    value: [event.value, short, { [short.slice(0, 50)]: short }],
    ...(event.node !== undefined && { node: `${event.node}<b>\u001b` }),
    ...(event.key !== undefined && { key: `${event.key}</script>` }),
    ...(at % 7 === 0 &&
      event.type === 'ok' && { type: 'fail', error: { name: text.slice(0, 80), message: short } }),
  });
}

async function rewrite(path: string, change: (lines: string[]) => string[]): Promise<void> {
  await writeFile(path, change((await readFile(path, 'utf8')).split('\n')).join('\n'));
}

async function rewriteJson(
  path: string,
  change: (content: Record<string, unknown>) => object,
): Promise<void> {
  await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, 'utf8')))));
}
