export { readDocument } from './document.js';
export { mergedEncryption, readEncryptionJson, readEncryptionText } from './encryption-block.js';
export { argumentFromJson, expressionFromJson } from './expression-from-json.js';
export { generatedHcl, generatedJson, resourceHcl, type ExistingResource } from './generated-resource.js';
export { formatHcl } from './hcl-format.js';
export { parseHcl } from './hcl-parser.js';
export type { HclArgument, HclBlock, HclBlocks, HclContent } from './hcl-tree.js';
export { syntaxDiagnostics } from './hcl-problems.js';
export { locate, rangesOf, resolveDiagnostics, snippet } from './diagnostic-places.js';
export { JsonIndex } from './json-index.js';
export { LineIndex } from './line-index.js';
export type { FindModule, FoundModule } from './module-call.js';
export { isOverride } from './names.js';
export { parseExpression, parseTemplate } from './parser.js';
export { printExpression, printSteps, printTemplate } from './print.js';
export { readConfiguration } from './read.js';
export { referenceProblems, references } from './references.js';
export { parseTypeConstraint } from './type-constraint.js';
export { valueText, variablesText } from './value-text.js';
export { parseVariableText, readVariableFile } from './variables-file.js';
export { readWritten } from './written/read.js';
export {
  readMockFile,
  readTestFile,
  type ExpectedFailure,
  type MockedProvider,
  type MockedValues,
  type Override,
  type TestedModule,
  type TestFile,
  type TestRun,
} from './test-file.js';
export { printWrittenJson } from './written/print-json.js';
export {
  bodiesOf,
  type Written,
  type WrittenBlock,
  type WrittenMember,
  type WrittenObject,
  type WrittenPlace,
  type WrittenScalar,
} from './written/tree.js';
