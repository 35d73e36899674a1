/** `zoobreak images`: provides what runs in Docker need (an engine and our images), and names the images. */
import { ourImages } from '../../ensemble/docker/image.ts';
import { provision } from '../../ensemble/docker/provision/provision.ts';
import { EXIT, UsageError } from '../exit.ts';
import type { Verb } from '../verb.ts';

export const images: Verb = async terminal => {
  await provision(line => terminal.err(`${line}\n`)).catch((cause: unknown) => {
    throw new UsageError(`images: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
  const { tools, server } = ourImages();
  terminal.out(`${tools}\n${server}\n`);
  return EXIT.valid;
};
