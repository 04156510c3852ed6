/** `landform/automation`: plan and apply from a program. docs/automation.md shows how. */
export { Project, type Approve, type ProjectOptions } from './project.js';
export type { Renderable, RenderOptions } from './render.js';
/** The underlying operations, for a program that provides its own `OperationEnvironment`. */
export * from '../operations/index.js';
export {
  hasErrors,
  isNull,
  ListValue,
  MapValue,
  plainJson,
  Sensitive,
  SetValue,
  TypedNull,
  Unknown,
  type Action,
  type Diagnostic,
  type Event,
  type OutputChange,
  type OutputState,
  type Plan,
  type ResourceChange,
  type Value,
} from '../model/index.js';
