/** The script in a real bash: what it completes. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { call } from '../../../src/cli/call.ts';
import { fakeTerminal } from '../../kit/fake-terminal.ts';

async function zoobreak(...args: string[]) {
  const terminal = { ...fakeTerminal({}), folder: '/' };
  const code = await call(args, terminal);
  return { code, ...terminal.written };
}

/** The completions of a line, whose last word may be empty. */
async function completed(line: string): Promise<readonly string[]> {
  const { out } = await zoobreak('completion', 'bash');
  const words = line.split(' ').map(word => `'${word}'`);
  const ask = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _zoobreak`;
  const script = `${out}\n${ask}\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

test.each([
  ['zoobreak re', ['report', 'reproduce', 'replay']],
  ['zoobreak run --reads ', ['local', 'sync', 'quorum']],
  ['zoobreak run --workload reg', ['register']],
  ['zoobreak run --nemesis part', ['partition']],
  ['zoobreak matrix --sha', ['--shard']],
  ['zoobreak list --sha', ['']],
  ['zoobreak run --time-l', ['--time-limit']],
])('%s', async (line, words) => expect(await completed(line)).toEqual(words));

test('zsh gets the same by its bash completions', async () => {
  const { out } = await zoobreak('completion', 'zsh');
  expect(out).toBe(
    `autoload -U +X bashcompinit && bashcompinit\n${(await zoobreak('completion', 'bash')).out}`,
  );
});

test('another shell is refused', async () => {
  const { code, err } = await zoobreak('completion', 'bas');
  expect(err).toContain('expected one of bash, zsh, found "bas". Did you mean "bash"?');
  expect(code).toBe(254);
});
