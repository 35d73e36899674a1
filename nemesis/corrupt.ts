/** Damages a file of a server that it has killed: a bit is changed, or the end is cut off.
 *    corrupt          value Victims and Drawn   dead when verified; did.damage {node: what was done}
 *    start-corrupted  value null                every node that it killed runs again when verified */
import type { Aim, Damage, DiskFile, ValueFields, WordParameter } from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import { wordIn } from './aim.ts';
import { diskDamage } from './disk-damage.ts';
import { diskOf } from './disk-trouble.ts';
import type { NemesisEntry } from './entry.ts';
import { WHO } from './process-fault.ts';

const FILES: readonly DiskFile[] = ['log', 'snapshot', 'epoch'];
const FILE: WordParameter = {
  kind: 'word',
  name: 'file',
  doc: 'the newest file of which kind',
  words: FILES,
};
const KINDS = ['flip', 'cut'] as const;
const HOW: WordParameter = {
  kind: 'word',
  name: 'how',
  doc: 'whether a bit is changed (flip) or the end is cut off',
  words: KINDS,
};

export const corrupt: NemesisEntry = {
  name: 'corrupt',
  doc: 'kills a node and changes a bit of its log, snapshot or epoch, or cuts off the end; servers promise nothing then',
  faults: ['kill', 'files'],
  takes: [WHO, FILE, HOW],
  create: options =>
    diskDamage(
      {
        name: 'corrupt',
        strikeF: 'corrupt',
        healF: 'start-corrupted',
        draw: random => draw(random, options.aim),
        drawn: { damage: { kind: 'fields', fields: DAMAGE } },
        strike: async (node, signal, drawn) => {
          await node.kill(signal);
          return diskOf(node).damage((drawn as Drawn).damage, signal);
        },
      },
      options,
    ),
};

const DAMAGE: ValueFields = {
  kind: { kind: 'word', words: KINDS },
  file: { kind: 'word', words: FILES },
  share: { kind: 'number', least: 0, most: 1 },
};

interface Drawn {
  readonly damage: Damage;
}

function draw(random: Random, aim: Aim | undefined): Record<string, unknown> & Drawn {
  const [kind, file, share] = [random.pick(KINDS), random.pick(FILES), random.float()];
  const [how, which] = [wordIn(aim, HOW.name), wordIn(aim, FILE.name)];
  return {
    damage: {
      kind: KINDS.find(each => each === how) ?? kind,
      file: FILES.find(each => each === which) ?? file,
      share,
    },
  };
}
