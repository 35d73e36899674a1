/** The commands of docs/ssh.md: the tests run what the reader is told to type. */
import { readFile } from 'node:fs/promises';

const GUIDE = new URL('../../docs/ssh.md', import.meta.url);

/** The one block of commands under the heading that contains `title`.
 * @throws {RangeError} where there is none. */
export async function guideBlock(title: string): Promise<string> {
  const sections = (await readFile(GUIDE, 'utf8')).split(/^## /m);
  const section = sections.find(each => each.split('\n')[0]?.includes(title));
  const block = /^```sh\n(.*?)^```$/ms.exec(section ?? '')?.[1];
  if (block === undefined) throw new RangeError(`docs/ssh.md: no commands under '${title}'`);
  return block.trimEnd();
}
