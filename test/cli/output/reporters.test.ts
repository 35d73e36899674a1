import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReporters, type Wanted } from '../../../src/cli/output/reporters.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { fakeTerminal } from '../../kit/fake-terminal.ts';
import { INVALID, sampleRun } from '../../kit/sample-run.ts';

const RUN = sampleRun(INVALID);

/** Tells reporters of one invalid run. */
async function tell(terminal: Terminal, wanted: Partial<Wanted>): Promise<void> {
  const reporter = await openReporters(terminal, {
    reporter: ['list'],
    json: false,
    quiet: false,
    results: 'results',
    ...wanted,
  });
  await reporter.onRun?.(RUN);
  await reporter.onEnd?.({ valid: false, reports: [RUN], crashes: [] });
}

test('list: summaries on stdout', async () => {
  const terminal = fakeTerminal();
  await tell(terminal, {});
  expect(terminal.written.out).toContain('INVALID  register-partition-docker');
  expect(terminal.written.err).toBe('');
});

test.each([
  ['json', '{'],
  ['junit', '<?xml'],
  ['markdown', '## INVALID'],
])('%s: one document on stdout, summaries on stderr', async (name, start) => {
  const terminal = fakeTerminal();
  await tell(terminal, { reporter: [name] });
  expect(terminal.written.out.startsWith(start)).toBe(true);
  expect(terminal.written.err).toContain('INVALID  register-partition-docker');
});

test('several documents: the first on stdout, the others as files beside the runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  const terminal = { ...fakeTerminal(), folder };
  await tell(terminal, { reporter: ['list', 'json', 'junit', 'markdown', 'github', 'html'] });
  expect(JSON.parse(terminal.written.out)).toMatchObject({ valid: false });
  expect(await readFile(join(folder, 'results/junit.xml'), 'utf8')).toMatch(/^<\?xml/);
  expect(await readFile(join(folder, 'results/summary.md'), 'utf8')).toMatch(/^## INVALID/);
  expect(terminal.written.err).toContain('results/junit.xml\n');
  await rm(folder, { recursive: true });
});

test('a reporter with a file writes there; stdout is for people then', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  const terminal = { ...fakeTerminal(), folder };
  await tell(terminal, { reporter: ['junit=build/junit.xml', 'list=build/list.txt'] });
  expect(await readFile(join(folder, 'build/junit.xml'), 'utf8')).toMatch(/^<\?xml/);
  expect(await readFile(join(folder, 'build/list.txt'), 'utf8')).toMatch(/^INVALID/);
  expect(terminal.written.err).toBe('build/list.txt\nbuild/junit.xml\n');
  expect(terminal.written.out).toContain('INVALID  register-partition-docker');
  await rm(folder, { recursive: true });
});

test('terse beside a document: on stderr, in place of summaries', async () => {
  const terminal = fakeTerminal();
  await tell(terminal, { json: true, reporter: ['terse'] });
  expect(JSON.parse(terminal.written.out)).toMatchObject({ valid: false });
  expect(terminal.written.err).toMatch(/^INVALID register-partition-docker, .*\n$/);
});

test('beside a document on stdout, one with a file is a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  const terminal = { ...fakeTerminal(), folder };
  await tell(terminal, { json: true, reporter: ['junit=x.xml', 'markdown'], results: 'out' });
  expect(JSON.parse(terminal.written.out)).toMatchObject({ valid: false });
  expect(await readFile(join(folder, 'x.xml'), 'utf8')).toMatch(/^<\?xml/);
  expect(await readFile(join(folder, 'out/summary.md'), 'utf8')).toMatch(/^## INVALID/);
  await rm(folder, { recursive: true });
});

test('a quiet document: nothing else', async () => {
  const terminal = fakeTerminal();
  await tell(terminal, { json: true, quiet: true });
  expect(JSON.parse(terminal.written.out)).toMatchObject({ valid: false });
  expect(terminal.written.err).toBe('');
});

test('html: where the report is, to be opened', async () => {
  const terminal = fakeTerminal();
  await tell(terminal, { reporter: ['list', 'html'] });
  expect(terminal.written.err).toBe(`file:///nowhere/${RUN.folder}/report.html\n`);
});

test('GitHub Actions: annotations by themselves; elsewhere when asked for', async () => {
  const there = fakeTerminal({ GITHUB_ACTIONS: 'true' });
  await tell(there, {});
  const asked = fakeTerminal();
  await tell(asked, { reporter: ['github'] });
  for (const { written } of [there, asked]) expect(written.err).toMatch(/^::error title=/);
});

test('a module of a user: told of each run and of the end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  await writeFile(
    join(folder, 'mine.ts'),
    `export default {
       name: 'mine',
       create: ({ out }: { out(text: string): void }) => ({
         onRun: (report: { name: string }) => out(report.name + ' '),
         onEnd: (all: { valid: unknown }) => out(String(all.valid)),
       }),
     };`,
  );
  const terminal = { ...fakeTerminal(), folder };
  await tell(terminal, { reporter: ['./mine.ts'] });
  expect(terminal.written.out).toBe('register-partition-docker false');
  await writeFile(join(folder, 'bad.ts'), 'export default 7;');
  await expect(tell(terminal, { reporter: ['./bad.ts'] })).rejects.toThrow(
    '--reporter ./bad.ts: expected its default export to be a reporter {name: text, create: function} or a list of them, found a number.',
  );
  await rm(folder, { recursive: true });
});
