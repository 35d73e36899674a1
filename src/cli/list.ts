/** `zoobreak list`: workloads with their claims, nemeses, servers and targets. */
import { type Catalogue, catalogue, type Named } from './catalogue.ts';
import { EXIT } from './exit.ts';
import type { Verb } from './verb.ts';

export const list: Verb = async (terminal, flags) => {
  const listed = catalogue();
  terminal.out(flags.json === true ? `${JSON.stringify(listed, null, 2)}\n` : listText(listed));
  return EXIT.valid;
};

/** Ends with a newline. */
export function listText({ workloads, nemeses, targets, servers }: Catalogue): string {
  return [
    'Workloads (--workload)',
    ...workloads.flatMap(workload => [
      named(workload),
      ...workload.claims.flatMap(({ reads, claim, source }) => [
        `    --reads ${reads.join(', ')} claims: ${claim}`,
        `      source: ${source}`,
      ]),
    ]),
    '',
    'Nemeses (--nemesis)',
    ...nemeses.map(named),
    '',
    'Servers (--server)',
    ...servers.map(version => `  ${version}`),
    '  or an image with its tag, such as zookeeper:3.9',
    '',
    'Targets (--target)',
    ...targets.map(named),
    '',
  ].join('\n');
}

const named = ({ name, doc }: Named): string => `  ${name}: ${doc}`;
