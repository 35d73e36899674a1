/** A session without a tree: each call is noted, and answered with the error that the test scripted for the next
 *  call of its method, else with success. */
import type { NodeName, SessionState } from '../../src/contract.ts';
import { openAcl } from '../../src/zookeeper/data-records.ts';
import { zkError } from '../../src/zookeeper/errors.ts';
import type { Reply } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';
import { aStat } from './a-stat.ts';

/** Methods, and the codes of the errors of their next calls; 0 is success. CONNECTIONLOSS has no reply. */
export type Answers = Partial<Record<keyof Session, readonly number[]>>;

const CONNECTIONLOSS = -4;
const FACTS = { node: 'n1' as NodeName, session: 9n } as const;

/** Everything but reconfig. */
export class AnsweringSession implements Omit<Session, 'reconfig' | 'check'> {
  readonly id = 9n;
  readonly password: Uint8Array = new Uint8Array(16);
  readonly lastZxid = 5n;
  readonly timeoutMs = 6_000;
  readonly node: NodeName | undefined = FACTS.node;
  /** `delete /a`, in order. */
  readonly calls: string[] = [];
  state: SessionState = 'connected';
  readonly #left: Map<string, number[]>;
  #zxid = 5n;

  constructor(answers: Answers = {}) {
    this.#left = new Map(Object.entries(answers).map(([method, codes]) => [method, [...codes]]));
  }

  create: Session['create'] = path => this.#answer('create', path, { path });
  delete: Session['delete'] = path => this.#answer('delete', path, undefined);
  exists: Session['exists'] = path => this.#answer('exists', path, aStat);
  getData: Session['getData'] = path =>
    this.#answer('getData', path, { data: new Uint8Array(), stat: aStat });
  setData: Session['setData'] = path => this.#answer('setData', path, aStat);
  getChildren: Session['getChildren'] = path => this.#answer('getChildren', path, []);
  getChildren2: Session['getChildren2'] = path =>
    this.#answer('getChildren2', path, { children: [], stat: aStat });
  sync: Session['sync'] = path => this.#answer('sync', path, path);
  getACL: Session['getACL'] = path => this.#answer('getACL', path, { acl: openAcl, stat: aStat });
  setACL: Session['setACL'] = path => this.#answer('setACL', path, aStat);
  multi: Session['multi'] = () => this.#answer('multi', '', []);
  multiRead: Session['multiRead'] = () => this.#answer('multiRead', '', []);
  addWatch: Session['addWatch'] = path => this.#answer('addWatch', path, undefined);
  checkWatches: Session['checkWatches'] = path => this.#answer('checkWatches', path, undefined);
  removeWatches: Session['removeWatches'] = path => this.#answer('removeWatches', path, undefined);
  getEphemerals: Session['getEphemerals'] = path => this.#answer('getEphemerals', path, []);
  getAllChildrenNumber: Session['getAllChildrenNumber'] = path =>
    this.#answer('getAllChildrenNumber', path, 0);
  whoAmI: Session['whoAmI'] = () => this.#answer('whoAmI', '', []);
  addAuth: Session['addAuth'] = scheme => this.#answer('addAuth', scheme, undefined);

  move(): void {
    this.calls.push('move');
  }

  abandon(): void {
    this.calls.push('abandon');
    this.state = 'closed';
  }

  async close(): Promise<boolean> {
    this.calls.push('close');
    this.state = 'closed';
    return true;
  }

  async #answer<T>(method: string, path: string, value: T): Promise<Reply<T>> {
    this.calls.push(`${method} ${path}`.trim());
    const code = this.#left.get(method)?.shift() ?? 0;
    this.#zxid += 1n;
    if (code === 0) return { ok: true, value, zxid: this.#zxid, ...FACTS };
    const error = zkError(code);
    if (code === CONNECTIONLOSS) return { ok: false, error, left: true };
    return { ok: false, error, left: true, zxid: this.#zxid, ...FACTS };
  }
}
