/** Boots the TypeScript worker of check.test.ts: a worker thread loads no TypeScript by itself. */
import { register } from 'tsx/esm/api';

register();
const { default: work } = await import('./check-worker.ts');
export default work;
