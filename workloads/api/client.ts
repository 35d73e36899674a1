/** Carries out operations: finds what an intent needs in the shared picture of the tree, sends the request
 * once, and records the outcome. */
import { answered } from '../../src/client/answer.ts';
import type { Client, ClientPlace, Outcome } from '../../src/contract.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';
import type { Feature } from '../features.ts';
import { Actor, type Open } from './actor.ts';
import type { Came } from './coverage.ts';
import { type Intent, keyOf, outcomeIn } from './intent.ts';
import type { Picture } from './picture.ts';
import { type ApiSession, type Log, Requests, wordOf } from './requests.ts';
import type { Done, Scene } from './scene.ts';
import type { ApiOp } from './steering.ts';
import { isSurvey, Surveyor } from './survey.ts';

interface ApiClientOptions {
  readonly place: ClientPlace;
  readonly open: Open;
  readonly picture: Picture;
  readonly intents: ReadonlyMap<string, Intent>;
  readonly has: (feature: Feature) => boolean;
}

export function apiClient(options: ApiClientOptions): Client<ApiOp> {
  const actor = new Actor(options.place, options.open);
  const surveyor = new Surveyor(actor, options);
  return {
    invoke: (op, signal) =>
      isSurvey(op)
        ? surveyor.read(op.value, signal)
        : pursue(op, sceneOf(actor, options, signal), options),
    close: async () => {
      await Promise.all([actor.close(), surveyor.close()]);
    },
  };
}

function sceneOf(
  actor: Actor,
  { place, picture, has }: ApiClientOptions,
  signal: AbortSignal,
): Scene {
  const log: Log = { steps: [] };
  const by = (session: ApiSession): Requests =>
    new Requests({ session, users: actor.users, picture, log, signal });
  const { random } = place;
  return { actor, ask: by(actor.session), by, picture, random, place, signal, log, has };
}

async function pursue(
  { f, value }: ApiOp,
  scene: Scene,
  { intents }: ApiClientOptions,
): Promise<Outcome> {
  const aim = String(value);
  const intent = intents.get(keyOf({ f, aim }));
  if (intent === undefined) throw new RangeError(`api: expected an intent, found ${f} ${aim}`);
  const done = await intent.run(scene);
  return scene.log.doubt ?? outcomeFrom(done, aim, scene);
}

function outcomeFrom({ reply, kind, ...done }: Done, aim: string, scene: Scene): Outcome {
  const outcome = done.outcome ?? wordOf(reply);
  if (outcome === undefined) return outcomeOf(reply, kind, null);
  const reached = outcome === outcomeIn(aim) && done.hit !== false;
  const { steps } = scene.log;
  const came: Came = { aim, outcome, reached, steps, events: scene.actor.takeEvents() };
  return answered(reply, { ...came, ...done.detail });
}
