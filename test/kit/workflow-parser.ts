/** GitHub's own parser of workflows. It imports its schemas as JSON without saying so, which bundlers take
 *  and Node does not: here a hook makes Node take them. */
import { register } from 'node:module';

const HOOKS = `export async function resolve(name, context, next) {
  const found = await next(name, context);
  return name.endsWith('.min.json') ? { ...found, importAttributes: { type: 'json' } } : found;
}`;

register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);
const { NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');
const { parseAction } = await import('@actions/workflow-parser/actions/action-parser');

/** What is wrong with a workflow, or with an action; nothing where it keeps to the schema. */
export function errorsIn(kind: 'workflow' | 'action', name: string, content: string): string[] {
  const parser = kind === 'workflow' ? parseWorkflow : parseAction;
  const { context } = parser({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(error => error.message);
}
