/** One more option, target, reporter, nemesis, workload and profile: a row or an entry in its registry is enough.
 *  Everything else (flag, variable, file, help, plan, command, schema, validation, `list`) follows from it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fakeTerminal } from '../kit/fake-terminal.ts';
import { INVALID, sampleRun } from '../kit/sample-run.ts';

vi.mock('../../src/cli/options/load.ts', async original => {
  const { load } = await original<typeof import('../../src/cli/options/load.ts')>();
  const { burst } = await import('../fixtures/option-row.ts');
  return { load: { ...load, burst } };
});

vi.mock('../../src/ensemble/registry.ts', async original => {
  const { targets } = await original<typeof import('../../src/ensemble/registry.ts')>();
  const { paper } = await import('../fixtures/target-entry.ts');
  return { targets: [...targets, paper] };
});

vi.mock('../../src/cli/output/reporter-registry.ts', async original => {
  const registry = await original<typeof import('../../src/cli/output/reporter-registry.ts')>();
  const { chat } = await import('../fixtures/reporter-entry.ts');
  return { ...registry, reporters: [...registry.reporters, chat] };
});

vi.mock('../../nemesis/registry.ts', async original => {
  const { nemeses } = await original<typeof import('../../nemesis/registry.ts')>();
  const { default: nap } = await import('../../examples/nemesis.ts');
  return { nemeses: [...nemeses, nap] };
});

vi.mock('../../workloads/registry.ts', async original => {
  const { workloads } = await original<typeof import('../../workloads/registry.ts')>();
  const { default: numbers } = await import('../../examples/workload.ts');
  return { workloads: [...workloads, { ...numbers, atLeast: { nodes: 4 } }] };
});

vi.mock('../../src/ensemble/profiles.ts', async () => {
  const { default: busy } = await import('../../examples/profile.ts');
  return { profiles: [busy] };
});

/** The command line with the fixtures; other test files share this thread, and get their modules anew. */
async function loaded() {
  return {
    ...(await import('../../src/cli/call.ts')),
    ...(await import('../../src/cli/catalogue.ts')),
    ...(await import('../../src/cli/options/command-line.ts')),
    ...(await import('../../src/cli/options/plan-parts.ts')),
    ...(await import('../../src/cli/options/settings.ts')),
    ...(await import('../../src/cli/output/reporters.ts')),
    ...(await import('../../src/cli/docs/reference.ts')),
    ...(await import('../../src/cli/program.ts')),
  };
}

let cli: Awaited<ReturnType<typeof loaded>>;
beforeAll(async () => {
  vi.resetModules();
  cli = await loaded();
});
afterAll(() => vi.resetModules());

async function zoobreak(args: readonly string[], environment: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  await writeFile(join(folder, 'burst.config.ts'), 'export default { burst: 4 };');
  const terminal = { ...fakeTerminal(environment), folder };
  const code = await cli.call(args, terminal);
  await rm(folder, { recursive: true });
  return { code, ...terminal.written };
}

const planned = async (args: readonly string[], environment = {}) =>
  JSON.parse((await zoobreak(['run', '--print-config', ...args], environment)).out);

const reference = () =>
  cli.referenceMarkdown(
    cli.program(fakeTerminal(), '0.0.0', () => {}),
    cli.catalogue(),
    cli.settingsSchema(cli.allowed().names),
  );

const ON_PAPER = ['--target', 'paper', '--seed', '7'];

describe('an option is one row', () => {
  test('flag, variable and configuration file give it to the plan', async () => {
    expect(await planned([...ON_PAPER, '--burst', '3'])).toMatchObject({ burst: 3 });
    expect(await planned(ON_PAPER, { ZOOBREAK_BURST: '5' })).toMatchObject({ burst: 5 });
    expect(await planned([...ON_PAPER, '--config', 'burst.config.ts'])).toMatchObject({ burst: 4 });
  });

  test('it is in the help of run and matrix', async () => {
    for (const verb of ['run', 'matrix'])
      expect((await zoobreak([verb, '--help'])).out).toContain('--burst <count>');
  });

  test('it is validated, and documented by its schema', async () => {
    const { code, err } = await zoobreak(['run', ...ON_PAPER, '--burst', '0']);
    expect(err).toContain('--burst: expected a whole number from 1 to 9, found 0.');
    expect(code).toBe(254);
    expect(cli.settingsSchema(cli.allowed().names)).toHaveProperty('burst');
  });

  test('the command to run again has it, and shrink makes it smaller', async () => {
    const plan = await planned([...ON_PAPER, '--burst', '3']);
    expect(cli.runCommand(plan)).toContain(' --burst 3 ');
    expect(cli.smallerPlans(plan)).toContainEqual({ ...plan, burst: 2 });
  });
});

describe('a target is one entry', () => {
  test('it is listed, and its server is the default there', async () => {
    expect((await zoobreak(['list', 'targets'])).out).toMatch(/paper +servers drawn on paper/);
    expect(await planned(ON_PAPER)).toMatchObject({ target: 'paper', server: 'a-sketch' });
  });

  test('an option that it takes is refused elsewhere', async () => {
    const { err } = await zoobreak(['run', '--target', 'sim', '--burst', '3']);
    expect(err).toContain('--burst: expected --target paper, found --target sim');
  });

  test('a server that it does not take is refused', async () => {
    const { err } = await zoobreak(['run', ...ON_PAPER, '--server', '3.9.6']);
    expect(err).toContain('--server: expected a-sketch, or a photograph, found "3.9.6".');
  });

  test('its remedy is given where it is not available', async () => {
    const { code, err } = await zoobreak(['run', ...ON_PAPER]);
    expect(err).toContain('--target paper: no paper left. Buy paper.');
    expect(code).toBe(254);
  });
});

describe('a reporter is one entry', () => {
  test('it can be named, and is in the help', async () => {
    expect(await planned([...ON_PAPER, '--reporter', 'chat'])).toMatchObject({ target: 'paper' });
    expect((await zoobreak(['run', '--help'])).out).toMatch(/html,\s+chat/);
  });

  test('its document is on stdout, and summaries are on stderr', async () => {
    const terminal = fakeTerminal();
    const wanted = { reporter: ['chat'], json: false, quiet: false, results: 'results' };
    const reporter = await cli.openReporters(terminal, wanted);
    const run = sampleRun(INVALID);
    await reporter.onRun?.(run);
    await reporter.onEnd?.({ valid: false, reports: [run], crashes: [] });
    expect(terminal.written.out).toBe('1 run: false\n');
    expect(terminal.written.err).toContain('INVALID');
  });
});

describe('a nemesis is one entry', () => {
  test('it is listed, can be named beside others, and is suggested', async () => {
    expect((await zoobreak(['list', 'nemeses'])).out).toMatch(/nap +freezes the first node/);
    const { nemeses } = await planned([...ON_PAPER, '--nemesis', 'kill,nap']);
    expect(nemeses).toEqual(['kill', 'nap']);
    const { err } = await zoobreak(['run', '--nemesis', 'nep']);
    expect(err).toContain('Did you mean "nap"?');
  });

  test('the reference says what it does', () =>
    expect(reference()).toContain('| `nap` | freezes the first node and lets it run again |'));
});

describe('a workload is one entry', () => {
  test('it is listed with its claim, can be named, and is in the reference', async () => {
    expect((await zoobreak(['list', 'numbers'])).out).toMatch(
      /numbers +numbers from sequential.*\n +--reads local, sync, quorum claims: the numbers of/,
    );
    const plan = await planned(['--target', 'sim', '--workload', 'numbers', '--nodes', '4']);
    expect(plan).toMatchObject({ workload: 'numbers' });
    expect(reference()).toContain('the numbers of sequential znodes under one parent never repeat');
  });

  test('the least value that it needs is known', async () => {
    const { err } = await zoobreak(['run', '--target', 'sim', '--workload', 'numbers']);
    expect(err).toContain('--nodes: expected at least 4 with --workload numbers, found 3.');
  });
});

describe('a profile is one entry', () => {
  test('it can be named, and its image is the server', async () => {
    const plan = await planned(['--target', 'docker', '--profile', 'busy']);
    expect(plan).toMatchObject({ profile: 'busy', server: 'zookeeper:3.9' });
    expect(cli.runCommand(plan)).toContain(' --profile busy');
  });

  test('another name is refused', async () => {
    const { err } = await zoobreak(['run', '--target', 'docker', '--profile', 'buzy']);
    expect(err).toContain('Did you mean "busy"?');
  });
});
