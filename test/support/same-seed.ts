import * as fc from 'fast-check';

/**
 * Every run tries the same random cases, so a failure is caused by the change under test. `LANDFORM_SEED` (an integer)
 * selects others.
 */
fc.configureGlobal({ seed: Number(process.env['LANDFORM_SEED'] ?? 1) });
