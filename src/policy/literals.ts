import { addressIn, isJsonList, isJsonObject, type Json } from '../model/index.js';

/** By resource of the configuration: paths of arguments whose text is a constant. Their values are not needed, and not kept. */
export function literalsOf(configuration: Json | undefined): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  if (isJsonObject(configuration)) addModule(configuration.root_module, '', found);
  return found;
}

function addModule(module: Json | undefined, path: string, found: Map<string, readonly string[]>): void {
  if (!isJsonObject(module)) return;
  for (const resource of isJsonList(module.resources) ? module.resources : []) {
    if (!isJsonObject(resource) || typeof resource.address !== 'string') continue;
    const paths = [...literalPaths(resource.expressions, [])];
    if (paths.length > 0) found.set(addressIn(path, resource.address), paths);
  }
  for (const [name, call] of Object.entries(isJsonObject(module.module_calls) ? module.module_calls : {}))
    if (isJsonObject(call)) addModule(call.module, addressIn(path, `module.${name}`), found);
}

function* literalPaths(json: Json | undefined, path: readonly string[]): Generator<string> {
  if (isJsonList(json)) {
    for (const [index, one] of json.entries()) yield* literalPaths(one, [...path, String(index)]);
  } else if (isJsonObject(json)) {
    if ('constant_value' in json) yield* textPaths(json.constant_value, path);
    else if (!isJsonList(json.references))
      for (const [name, one] of Object.entries(json)) yield* literalPaths(one, [...path, name]);
  }
}

function* textPaths(json: Json | undefined, path: readonly string[]): Generator<string> {
  if (typeof json === 'string' && json !== '') yield path.join('.');
  else if (isJsonList(json)) for (const [index, one] of json.entries()) yield* textPaths(one, [...path, String(index)]);
  else if (isJsonObject(json)) for (const [name, one] of Object.entries(json)) yield* textPaths(one, [...path, name]);
}
