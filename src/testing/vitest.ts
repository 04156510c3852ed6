/** `landform/testing/vitest`: adds the matchers and the form of plans in snapshots to vitest. Import it in a test, or in a setup file. */
import { expect } from 'vitest';
import { matchers, type PlanMatchers } from './matchers.js';
import { planSerializer } from './snapshot.js';

declare module 'vitest' {
  // oxlint-disable-next-line typescript/no-explicit-any, typescript/no-empty-object-type -- the form that vitest declares
  interface Matchers<T = any> extends PlanMatchers<void> {}
}

expect.extend(matchers);
expect.addSnapshotSerializer(planSerializer);
