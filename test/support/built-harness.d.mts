export { createHarness } from '../../src/testing/index.js';
