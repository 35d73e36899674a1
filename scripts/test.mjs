/** `npm test`: the unit tests, then the end-to-end tests where a Docker engine is or can be had, then those of the pages,
 *  where a Chromium is or can be had. Without it they are listed as skipped, by name; with CI=true that is a failure.
 *  The last lines are `FAILED file: test: why` for each failure, and `N passed, N failed, N skipped`, over everything. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { prepareCheckout, ROOT, say } from './checkout.mjs';

const VITEST = 'node_modules/vitest/vitest.mjs';
const inCi = process.env.CI === 'true';

prepareCheckout();
const unit = vitest(['--project', 'unit', '--project', 'elle-ts-port', '--project', 'sim']);
const engine = await where('e2e', async () =>
  (await import('../dist/src/ensemble/docker/provision/provision.js')).provision(say),
);
const browser = await where('browser', async () =>
  (await import('../dist/scripts/browser.js')).ensureBrowser(say),
);
report([unit, engine, browser]);

/** Runs a project where what it needs can be provided; skips it by name where not. */
async function where(project, provide) {
  const whyNot = await provide().then(
    () => undefined,
    error => error.message,
  );
  return whyNot === undefined ? vitest(['--project', project]) : skipped(project, whyNot);
}

/** Runs vitest; the counts come from its own report, and `ok` from its exit code as well. */
function vitest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'zoobreak-test-'));
  const file = join(folder, 'results.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { status } = node([VITEST, 'run', ...args, ...reporters], 'inherit');
  const counts = countsIn(file, args);
  rmSync(folder, { recursive: true });
  return { ...counts, ok: status === 0 };
}

/** A run that wrote no report is one failure. */
function countsIn(file, args) {
  if (!existsSync(file))
    return { passed: 0, skipped: 0, failures: [`${args.join(' ')}: no report`] };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return {
    failures: failuresIn(report),
    passed: report.numPassedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Tests that failed, and files that failed before they had a test. */
function failuresIn({ testResults }) {
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const file = relative(ROOT, name);
    const failed = assertionResults.filter(test => test.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [file];
    return failed.map(({ fullName, failureMessages: [why = ''] }) => {
      return `${file}: ${fullName}: ${oneLine(why)}`;
    });
  });
}

/** The start of a failure's message, without colours: enough to know it by in a log whose middle is lost. */
function oneLine(message) {
  return stripVTControlCharacters(message).replaceAll(/\s+/g, ' ').slice(0, 400);
}

function skipped(project, why) {
  const { stdout } = node([VITEST, 'list', '--project', project], 'pipe');
  const tests = stdout.split('\n').filter(line => line.includes(' > '));
  say(`The tests of project ${project} are skipped: ${why}`);
  for (const test of tests) say(`SKIPPED ${test}`);
  if (inCi) say('With CI=true that is a failure.');
  return { passed: 0, skipped: tests.length, failures: [], ok: !inCi };
}

function node(args, stdout) {
  return spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', stdout, 'inherit'],
    encoding: 'utf8',
  });
}

function report(parts) {
  const sum = name => parts.reduce((total, part) => total + part[name], 0);
  const failures = parts.flatMap(part => part.failures);
  const ok = parts.every(part => part.ok) && failures.length === 0;
  for (const failure of failures) console.log(`FAILED ${failure}`);
  console.log(`${sum('passed')} passed, ${failures.length} failed, ${sum('skipped')} skipped`);
  process.exit(ok ? 0 : 1);
}
