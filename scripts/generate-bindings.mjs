// Writes src/bindings from the providers' schemas: node scripts/generate-bindings.mjs
import { updateByTest } from './update-by-test.mjs';

updateByTest('test/units/generate/bindings.test.ts');
