/** `landform/policy`: the exports for authors of policies. It runs where policies run, so it imports nothing else. */
export { definePolicy, type Policy, type PolicyDefinition, type Violation } from './define.js';
export { isKnown, isSensitive, isUnknown, type Hidden } from './hidden.js';
export type { ParameterDefinition, ParameterDefinitions, ParameterValues } from './parameters.js';
export type {
  PolicyAction,
  PolicyChange,
  PolicyContext,
  PolicyDrift,
  PolicyObject,
  PolicyOutput,
  PolicyProvider,
  PolicyResource,
  PolicyStack,
  PolicySubject,
  PolicyValue,
} from './context.js';
export {
  ofType,
  type PolicyAttributes,
  type PolicyChangeOf,
  type PolicyDriftOf,
  type PolicyResourceOf,
} from './typed.js';
export { blastRadius } from './shipped/blast-radius.js';
export { literalSecrets } from './shipped/literal-secrets.js';
export { missingTags } from './shipped/missing-tags.js';
export { oldDrift } from './shipped/old-drift.js';
export { publicExposure } from './shipped/public-exposure.js';
export { statefulDelete } from './shipped/stateful-delete.js';
export { statefulReplace } from './shipped/stateful-replace.js';
export { unpinnedProviders } from './shipped/unpinned-providers.js';
