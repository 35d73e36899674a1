/** SECURITY.md: what the package is made of. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => JSON.parse(readFileSync(`${ROOT}${file}`, 'utf8'));
const manifest: {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
} = read('package.json');

interface Locked {
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly integrity?: string;
}
const locked: Readonly<Record<string, Locked>> = read('package-lock.json').packages;

const DEV = 'cdx:npm:package:development';

test('every dependency is pinned to one version', () => {
  const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('every package that is not only for some platforms is locked with its digest', () => {
  const open = Object.entries(locked)
    .filter(([path]) => path.startsWith('node_modules/'))
    .filter(([, { link, optional }]) => !(link || optional))
    .filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
  expect(open.map(([path]) => path)).toEqual([]);
});

interface Component {
  readonly name: string;
  readonly properties?: readonly { readonly name: string }[];
}

test('npm run sbom names every dependency, and marks those of development', () => {
  const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8 } as const;
  const text = execFileSync('npm', ['run', '--silent', 'sbom'], options);
  const { bomFormat, components }: { bomFormat: string; components: Component[] } =
    JSON.parse(text);
  const namesOf = (isMarked: boolean): readonly string[] =>
    components
      .filter(({ properties = [] }) => properties.some(({ name }) => DEV === name) === isMarked)
      .map(({ name }) => name);
  expect(bomFormat).toBe('CycloneDX');
  expect(namesOf(false)).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
  expect(namesOf(true)).toContain('vitest');
});
