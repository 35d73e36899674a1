/** The results server without a network: what it answers, and what it refuses. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { resultsApp } from '../../src/site/server.ts';
import { sampleCard } from '../kit/sample-card.ts';

const CARD = sampleCard({ id: 'family/start' });
const RUN = '/runs/family/start';
let top: string;
let app: Hono;
beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  const root = join(top, 'results');
  const run = join(root, 'family/start');
  await mkdir(join(run, 'anomalies'), { recursive: true });
  await writeFile(join(top, 'secret'), 'secret');
  await writeFile(join(run, 'history.jsonl'), '{"index":0}\n');
  await writeFile(join(run, 'report.html'), '<h1>report</h1>');
  await writeFile(join(run, 'anomalies/1-<b>.txt'), 'why');
  await symlink(join(top, 'secret'), join(run, 'link'));
  await symlink(top, join(root, 'family/out'));
  app = resultsApp({ root, cards: async () => [CARD], clock: systemClock() });
});
afterAll(() => rm(top, { recursive: true }));

const get = (path: string, host = '127.0.0.1:8765') => app.request(path, { headers: { host } });

test('files of a run: plain text, but for pages, which run in a box of their own', async () => {
  const history = await get(`${RUN}/history.jsonl`);
  expect(await history.text()).toBe('{"index":0}\n');
  expect(history.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const report = await get(`${RUN}/report.html`);
  expect(report.headers.get('content-security-policy')).toBe(
    "connect-src 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-downloads allow-popups",
  );
  expect(report.headers.get('content-security-policy')).not.toContain('allow-same-origin');
  expect((await get(`${RUN}/anomalies/1-${encodeURIComponent('<b>')}.txt`)).status).toBe(200);
});

test.each([
  `${RUN}/../../../secret`,
  `${RUN}/..%2f..%2f..%2fsecret`,
  `${RUN}/%2e%2e/%2e%2e/%2e%2e/secret`,
  `${RUN}/..%5c..%5csecret`,
  `${RUN}/link`,
  '/runs/family/out/secret',
  '/runs/family/out/all.zip',
  '/runs/%2e%2e/start/secret',
  '/runs/..%2f..%2f/etc/passwd',
  `${RUN}//etc/passwd`,
  `${RUN}/history.jsonl%00`,
  `${RUN}/nothing`,
  '/secret',
])('outside of results/, or nothing: %s', async path => {
  const answer = await get(path);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('secret');
});

test.each(['evil.example', 'evil.example:8765', '127.0.0.1.evil.example', ''])(
  'a page elsewhere that has its name point here is refused: %j',
  async host => expect((await get('/', host)).status).toBe(403),
);

test('a zip of the whole folder, links left out', async () => {
  const answer = await get(`${RUN}/all.zip`);
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  expect(Object.keys(files).toSorted()).toEqual([
    'family-start/anomalies/1-<b>.txt',
    'family-start/history.jsonl',
    'family-start/report.html',
  ]);
  expect(new TextDecoder().decode(files['family-start/history.jsonl'])).toBe('{"index":0}\n');
});

test('two runs side by side; one that is not there is said', async () => {
  const both = await get('/compare?a=family/start&b=family/start');
  expect(await both.text()).toContain('latency p99');
  const missing = await get('/compare?a=family/start&b=<script>');
  expect(missing.status).toBe(404);
  expect(await missing.text()).not.toContain('<script>');
});

test('the table and the page of a run', async () => {
  expect(await (await get('/')).text()).toContain('href="runs/family/start/"');
  expect(await (await get('/rows')).text()).toMatch(/^<tr data-id="family\/start"/);
  expect(await (await get(`${RUN}/`)).text()).toContain('Every claim that was checked held');
  expect((await get(RUN)).headers.get('location')).toBe(`${RUN}/`);
});
