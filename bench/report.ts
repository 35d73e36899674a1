/** The report of 100,000 operations: how long it takes to build, how large it is, how soon after opening
 *  it can be used, and how long a frame takes while it is moved. The aims: 5 s, 5 MB, 2 s.
 *    npm run build && node dist/bench/report.js [operations] */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium as browserType } from 'playwright-core';
import { chromium } from '../scripts/browser.ts';
import { storeReports } from '../src/cli/runs/stored-report.ts';
import type { Event } from '../src/history/event.ts';
import { encodeEvent } from '../src/history/jsonl.ts';
import { seededRandom } from '../src/random.ts';
import { readVerdict } from '../src/store/results.ts';
import { simPlan } from '../test/oracle/sim-plan.ts';

const OPERATIONS = Number(process.argv[2] ?? 100_000);
const CONCURRENCY = 30;
const FRAMES = 40;
const FRAME_DRAWN =
  'new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))';

const folder = mkdtempSync(join(tmpdir(), 'zoobreak-report-'));
storeRun();
await build();
await use();
rmSync(folder, { recursive: true });

/** A run that is no run: operations of random lengths, a partition every five seconds. */
function storeRun(): void {
  const plan = simPlan({ concurrency: CONCURRENCY });
  const checkers = [{ name: 'linearizable versioned-register', perKey: true }];
  store('test.json', {
    schema: 1,
    plan,
    ending: 'complete',
    startedAt: '2026-01-01T00:00:00.000Z',
    versions: {},
    ensemble: {},
    workload: { name: 'register', claim: 'a claim', source: 'a source', checkers },
    nemeses: [],
    troubles: [],
    doubts: [],
  });
  const checks = [{ name: 'run', verdict: { valid: true, counts: {} } }];
  store('verdict.json', { valid: true, cut: [], checks, counts: {}, coverage: {} });
  const lines = eventsOf().map((event, index) => encodeEvent({ ...event, index }));
  writeFileSync(join(folder, 'history.jsonl'), `${lines.join('\n')}\n`);
}

function store(name: string, content: object): void {
  writeFileSync(join(folder, name), JSON.stringify(content));
}

/** In order of time, not numbered yet. */
function eventsOf(): Event[] {
  const random = seededRandom(1);
  const nextNs = new Float64Array(CONCURRENCY);
  const process = Array.from(nextNs, (_, thread) => thread);
  const events: Event[] = [];
  for (let count = 0; count < OPERATIONS; count++) {
    const thread = random.intBelow(CONCURRENCY);
    const time = (nextNs[thread] ?? 0) + random.intBelow(1e6);
    const end = time + 1e6 + random.intBelow(30e6);
    nextNs[thread] = end + 1;
    const own = process[thread] ?? 0;
    const call: Event = {
      index: 0,
      type: 'invoke',
      process: own,
      f: 'write',
      key: count % 20,
      value: count % 5,
      time,
    };
    const chance = random.intBelow(1000);
    const type = chance < 940 ? 'ok' : chance < 995 ? 'fail' : 'info';
    if (type === 'info') process[thread] = own + CONCURRENCY;
    const told = { node: `n${(thread % 5) + 1}`, session: BigInt(own) + 2n ** 56n };
    const error = { name: type === 'fail' ? 'BADVERSION' : 'CONNECTIONLOSS' };
    const value = type === 'ok' ? [count, count % 5] : call.value;
    events.push(call, {
      ...call,
      ...told,
      type,
      value,
      time: end,
      zxid: BigInt(count) + 2n ** 32n,
      ...(type !== 'ok' && { error }),
    });
  }
  const lastNs = Math.max(...nextNs);
  for (let time = 1e9; time < lastNs; time += 5e9) events.push(...faultAt(time));
  return events.sort((a, b) => a.time - b.time);
}

function faultAt(time: number): Event[] {
  const nemesis = {
    index: 0,
    process: 'nemesis',
    value: { verified: true, did: { n1: ['n2'] }, seen: null },
  } as const;
  return [
    { ...nemesis, type: 'info', f: 'start-partition', time },
    { ...nemesis, type: 'info', f: 'stop-partition', time: time + 2e9 },
  ];
}

async function build(): Promise<void> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await storeReports(folder, await readVerdict(folder), folder);
  const { user, system } = process.cpuUsage(cpu);
  const size = readFileSync(join(folder, 'report.html')).length;
  console.log(
    `built in ${seconds(performance.now() - start)}, of CPU ${seconds((user + system) / 1000)}; report.html ${(size / 1e6).toFixed(2)} MB`,
  );
}

async function use(): Promise<void> {
  const executablePath = chromium();
  if (executablePath === undefined) throw new Error('expected a Chromium, found none');
  const browser = await browserType.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const start = await spent(browser);
  await page.goto(pathToFileURL(join(folder, 'report.html')).href);
  await page.locator('html[data-ready=true]').waitFor({ state: 'attached' });
  const ready = await spent(browser);
  console.log(`interactive after ${between(start, ready)}`);
  await page.locator('canvas[data-plot=timeline]').focus();
  for (let frame = 0; frame < FRAMES; frame++) {
    await page.keyboard.press(frame < FRAMES / 2 ? '+' : '-');
    await page.evaluate(FRAME_DRAWN);
  }
  console.log(
    `${FRAMES} steps of a zoom, all plots drawn: ${between(ready, await spent(browser))}`,
  );
  await browser.close();
}

interface Spent {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Returns the time that has passed and the CPU time of the process that draws the page; on a busy machine the second is
 *  less. */
async function spent(browser: Browser): Promise<Spent> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const cpuMs = Math.max(...renderers.map(({ cpuTime }) => cpuTime)) * 1000;
  return { wallMs: performance.now(), cpuMs };
}

function between(from: Spent, until: Spent): string {
  return `${seconds(until.wallMs - from.wallMs)}, of CPU ${seconds(until.cpuMs - from.cpuMs)}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
