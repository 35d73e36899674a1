/** `zoobreak publish DIR... --site public/`: adds runs to a static site, which grows with each call. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { RunCard } from '../../site/card.ts';
import { RUN_PAGE, SITE_FILE, siteFiles } from '../../site/site-files.ts';
import { filesToDrop } from '../../site/thinning.ts';
import { dropFiles, verifyManifest } from '../../store/manifest.ts';
import { EXIT, UsageError } from '../exit.ts';
import { cardOf, idOf, runFolders } from '../output/run-cards.ts';
import type { Terminal } from '../terminal.ts';
import type { Verb } from '../verb.ts';

/** Server data, kept if a run failed: large, and not part of any report. */
const NOT_PUBLISHED = /^nodes\/[^/]+\/data(\/|$)/;

export const publish: Verb = async (terminal, flags, paths) => {
  const site = resolve(terminal.folder, String(flags.site));
  const mostBytes = bytesOf(flags.maxSize);
  await requireSite(site);
  for (const path of paths) await addRuns(terminal, resolve(terminal.folder, path), site);
  const cards = await thinned(site, mostBytes);
  for (const [path, content] of await siteFiles(cards)) await writeFile(join(site, path), content);
  terminal.out(`${cards.length} runs in ${join(relative(terminal.folder, site), 'index.html')}\n`);
  return EXIT.valid;
};

/** @throws UsageError if the folder holds something else, which would be mixed with the site. */
async function requireSite(site: string): Promise<void> {
  await mkdir(join(site, 'runs'), { recursive: true });
  const others = (await readdir(site)).filter(name => name !== 'runs' && !name.startsWith('.'));
  if (others.length === 0 || existsSync(join(site, SITE_FILE))) return;
  throw new UsageError(
    `--site ${site}: expected an empty folder or a site that was published before, found ${others.slice(0, 3).join(', ')}.`,
  );
}

/** @throws UsageError if there is no run below the folder, StoreError if a run cannot be read or was changed
 * after it was stored. */
async function addRuns(terminal: Terminal, from: string, site: string): Promise<void> {
  const folders = existsSync(from) ? await runFolders(await realpath(from)) : [];
  if (folders.length === 0)
    throw new UsageError(`publish: expected runs below ${from}, found none.`);
  for (const folder of folders) {
    const { state } = await cardOf(folder, 0);
    if (state === 'unfinished') terminal.err(`not published, no verdict: ${folder}\n`);
    else await addRun(folder, site);
  }
}

/** Replaces an earlier copy of the run as a whole. */
async function addRun(folder: string, site: string): Promise<void> {
  const place = join(site, 'runs', idOf(folder));
  if (place === folder) return;
  await verifyManifest(folder);
  await mkdir(dirname(place), { recursive: true });
  await cp(folder, `${place}.new`, { recursive: true, filter: path => isPublished(folder, path) });
  await dropFiles(`${place}.new`, []);
  await rm(place, { recursive: true, force: true });
  await rename(`${place}.new`, place);
}

function isPublished(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside !== RUN_PAGE && !NOT_PUBLISHED.test(inside);
}

/** Returns the cards of all runs on the site, after removing histories until it fits into `mostBytes`. */
async function thinned(site: string, mostBytes: number): Promise<RunCard[]> {
  const folders = await runFolders(join(site, 'runs'));
  const cards = await Promise.all(folders.map(publishedCard));
  const dropped = filesToDrop(cards, mostBytes);
  for (const [id, paths] of dropped) await dropFiles(join(site, 'runs', id), paths);
  return dropped.size === 0 ? cards : Promise.all(folders.map(publishedCard));
}

async function publishedCard(folder: string): Promise<RunCard> {
  const card = await cardOf(folder, 0);
  return { ...card, files: card.files.filter(({ path }) => path !== RUN_PAGE) };
}

/** Converts megabytes to bytes. @throws UsageError */
function bytesOf(flag: unknown): number {
  const megabytes = Number(flag);
  if (megabytes > 0) return megabytes * 1e6;
  throw new UsageError(
    `--max-size: expected a number of megabytes above 0, found ${JSON.stringify(flag)}.`,
  );
}
