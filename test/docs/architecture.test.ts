/** docs/ARCHITECTURE.md prints the table of rooms that .dependency-cruiser.cjs enforces. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

interface Room {
  readonly path: string;
  readonly holds: string;
  readonly may: readonly string[];
  readonly why: string;
}

const DOCUMENT = new URL('../../docs/ARCHITECTURE.md', import.meta.url);
const ROOT = new URL('../../', import.meta.url);
const { ROOMS }: { readonly ROOMS: readonly Room[] } = createRequire(import.meta.url)(
  '../../scripts/rooms.cjs',
);

test('every room exists', () => {
  const missing = ROOMS.filter(({ path }) => !existsSync(new URL(path, ROOT)));
  expect(missing.map(({ path }) => path)).toEqual([]);
});

test('every source stands in a room', () => {
  const folders = [
    'src',
    'workloads',
    'nemesis',
    'elle-ts-port/src',
    'scripts',
    'examples',
    'bench',
    'test',
  ];
  const sources = folders.flatMap(folder =>
    readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: 'utf8' })
      .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter(name => /\.[cm]?[jt]s$/.test(name)),
  );
  const isIn = (source: string, path: string): boolean =>
    source === path || source.startsWith(`${path}/`);
  const strays = sources.filter(source => !ROOMS.some(({ path }) => isIn(source, path)));
  expect(strays, 'add a row to scripts/rooms.cjs').toEqual([]);
});

test('the architecture page shows the rules that are enforced (npm run docs writes it)', async () => {
  const [before, rest] = readFileSync(DOCUMENT, 'utf8').split(
    /(?<=from scripts\/rooms.cjs[^\n]*\n)/,
  );
  const after = rest?.slice(rest.indexOf('<!-- end of the generated part -->'));
  await expect(`${before}${tableOf(ROOMS)}${after}`).toMatchFileSnapshot(DOCUMENT.pathname);
});

function tableOf(rooms: readonly Room[]): string {
  const rows = rooms.map(({ path, holds, may, why }) => {
    const allowed = may.map(room => `\`${room}\``).join(', ') || 'nothing';
    return `| \`${path}\` | ${holds} | ${allowed} | ${why} |`;
  });
  return ['| room | what it holds | may import | because |', '|---|---|---|---|', ...rows, ''].join(
    '\n',
  );
}
