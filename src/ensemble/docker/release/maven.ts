/** The jars of a release through the user's own Maven, with its settings and mirrors. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { alternatives, NoServer } from './no-server.ts';
import type { Jar } from './recipe.ts';

const COMMAND = 'mvn';
const MOST_OUTPUT_BYTES = 16 * 2 ** 20;
const MOST_SHOWN = 400;

/** A project whose only dependency is the release. */
export function pomOf(version: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>zoobreak</groupId>
  <artifactId>server</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.zookeeper</groupId>
      <artifactId>zookeeper</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;
}

/** Copies what the project needs when it runs to `folder`. A download with a wrong checksum, or none, fails. */
export function mavenArguments(pom: string, folder: string): readonly string[] {
  return [
    ...['--batch-mode', '--quiet', '--strict-checksums', '--file', pom],
    'dependency:copy-dependencies',
    ...['-DincludeScope=runtime', `-DoutputDirectory=${folder}`],
  ];
}

/** @throws {NoServer} where there is no Maven, or it cannot get the release. */
export async function jarsOfMaven(version: string, signal: AbortSignal): Promise<readonly Jar[]> {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-maven-'));
  try {
    const [pom, out] = [join(folder, 'pom.xml'), join(folder, 'jars')];
    await writeFile(pom, pomOf(version));
    await runMaven(version, mavenArguments(pom, out), { cwd: folder, signal });
    return await jarsIn(out);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function runMaven(
  version: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<void> {
  try {
    await promisify(execFile)(COMMAND, [...args], { ...options, maxBuffer: MOST_OUTPUT_BYTES });
  } catch (error) {
    options.signal.throwIfAborted();
    throw whyNot(version, error);
  }
}

/** What a failed `mvn` means for the user. */
export function whyNot(version: string, error: unknown): NoServer {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    const why = `this machine has no Maven: ${COMMAND} is not on the PATH`;
    return new NoServer(why, `Install Maven, or ${alternatives(version)}.`);
  }
  const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
  const said = /\[ERROR\] (\S.*)$/m.exec(output)?.[1] ?? String(error);
  return new NoServer(
    `Maven did not get it: ${said.slice(0, MOST_SHOWN)}`,
    `Look at Maven's settings, or ${alternatives(version)}.`,
  );
}

async function jarsIn(folder: string): Promise<readonly Jar[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.jar')).sort();
  return Promise.all(
    names.map(async name => ({ name, bytes: await readFile(join(folder, name)) })),
  );
}

/** Where the PATH has Maven; undefined where it has none. */
export async function mavenOnPath(
  path: string = process.env.PATH ?? '',
): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, COMMAND);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
}
