/** `npm start`: makes a fresh clone on a fresh machine ready, then runs zoobreak with the arguments
 *  given, or the demonstration run where there are none. */
import { spawn } from 'node:child_process';
import { prepareCheckout, ROOT, say } from './checkout.mjs';

const DEMONSTRATION =
  'run --workload register --nemesis partition,clock,kill,pause --nemesis-interval 5 --time-limit 30'.split(
    ' ',
  );
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** A terminal signals everyone in its group and npm passes the signal on: both are one Ctrl-C. */
const ONE_SIGNAL_MS = 500;
const EXIT_USAGE = 254;

const args = process.argv.length > 2 ? process.argv.slice(2) : DEMONSTRATION;
prepareCheckout();
const { targets } = await import('../dist/src/ensemble/registry.js');
const model = targets.find(({ isModel }) => isModel).name;
const obstacle = startsEnsembles(args) ? await obstacleTo(targetOf(args)) : undefined;
if (obstacle !== undefined && namesTarget(args)) {
  say(`zoobreak: ${obstacle}`);
  process.exit(EXIT_USAGE);
}
if (obstacle !== undefined)
  say(
    `${obstacle}\nRunning on the ${model} instead: a model of ZooKeeper in this process. It shows nothing about ZooKeeper itself.`,
  );
zoobreak(obstacle === undefined ? args : [...args, '--target', model]);

/** Only verbs that start ensembles wait for what these need. */
function startsEnsembles([verb, ...rest]) {
  const asks = rest.some(word => ['--help', '-h', '--print-config'].includes(word));
  return (verb === 'run' || verb === 'matrix') && !asks;
}

function targetOf(words) {
  return targetIn(words) ?? process.env.ZOOBREAK_TARGET ?? targets[0].name;
}

function targetIn(words) {
  return words.join(' ').match(/--target[= ](\S+)/)?.[1];
}

/** A target that was named is not replaced by a model. */
function namesTarget(words) {
  return targetIn(words) !== undefined || process.env.ZOOBREAK_TARGET !== undefined;
}

/** Why the target can start no ensemble here; undefined where it can, as far as is known. */
async function obstacleTo(target) {
  try {
    await targets.find(({ name }) => name === target)?.provision?.(say);
    return undefined;
  } catch (error) {
    return error.message;
  }
}

/** In a process group of its own, so that each signal reaches it once, from here. */
function zoobreak(words) {
  const child = spawn(process.execPath, [`${ROOT}/dist/src/cli/main.js`, ...words], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (performance.now() - lastMs < ONE_SIGNAL_MS) return;
      lastMs = performance.now();
      child.kill(name === 'SIGHUP' ? 'SIGTERM' : name);
    });
  }
  child.on('exit', code => process.exit(code ?? 255));
}
