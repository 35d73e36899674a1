/** Property tests draw the same examples in every run, so that a failure is a change of the code.
 *  PROPERTY_SEED=<integer> draws others; fast-check prints the seed of a failure. */
import fc from 'fast-check';

const given = process.env.PROPERTY_SEED;
fc.configureGlobal({ seed: given === undefined ? 20_261_122 : Number(given) });
