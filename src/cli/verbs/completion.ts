/** `zoobreak completion`. Stands outside the registry of verbs, since its action reads that registry. */
import type { VerbEntry } from '../verb.ts';

export const completion: VerbEntry = {
  name: 'completion',
  description: 'print a script that completes commands, flags and names in bash or zsh',
  argument: { syntax: '<shell>', help: 'bash or zsh: eval "$(zoobreak completion bash)"' },
  load: async () => (await import('../actions/completion.ts')).completion,
};
