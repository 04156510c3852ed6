export { type Parsed, parseExpression, parseTemplate, SPLAT_ITEM } from './parser.js';
export { printExpression, printSteps, printTemplate } from './print.js';
export type { Problem } from './problem.js';
export { referenceFromTraversal, referenceProblems, type ReferenceResult, references } from './references.js';
export { walkExpression } from './walk.js';
