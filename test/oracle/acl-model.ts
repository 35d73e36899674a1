/** A znode's access control list as it is set by those who may, and what it lets others do.
 *    grant  input Grants     output {refused, aversion}: NOAUTH, or null and the version of the list
 *    use    input {right}    output {refused}
 *  The user is that of the process. The checker of the workload is held against it. */
import { type Call, type Model, UnknownOperation } from '../../src/model/index.ts';
import type { AclAnswer, UseInput } from '../../workloads/acl/client.ts';
import { type Grants, permits, userOf } from '../../workloads/acl/rights.ts';

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
  describeState: ({ grants, aversion }) => `version ${aversion}: ${JSON.stringify(grants)}`,
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
