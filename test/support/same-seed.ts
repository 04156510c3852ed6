import * as fc from 'fast-check';

/**
 * Every run tries the same random cases, so that a failure is of the change that it comes with. `LANDFORM_SEED` (an
 * integer) asks for others.
 */
fc.configureGlobal({ seed: Number(process.env['LANDFORM_SEED'] ?? 1) });
