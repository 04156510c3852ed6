import {
  checkResultsFromJson,
  checksToJson,
  LazyRecord,
  stateValuesJson,
  type SchemaOf,
  type State,
} from '../../model/index.js';

/** A state in the form of `terraform show -json`. An empty state has no values. */
export function stateJson(state: State, schemaOf: SchemaOf, terraformVersion: string): LazyRecord {
  return new LazyRecord((take) => {
    take('format_version', '1.0');
    take('terraform_version', terraformVersion);
    if (state.resources.size > 0 || state.outputs.size > 0) take('values', stateValuesJson(state, schemaOf));
    const results = checkResultsFromJson(state.checkResults);
    if (results.length > 0) take('checks', checksToJson(results));
  });
}
