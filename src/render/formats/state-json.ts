import { stateValuesJson, type JsonObject, type SchemaOf, type State } from '../../model/index.js';

/** A state as `terraform show -json` writes it. An empty state has no values. */
export function stateJson(state: State, schemaOf: SchemaOf, terraformVersion: string): JsonObject {
  const start = { format_version: '1.0', terraform_version: terraformVersion };
  if (state.resources.size === 0 && state.outputs.size === 0) return start;
  return { ...start, values: stateValuesJson(state, schemaOf) };
}
