/** Module hooks: a module imported as `…/ensemble/sim/X.js?mutant=ID` is a copy of the sim with that mutant. */
import { readFileSync } from 'node:fs';
import type { LoadHook, ResolveHook } from 'node:module';
import { mutated } from './source-mutants.ts';
import { wireMutant } from './wire-mutants.ts';

const SIM = new URL('../../src/ensemble/sim/', import.meta.url).href;
const RECORDS = new URL('../../src/zookeeper/', import.meta.url).href;
const ALTER = new URL('./wire-alter.js', import.meta.url).href;

export const resolve: ResolveHook = async (specifier, context, next) => {
  const resolved = await next(specifier, context);
  const id = mutantIn(context.parentURL);
  if (id === undefined || !context.parentURL?.startsWith(SIM)) return resolved;
  const file = wireMutant(id)?.file;
  const isCopied = resolved.url.startsWith(SIM) || resolved.url === `${RECORDS}${file}`;
  return isCopied
    ? { ...resolved, url: `${resolved.url}?mutant=${encodeURIComponent(id)}` }
    : resolved;
};

export const load: LoadHook = async (url, context, next) => {
  const id = mutantIn(url);
  if (id === undefined) return next(url, context);
  const original = url.slice(0, url.indexOf('?'));
  const source = original.startsWith(SIM) ? copied(original, id) : wrapped(original, id);
  return { format: 'module', source, shortCircuit: true };
};

function mutantIn(url: string | undefined): string | undefined {
  return url === undefined ? undefined : (new URL(url).searchParams.get('mutant') ?? undefined);
}

function copied(original: string, id: string): string {
  const source = readFileSync(new URL(original), 'utf8');
  const file = original.slice(SIM.length);
  return id.startsWith(`${file}~`) ? mutated(file, source, id) : source;
}

function wrapped(original: string, id: string): string {
  const { codec, field: path, manner } = wireMutant(id) ?? {};
  return `import { altered } from ${JSON.stringify(ALTER)};
import * as original from ${JSON.stringify(original)};
export * from ${JSON.stringify(original)};
export const ${codec} = altered(original.${codec}, ${JSON.stringify({ path, manner })});`;
}
