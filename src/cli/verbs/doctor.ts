/** `zoobreak doctor` */
import { rowFlag, TARGET_FLAGS } from '../options/flags.ts';
import type { VerbEntry } from '../verb.ts';

export const doctor: VerbEntry = {
  name: 'doctor',
  description: 'check whether a run can start here; say what is missing, and how to get it',
  flags: [TARGET_FLAGS, { flags: [rowFlag('results')] }],
  load: async () => (await import('../actions/doctor.ts')).doctor,
};
