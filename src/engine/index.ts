export { applyPlan, type ApplyOutcome } from './apply/apply.js';
export type { Recorder } from './apply/recorder.js';
export type { EngineContext } from './context.js';
export { buildGraph, type ReferencesOf } from './graph/build.js';
export { orderOf } from './graph/order.js';
export { createPlan, type PlanOptions, type PlanOutcome } from './plan/plan.js';
