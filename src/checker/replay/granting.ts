/** Answers of the model, held against replies. Where the trace leaves open whether a request is permitted, the reply
 * decides that, and the rest of it is compared. */
import { areAboutAcl, type Difference, differences } from './compare.ts';
import { type Context, revert } from './model/context.ts';
import type { Answer } from './model/multi.ts';
import type { ReplyRecord } from './trace.ts';

export interface Attempt {
  readonly context: Context;
  readonly answer: Answer;
  readonly differences: readonly Difference[];
}

/** Answers a request, and once more with every open permission granted if the reply differs in a permission. What the
 * answer changed is not reverted. */
export function attemptIn(
  context: Context,
  reply: ReplyRecord,
  answer: (context: Context) => Answer,
): Attempt {
  const attempt = compared(context, reply, answer(context));
  if (!isOpen(attempt)) return attempt;
  revert(context);
  const granting = { ...context, grants: true };
  return compared(granting, reply, answer(granting));
}

/** Tests whether a reply differs in a permission that the trace leaves open. */
export function isOpen({ context, differences: found }: Attempt): boolean {
  return context.unsure && areAboutAcl(found);
}

function compared(context: Context, reply: ReplyRecord, answer: Answer): Attempt {
  return { context, answer, differences: differences(answer, reply) };
}
