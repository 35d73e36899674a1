/** Starts `serve-model` by a configuration in a format of its own, as a server that zoobreak does not know would have it:
 *  sections in brackets, `key = value`, remarks after a semicolon. */
import { readFileSync } from 'node:fs';

const CONFIG = '/etc/ini-server.ini';

/** Returns the entries of each section, in their order. @throws {Error} with a line that is none of these. */
function sectionsIn(text) {
  const sections = {};
  let section;
  for (const line of text.split('\n').map(line => line.replace(/;.*/, '').trim())) {
    if (line === '') continue;
    const [, name] = /^\[(\w+)\]$/.exec(line) ?? [];
    const [, key, value] = /^([\w-]+)\s*=\s*(.+)$/.exec(line) ?? [];
    if (name !== undefined) section = sections[name] = [];
    else if (key === undefined || section === undefined) throw new Error(`${CONFIG}: '${line}'`);
    else section.push([key, value]);
  }
  return sections;
}

const { node, ensemble } = sectionsIn(readFileSync(CONFIG, 'utf8'));
const { number, folder, port } = Object.fromEntries(node);
const servers = ensemble.map(([, place]) => place).join(',');
const flags = [`--id=${number}`, `--data=${folder}`, `--client-port=${port}`];
process.argv.splice(2, Infinity, 'serve-model', ...flags, `--servers=${servers}`);
await import('/opt/zoobreak/dist/src/cli/main.js');
