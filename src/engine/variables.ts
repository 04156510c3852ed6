import {
  type Configuration,
  containsSensitive,
  convert,
  type Diagnostic,
  errorDiagnostic,
  type Expression,
  formatPath,
  isNull,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  objectValue,
  Sensitive,
  sensitive,
  SetValue,
  type SourcePlace,
  type TypeDefaults,
  typeName,
  UNKNOWN,
  unmark,
  unmarkDeep,
  type Value,
  type VariableConfiguration,
} from '../model/index.js';
import { evaluate } from './evaluate/evaluate.js';
import type { Scope } from './evaluate/scope.js';
import type { Surroundings } from './evaluate/surroundings.js';
import { judge } from './walk/conditions.js';
import { isLate } from './plan/late-validations.js';

/** A value set for a variable, and where it comes from: `-var`, `TF_VAR_region`, `terraform.tfvars.json`. */
export interface GivenVariable {
  readonly value: Value;
  readonly from: string;
}

const NOTHING: Scope = {
  lookup: () => ({
    problem: {
      code: 'unknown-reference',
      summary: 'References are not allowed here',
      detail: 'Defaults must be constant.',
    },
  }),
};

/**
 * The final values of all variables: set or default, converted to their types, sensitive ones marked, and checked by
 * the validations that refer only to variables. The walk evaluates the other validations. `asGiven` has them as a plan
 * stores them: unconverted where they were set, since as in Terraform an attribute that is left out stays out.
 * `ephemeral` names the ephemeral variables that were set.
 */
export function settleVariables(
  configuration: Configuration,
  given: ReadonlyMap<string, GivenVariable>,
  surroundings?: Surroundings,
): {
  readonly values: ReadonlyMap<string, Value>;
  readonly asGiven: ReadonlyMap<string, Value>;
  readonly ephemeral: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const values = new Map<string, Value>();
  const asGiven = new Map<string, Value>();
  const ephemeral = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const variable of configuration.variables.values()) {
    if (variable.ephemeral === true && given.has(variable.name)) ephemeral.add(variable.name);
    const settled = settle(variable, given.get(variable.name));
    if ('summary' in settled) {
      diagnostics.push(settled);
      values.set(variable.name, UNKNOWN);
    } else {
      const isHidden = variable.sensitive || variable.ephemeral === true;
      const marked = (value: Value): Value => (isHidden ? sensitive(unmarkDeep(value)) : value);
      values.set(variable.name, marked(settled.value));
      asGiven.set(variable.name, marked(given.get(variable.name)?.value ?? settled.value));
    }
  }
  if (diagnostics.length === 0) diagnostics.push(...validateVariables(configuration, values, surroundings));
  return { values, asGiven, ephemeral, diagnostics };
}

/** The variables in the form a plan stores. */
export function keptVariables({
  variablesAsGiven: variables,
  ephemeral,
}: {
  readonly variablesAsGiven: ReadonlyMap<string, Value>;
  readonly ephemeral: ReadonlySet<string>;
}): { readonly variables: ReadonlyMap<string, Value>; readonly ephemeral: readonly string[] } {
  if (ephemeral.size === 0) return { variables, ephemeral: [] };
  return { variables: new Map([...variables].filter(([name]) => !ephemeral.has(name))), ephemeral: [...ephemeral] };
}

/** The value of an expression without references. */
export const constantValue = (expression: Expression, place: SourcePlace): ReturnType<typeof evaluate> =>
  evaluate(expression, NOTHING, place);

/** A variable's default, converted to its type; undefined if there is none or it cannot be converted. */
export function defaultOf(variable: VariableConfiguration): Value | undefined {
  if (variable.default === undefined) return undefined;
  const converted = ofType(variable, constantValue(variable.default, variable.source).value);
  return converted.ok ? converted.value : undefined;
}

/**
 * The value of an argument for a variable of a module, converted to its type and marked; undefined stands for no
 * argument. Validation has checked that there is a default then.
 */
export function settleArgument(
  variable: VariableConfiguration,
  given: Value | undefined,
  place: Pick<Diagnostic, 'address' | 'source'>,
): { readonly value: Value } | Diagnostic {
  const { name, nullable, type } = variable;
  const isHidden = variable.sensitive || variable.ephemeral === true;
  let value = given;
  if (value === undefined || (isNull(unmark(value)) && !nullable)) {
    if (variable.default === undefined && value !== undefined) {
      return errorDiagnostic('null-variable', `The argument ${name} must not be null`, {
        ...place,
        detail: `The variable var.${name} of the module is not nullable. Give it a value.`,
      });
    }
    value = variable.default === undefined ? UNKNOWN : evaluate(variable.default, NOTHING, variable.source).value;
  }
  const converted = ofType(variable, value);
  if (converted.ok) return { value: isHidden ? sensitive(unmarkDeep(converted.value)) : converted.value };
  const at = converted.path.length === 0 || isHidden ? '' : ` at ${formatPath(converted.path)}`;
  const problem = isHidden || containsSensitive(value) ? `is not of type ${typeName(type)}` : converted.message;
  return errorDiagnostic('wrong-variable-type', `The argument ${name} has the wrong type${at}`, {
    ...place,
    detail: `It ${problem}.`,
  });
}

function ofType({ type, typeDefaults }: VariableConfiguration, value: Value): ReturnType<typeof convert> {
  return convert(typeDefaults === undefined ? value : fillDefaults(value, typeDefaults), type);
}

function settle(
  variable: VariableConfiguration,
  given: GivenVariable | undefined,
): { readonly value: Value } | Diagnostic {
  const address = `var.${variable.name}`;
  const standard = variable.default === undefined ? undefined : constantValue(variable.default, variable.source).value;
  let raw = given?.value ?? null;
  if (given === undefined || (isNull(raw) && !variable.nullable)) {
    if (standard === undefined) {
      const how = `Set it with --var '${variable.name}=…', TF_VAR_${variable.name}, or a *.tfvars.json file.`;
      return given === undefined
        ? errorDiagnostic('missing-variable', `The variable ${variable.name} has no value`, {
            address,
            source: variable.source,
            ...originOf(variable),
            detail: how,
          })
        : errorDiagnostic('null-variable', `The variable ${variable.name} must not be null`, {
            address,
            source: variable.source,
            ...originOf(variable),
            detail: how,
          });
    }
    raw = standard;
  }
  const converted = ofType(variable, raw);
  if (converted.ok) return { value: converted.value };
  // The keys of a sensitive map are part of the secret.
  const place = converted.path.length === 0 || variable.sensitive ? '' : ` at ${formatPath(converted.path)}`;
  return errorDiagnostic(
    'wrong-variable-type',
    `The value of the variable ${variable.name} has the wrong type${place}`,
    {
      address,
      source: variable.source,
      ...originOf(variable),
      detail: `From ${given?.from ?? 'its default'}: ${variable.sensitive ? `it is not of type ${typeName(variable.type)}` : `it ${converted.message}`}.`,
    },
  );
}

const originOf = (variable: VariableConfiguration): Pick<Diagnostic, 'origin'> =>
  variable.origin === undefined ? {} : { origin: variable.origin };

/** Adds the defaults of optional attributes that a value leaves out. */
function fillDefaults(value: Value, defaults: TypeDefaults): Value {
  if (value instanceof Sensitive) return sensitive(fillDefaults(value.value, defaults));
  const inside = (part: Value, name: string): Value => {
    const deeper = defaults.inside?.[name] ?? defaults.inside?.['*'];
    return deeper === undefined ? part : fillDefaults(part, deeper);
  };
  if (isTupleValue(value)) return value.map((item, index) => inside(item, String(index)));
  if (value instanceof ListValue)
    return new ListValue(
      'dynamic',
      value.items.map((item) => inside(item, '*')),
    );
  if (value instanceof SetValue) return value.items.map((item) => inside(item, '*'));
  const entries = value instanceof MapValue ? value.entries : isObjectValue(value) ? value : undefined;
  if (entries === undefined) return value;
  const result = objectValue(entries);
  for (const [name, expression] of Object.entries(defaults.attributes ?? {})) {
    if (isNull(result[name] ?? null)) result[name] = evaluate(expression, NOTHING, { file: '', path: [] }).value;
  }
  for (const [name, part] of Object.entries(result)) result[name] = inside(part, name);
  return result;
}

function validateVariables(
  configuration: Configuration,
  values: ReadonlyMap<string, Value>,
  surroundings: Surroundings | undefined,
): readonly Diagnostic[] {
  const scope: Scope = {
    surroundings,
    lookup: (subject) => {
      const value = subject.kind === 'variable' ? values.get(subject.name) : undefined;
      return value === undefined
        ? {
            problem: {
              code: 'unknown-reference',
              summary: 'Only variables can be used here',
              detail: 'A validation can only refer to variables.',
            },
          }
        : { value, consumed: 0 };
    },
  };
  return [...configuration.variables.values()].flatMap(({ name, validations, origin }) =>
    validations
      .filter((validation) => !isLate(validation))
      .flatMap((validation) => judge(validation, 'validation', `var.${name}`, scope).diagnostics)
      .map((found) => (origin === undefined ? found : { ...found, origin })),
  );
}
