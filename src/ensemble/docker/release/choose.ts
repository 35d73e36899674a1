/** Which image runs a release: one that the engine has, the official one of a registry, or one that is made here. */
import type { Recipe } from './recipe.ts';

export interface Means {
  has(image: string): Promise<boolean>;
  /** Why no registry gave it; undefined where one did. */
  pull(image: string): Promise<string | undefined>;
  /** @throws {Error} that says why it cannot be made, and why it was `refused` by the registry. */
  make(recipe: Recipe, refused: string): Promise<void>;
}

export const officialImage = (version: string): string => `zookeeper:${version}`;

/** The name of the image, once the engine has it. @throws what `make` does. */
export async function chooseImage(recipe: Recipe, means: Means): Promise<string> {
  const official = officialImage(recipe.version);
  for (const name of [official, recipe.image]) if (await means.has(name)) return name;
  const refused = await means.pull(official);
  if (refused === undefined) return official;
  await means.make(recipe, refused);
  return recipe.image;
}
