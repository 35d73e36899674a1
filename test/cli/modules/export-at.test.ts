import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportAt } from '../../../src/cli/modules/export-at.ts';

const GOOD = { schema: 1, name: 'mine', doc: 'a server', image: 'mine:1' };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-profile-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string, name = 'mine.json'): Promise<unknown> {
  const path = join(folder, name);
  await writeFile(path, text);
  return exportAt('profile', path, `--profile ${name}`).catch((error: unknown) =>
    String(error).replace(path, name),
  );
}

test('JSON and YAML say the same', async () => {
  const profile = { name: 'mine', doc: 'a server', image: 'mine:1' };
  expect(await read(JSON.stringify(GOOD))).toMatchObject(profile);
  const yaml = 'schema: 1\nname: mine\ndoc: a server\narchive: mine:1\n';
  expect(await read(yaml, 'mine.yaml')).toMatchObject(profile);
});

test('the template that ships is read', async () => {
  const text = await readFile(new URL('../../../examples/profile.yaml', import.meta.url), 'utf8');
  expect(await read(text, 'template.yaml')).toMatchObject({
    name: 'my-server',
    readiness: 'client',
  });
  expect(text.split('\n').length).toBeLessThan(40);
});

describe('one error names file, field, what was expected and what was found', () => {
  test.each([
    [
      'an unknown field',
      { imge: 'x' },
      'mine.json: expected one of the fields schema, name,',
      'found imge',
    ],
    ['no name', { name: undefined }, 'mine.json: name: expected string, found nothing'],
    ['a name for no folder', { name: 'a/b' }, 'mine.json: name: expected text that matches'],
    [
      'an image and an archive',
      { archive: 'x' },
      'image: expected an image or an archive',
      'found "mine:1"',
    ],
    [
      'another readiness',
      { readiness: 'http' },
      'readiness: expected one of "srvr"|"client", found "http"',
    ],
    [
      'another role',
      { role: 'king' },
      'role: expected srvr, none or {command: [...]}, found "king"',
    ],
    [
      'an unknown fault',
      { cannot: [{ fault: 'fire', why: 'x' }] },
      'cannot[0].fault: expected one of',
    ],
    ['a relative path', { files: { 'a.xml': 'x' } }, 'files'],
    [
      'an unknown name in a template',
      { files: { '/a': '{{idd}}' } },
      'files./a: expected one of id, name, host',
    ],
    [
      'an unfinished section',
      { command: ['{{#members}}'] },
      'command[0]: expected {{#members}} and {{/members}} in pairs',
    ],
  ])('%s', async (_, change, ...parts) => {
    const found = await read(JSON.stringify({ ...GOOD, ...change }));
    for (const part of parts) expect(found).toContain(part);
    expect(found).toContain('docs/profiles.md');
  });

  test('text that is no YAML', async () => {
    expect(await read('a: [', 'mine.yaml')).toContain('expected YAML');
  });

  test('a file that is not there', async () => {
    const missing = exportAt('profile', join(folder, 'none.yaml'), '--profile none.yaml');
    await expect(missing).rejects.toThrow(/none\.yaml: expected .*, found nothing/);
  });
});

test('data where a script is expected is refused', async () => {
  const given = exportAt('nemesis', join(folder, 'mine.yaml'), '--nemesis mine.yaml');
  await expect(given).rejects.toThrow('expected a script (.ts or .js), found .yaml');
});
