/** A folder of small history files. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A write of 1, then a read of `seen`, as the lines of a history file. */
const history = (seen: number): string =>
  [
    { type: 'invoke', process: 0, f: 'write', value: 1 },
    { type: 'ok', process: 0, f: 'write', value: 1 },
    { type: 'invoke', process: 1, f: 'read', value: null },
    { type: 'ok', process: 1, f: 'read', value: seen },
  ]
    .map(event => `${JSON.stringify(event)}\n`)
    .join('');

const FILES = {
  'good.jsonl': history(1),
  'bad.jsonl': history(0),
  'broken.jsonl': `${history(1)}{"type":"invoke","process":0,"f":"read"\n`,
  'no-model.mjs': 'export default 5;\n',
  'throws.mjs': 'export default { init: 0, step() { throw new Error("not mine"); } };\n',
  'map.mjs':
    'export default { init: new Map(), step: (s, { f, input, output }) => f === "write" ? new Map(s).set(1, input) : s.get(1) === output ? s : undefined };\n',
  'changes.mjs':
    'export default { init: { v: 0 }, step(s, { f, input }) { if (f === "write") s.v = input; return s; } };\n',
  'hidden.mjs':
    'class Hidden { #v = 0; } export default { init: null, step: () => new Hidden() };\n',
  'cut.jsonl': `${history(1)}{"type":"inv`,
};

/** Writes them to a new folder, and returns its path. */
export async function historyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  return folder;
}
