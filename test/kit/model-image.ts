/** The image of docker/controller as far as `serve-model` needs it, made without a registry: Debian's base image, the
 *  Node.js that runs the tests, the built command line, and the packages that it loads. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { baseImage } from '../../src/ensemble/docker/provision/images.ts';
import { must } from '../../src/ensemble/docker/provision/must.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const IMAGE = 'zoobreak/serve-model:test';
/** What `serve-model` loads: from dist/src all, and these. */
const NEEDED = [
  ...['package.json', 'dist/src', 'dist/nemesis', 'dist/workloads'],
  ...['node_modules/commander', 'node_modules/pure-rand'],
];

/** The image's name, once it is made from what is built now. */
export async function modelImage(): Promise<string> {
  const base = await baseImage(() => undefined);
  return built(IMAGE, async context => {
    await cp(process.execPath, join(context, 'node'), { dereference: true });
    for (const path of NEEDED)
      await cp(join(ROOT, path), join(context, 'zoobreak', path), { recursive: true });
    return [
      `FROM ${base}`,
      'COPY node /usr/local/bin/',
      'COPY zoobreak /opt/zoobreak',
      'ENTRYPOINT ["node", "/opt/zoobreak/dist/src/cli/main.js"]',
    ];
  });
}

/** The same, started by a script of test/kit that takes no command. */
export async function scriptedImage(script: string): Promise<string> {
  const base = await modelImage();
  return built(IMAGE.replace('test', script.replace(/\W/g, '-')), async context => {
    await cp(join(ROOT, 'test/kit', script), join(context, script));
    return [`FROM ${base}`, `COPY ${script} /opt/`, `ENTRYPOINT ["node", "/opt/${script}"]`];
  });
}

/** Builds an image from a folder that `fill` fills; it returns the lines of the Dockerfile. */
async function built(
  image: string,
  fill: (context: string) => Promise<readonly string[]>,
): Promise<string> {
  const { $ } = await import('zx/core');
  const context = await mkdtemp(join(tmpdir(), 'zoobreak-image-'));
  try {
    await writeFile(join(context, 'Dockerfile'), (await fill(context)).join('\n'));
    await must('docker build', $({ quiet: true })`docker build -q -t ${image} ${context}`);
    return image;
  } finally {
    await rm(context, { recursive: true });
  }
}
