export { runPolicies, type CheckedPolicy, type PolicyProblem, type PolicyResult } from './run.js';
export type { PolicySource } from './sources.js';
