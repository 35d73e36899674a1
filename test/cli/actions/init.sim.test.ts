/** The packed package in an empty project: what `init` writes there is type-checked, tested, and run on the sim. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { OWN, ownProject, type Packed, run, zoobreakIn } from '../../kit/package.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

const STRICT = {
  ...{ strict: true, skipLibCheck: false, noEmit: true, module: 'nodenext', target: 'es2022' },
  ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, types: ['node'] },
};

let folder: string;
let project: string;
let packed: Packed;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-package-'));
  project = join(folder, 'project');
  packed = await ownProject(folder);
});
afterAll(() => rm(folder, { recursive: true }));

describe('the packages', () => {
  const filesOf = async (tarball: string) =>
    (await run('tar', ['-tzf', tarball])).stdout.trim().split('\n');

  test('hold what was built from the sources that there are: no tests, no maps, nothing that is gone', async () => {
    const files = await filesOf(packed.zoobreak);
    expect(files).toEqual(
      expect.arrayContaining([
        ...['package/LICENSE', 'package/README.md', 'package/dist/src/cli/main.js'],
        ...['package/docker/images/Dockerfile', 'package/examples/nemesis.ts'],
      ]),
    );
    const odd = /\.map$|\/gone\.js|tsbuildinfo|dist\/(test|bench|scripts)/;
    expect([...files, ...(await filesOf(packed.elle))].filter(file => odd.test(file))).toEqual([]);
  });

  test.each(['zoobreak', 'elle'] as const)('%s: publint and attw find nothing', async name => {
    await run('npx', ['publint', packed[name], '--strict']);
    await run('npx', ['attw', packed[name], '--profile', 'esm-only']);
  });
});

describe('a project outside the repository', () => {
  test('type-checks, strictly, with the declarations of the package', async () => {
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT }));
    const { stdout } = await run('npx', ['tsc', '-p', '.', '--listFilesOnly'], { cwd: project });
    expect(stdout).toContain('my-nemesis.ts');
    await run('npx', ['tsc', '-p', '.'], { cwd: project });
  });

  test.each([
    ['nemesis', 40],
    ['workload', 80],
  ])('a %s has less than %i lines', async (kind, most) => {
    const lines = (await readFile(join(project, `my-${kind}.ts`), 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeLessThan(most);
  });

  test('passes the tests that came with its files', async () => {
    const { stdout } = await run('npx', ['vitest', 'run', '--reporter=json'], { cwd: project });
    expect(JSON.parse(stdout)).toMatchObject({ numTotalTestSuites: 6, success: true });
  });

  test('runs all of its files on the sim, and judges a history by its model', async () => {
    const { code, out } = await zoobreakIn(project, 'run', '--target', 'sim', ...OWN);
    expect(out).toMatch(/^fine: my-workload-my-nemesis\+kill-sim/);
    expect(code).toBe(0);
    await zoobreakIn(project, 'run', '--target', 'sim', '--time-limit', '1', '--keys', '1');
    const model = ['--model', './my-model.ts', '--initial', '0'];
    const checked = await zoobreakIn(project, 'check', ...model, 'results/latest/history.jsonl');
    expect(checked.out).toMatch(/^results\/latest\/history\.jsonl: (valid|invalid)/);
  });
});
