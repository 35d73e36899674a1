/** `npm run build`: the build alone, of an installed checkout. */
import { build } from './checkout.mjs';

build();
