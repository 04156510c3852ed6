import {
  isNull,
  isSecretName,
  markedTexts,
  objectSecrets,
  sensitive,
  walkValue,
  type Configuration,
  type Expression,
  type State,
  type Value,
  modulesOf,
  type ModuleConfiguration,
} from '../model/index.js';

/** The secrets in a state. */
export function* stateSecrets(state: State): Iterable<string> {
  for (const { value, sensitive: secret } of state.outputs.values())
    yield* markedTexts(secret && !isNull(value) ? sensitive(value) : value);
  yield* objectSecrets(state);
}

/** Values in the configuration whose names indicate a secret, and defaults of sensitive variables. */
export function* writtenSecrets(configuration: Configuration): Iterable<string> {
  for (const module of modulesOf(configuration)) yield* secretsIn(module);
}

function* secretsIn({ providers, resources, actions, variables, calls }: ModuleConfiguration): Iterable<string> {
  for (const { name, sensitive: secret, default: given } of variables.values())
    if (given !== undefined) yield* literalsIn(secret ? 'secret' : name, given);
  for (const { body } of [...providers.values(), ...resources.values(), ...actions.values()])
    for (const [name, expression] of Object.entries(body.content)) yield* literalsIn(name, expression);
  for (const { body, module } of calls.values()) {
    for (const [name, expression] of Object.entries(body.content))
      yield* literalsIn(module.variables.get(name)?.sensitive === true ? 'secret' : name, expression);
  }
}

function* literalsIn(name: string, expression: Expression): Iterable<string> {
  if (expression.kind === 'literal') {
    yield* textsUnder(name, expression.value);
  } else if (expression.kind === 'tuple') {
    for (const item of expression.items) yield* literalsIn(name, item);
  } else if (expression.kind === 'object') {
    for (const { key, value } of expression.items) {
      const inner = key.kind === 'literal' && typeof key.value === 'string' ? key.value : '';
      yield* literalsIn(isSecretName(name) ? name : inner, value);
    }
  }
}

function textsUnder(name: string, value: Value): string[] {
  const found: string[] = [];
  walkValue(value, (part, path) => {
    const isSecret = [name, ...path].some((step) => typeof step === 'string' && isSecretName(step));
    if (isSecret && typeof part === 'string') found.push(part);
  });
  return found;
}
