import {
  addressIn,
  convert,
  type Diagnostic,
  formatPath,
  type ModulePath,
  typeName,
  type VariableConfiguration,
} from '../model/index.js';
import { JsonBody } from './json-body.js';
import { type Report, Scope } from './report.js';

/** A default must have its variable's type even if it is never used. */
export function checkDefault(variable: VariableConfiguration, module: ModulePath, diagnostics: Diagnostic[]): void {
  const { name, type, nullable, sensitive, source } = variable;
  if (variable.default?.kind !== 'literal') return;
  const report: Report = { file: source.file, diagnostics };
  const address = addressIn(module, `var.${name}`);
  const scope = new Scope(report, new JsonBody({}), source.path, address, variable.origin);
  if (variable.default.value === null && !nullable) {
    scope.error('invalid-default', `The default of the variable ${name} must not be null`, ['default'], {
      detail: 'Remove the default, or set "nullable" to true.',
    });
    return;
  }
  const converted = convert(variable.default.value, type);
  if (converted.ok) return;
  const place = converted.path.length === 0 || sensitive ? '' : ` at ${formatPath(converted.path)}`;
  const reason = sensitive ? '' : ` It ${converted.message}.`;
  scope.error(
    'invalid-default',
    `The default of the variable ${name} has the wrong type${place}`,
    ['default', ...converted.path],
    {
      detail: `The type is ${typeName(type)}.${reason}`,
    },
  );
}
