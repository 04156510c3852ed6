import { convert, type Diagnostic, isNull, isObjectValue, objectValue, ownEntry, type Value } from '../model/index.js';
import type { ProviderSchemas } from '../providers/provider.js';
import { importIdentityWrong, importWithoutIdentity } from './import-diagnostics.js';

/** An identity that a user wrote, as a value of the identity schema of a type. */
export function identityOfType(
  given: Value,
  schemas: ProviderSchemas,
  type: string,
  address: string,
): { readonly value: Value; readonly problem?: undefined } | { readonly problem: Diagnostic } {
  const schema = schemas.identity?.(type);
  if (schema === undefined) return { problem: importWithoutIdentity(address, type, schemas.source) };
  const { attributes } = schema.block;
  const names = Object.keys(attributes).sort();
  const wrong = (reason: string) => ({
    problem: importIdentityWrong(
      address,
      reason,
      names.map((name) => (attributes[name]?.required === true ? `${name} (required)` : name)),
    ),
  });
  const written = isObjectValue(given) ? given : objectValue();
  const unknown = Object.keys(written).find((name) => ownEntry(attributes, name) === undefined);
  if (unknown !== undefined) return wrong(`has no attribute ${unknown}`);
  const identity = objectValue();
  for (const name of names) {
    const attribute = attributes[name];
    const value = ownEntry(written, name) ?? null;
    if (attribute === undefined) continue;
    if (isNull(value) && attribute.required === true) return wrong(`lacks the attribute ${name}`);
    const converted = convert(value, attribute.type);
    if (!converted.ok) return wrong(`has the wrong type at ${name}: it ${converted.message}`);
    identity[name] = converted.value;
  }
  return { value: identity };
}
