/** The last reads of a run: every path that any client may have used, by every kind of read, from every
 * server, by a separate session that names all users. */

import { answered } from '../../src/client/answer.ts';
import type { ClientPlace, Outcome } from '../../src/contract.ts';
import type { Invocation } from '../../src/history/event.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Feature } from '../features.ts';
import type { Actor } from './actor.ts';
import { credentialOf, USERS } from './names.ts';
import type { Picture } from './picture.ts';
import { type ApiSession, type ReadF, Requests, wordOf } from './requests.ts';

export const SURVEY = 'survey';
const READS = ['exists', 'getData', 'getChildren', 'getChildren2', 'getACL'] as const;
const COUNTS = 'getAllChildrenNumber';
type SurveyRead = 'exists' | ReadF;

/** The server, counted from the process's own, and the kind of read. */
interface Survey {
  readonly server: number;
  readonly read: SurveyRead;
}

export function surveyReads(has: (feature: Feature) => boolean): readonly SurveyRead[] {
  return has('counts of descendants and of ephemerals') ? [...READS, COUNTS] : READS;
}

export function isSurvey(op: Invocation): op is Invocation & { readonly value: Survey } {
  return op.f === SURVEY;
}

interface SurveyorOptions {
  readonly place: ClientPlace;
  readonly picture: Picture;
}

export class Surveyor {
  readonly #actor: Actor;
  readonly #options: SurveyorOptions;
  readonly #sessions: Map<number, Promise<ApiSession>> = new Map();

  constructor(actor: Actor, options: SurveyorOptions) {
    this.#actor = actor;
    this.#options = options;
  }

  /** Returns how many paths had each outcome. */
  async read({ server, read }: Survey, signal: AbortSignal): Promise<Outcome> {
    const { picture } = this.#options;
    const session = await this.#sessionAt(server, signal);
    const log = { steps: [] };
    const ask = new Requests({ session, users: new Set(USERS), picture, log, signal });
    const one = (path: string): Promise<Reply<unknown>> =>
      read === 'exists' ? ask.exists(path) : ask.read(read, path);
    const replies = await Promise.all(picture.every.map(one));
    const lost = replies.find(reply => wordOf(reply) === undefined);
    const [first] = replies;
    if (lost !== undefined || first === undefined)
      return outcomeOf(lost ?? (await ask.sync('/')), 'read', null);
    return answered(first, { server, read, outcomes: tally(replies) });
  }

  async close(): Promise<void> {
    const sessions = await Promise.all(this.#sessions.values());
    await Promise.all(sessions.map(session => session.close()));
  }

  #sessionAt(server: number, signal: AbortSignal): Promise<ApiSession> {
    const known = this.#sessions.get(server);
    if (known !== undefined) return known;
    const opened = this.#open(server, signal);
    this.#sessions.set(server, opened);
    return opened;
  }

  async #open(server: number, signal: AbortSignal): Promise<ApiSession> {
    const { everyServer } = this.#options.place;
    const at = everyServer[server % everyServer.length];
    const session = this.#actor.side(at === undefined ? {} : { servers: [at] });
    for (const user of USERS) await session.addAuth('digest', credentialOf(user), signal);
    return session;
  }
}

function tally(replies: readonly Reply<unknown>[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const reply of replies) {
    const word = wordOf(reply) ?? '';
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}
