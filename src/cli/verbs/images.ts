/** `zoobreak images` */
import type { VerbEntry } from '../verb.ts';

export const images: VerbEntry = {
  name: 'images',
  description: 'provide what runs in Docker need: an engine and the images',
  load: async () => (await import('../actions/images.ts')).images,
};
