/** A znode's access control list as it is set by those who may, and what it lets others do.
 *    grant  input Grants     output {refused, aversion}: NOAUTH, or null and the version of the list
 *    use    input {right}    output {refused}
 *  The user is that of the process. */
import { type Call, type Model, UnknownOperation } from '../src/model/index.ts';
import { type Grants, permits, type Right, userOf } from './acl-rights.ts';

export interface UseInput {
  readonly right: Exclude<Right, 'admin'>;
  /** The number of the child to create or to delete. */
  readonly child?: number;
}

export interface AclAnswer {
  readonly refused: 'NOAUTH' | null;
  /** Of a list that was set. */
  readonly aversion?: number;
}

interface AclState {
  readonly grants: Grants;
  readonly aversion: number;
}

export const aclModel: Model<AclState> = {
  name: 'access control list',
  init: { grants: [], aversion: 0 },
  step: (state, op) => {
    switch (op.f) {
      case 'grant':
        return granted(state, op);
      case 'use': {
        const { right } = op.input as UseInput;
        return answeredAs(op, permits(state.grants, userOf(op.process), right)) ? state : undefined;
      }
    }
    throw new UnknownOperation('access control list', ['grant', 'use'], op);
  },
  describe: ({ grants, aversion }) => `version ${aversion}: ${JSON.stringify(grants)}`,
  isRead: ({ f }) => f === 'use',
  knowsProcess: true,
};

function granted(state: AclState, op: Call): AclState | undefined {
  const allowed = permits(state.grants, userOf(op.process), 'admin');
  if (!answeredAs(op, allowed)) return undefined;
  if (!allowed) return state;
  const aversion = state.aversion + 1;
  if (op.type === 'ok' && (op.output as AclAnswer).aversion !== aversion) return undefined;
  return { grants: op.input as Grants, aversion };
}

/** What is in doubt was answered as it had to be. */
function answeredAs({ type, output }: Call, allowed: boolean): boolean {
  return type !== 'ok' || ((output as AclAnswer).refused === null) === allowed;
}
