// Writes docs/providers/*.md from the providers' schemas and the texts and examples beside them: node scripts/provider-guides.mjs
import { updateByTest } from './update-by-test.mjs';

updateByTest('test/units/docs/provider-guides.test.ts');
