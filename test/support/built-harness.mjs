/**
 * The harness as built. The provider of a project imports the built package, and both must have the same classes of values;
 * the runner loads modules of this kind without its own transformation.
 */
export { createHarness } from '../../dist/testing/index.js';
