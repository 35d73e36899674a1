/** One leader at a time.
 *   lead     ok: the epoch, above all before, or null where there are none; possible when nobody leads
 *   resign   possible for the leader alone
 *   leader   ok: the process that leads, or null */
import { type Call, type Model, UnknownOperation } from './model.ts';

interface Leadership {
  readonly leader: number | null;
  readonly epoch: number;
}

/** `leader-election`. A `lead` that never returned began the lowest epoch it could. */
export const leaderElection: Model<Leadership> = {
  name: 'leader-election',
  init: { leader: null, epoch: 0 },
  knowsProcess: true,
  step: (state, op) => {
    if (op.f === 'lead') return elected(state, op);
    if (op.f === 'resign')
      return state.leader === op.process ? { ...state, leader: null } : undefined;
    if (op.f === 'leader')
      return op.type !== 'ok' || op.output === state.leader ? state : undefined;
    throw new UnknownOperation('leader-election', ['lead', 'resign', 'leader'], op);
  },
  describeState: ({ leader, epoch }) =>
    leader === null
      ? `nobody leads after epoch ${epoch}`
      : `process ${leader} leads epoch ${epoch}`,
  isRead: ({ f }) => f === 'leader',
};

function elected({ leader, epoch }: Leadership, op: Call): Leadership | undefined {
  if (leader !== null) return undefined;
  const next = op.type === 'ok' && typeof op.output === 'number' ? op.output : epoch + 1;
  return next > epoch ? { leader: op.process, epoch: next } : undefined;
}
