/** What no container of a run may do: win rights that it did not start with, or take the machine's processes. */
import type Docker from 'dockerode';

/** A server has about a hundred threads. */
const MOST_PROCESSES = 2000;

export const CONFINED: Docker.HostConfig = {
  SecurityOpt: ['no-new-privileges'],
  PidsLimit: MOST_PROCESSES,
};
