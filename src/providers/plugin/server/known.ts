import { DiagnosticError, impliedType, type Schema, type Type } from '../../../model/index.js';
import { unknownType } from '../../diagnostics.js';
import type { Provider, ProviderSchemas } from '../../provider.js';

const KINDS = { managed: 'resource', data: 'data source', action: 'action' } as const;

/** The schema of a type and the type of its objects. Throws a diagnostic if the provider has no such type. */
export function known(
  { schemas }: Provider,
  mode: keyof typeof KINDS,
  name: string,
): { readonly schema: Schema; readonly type: Type } {
  const schema = schemaOf(schemas, mode, name);
  if (schema === undefined) throw new DiagnosticError([unknownType(schemas.source, KINDS[mode], name)]);
  return { schema, type: impliedType(schema.block) };
}

function schemaOf(schemas: ProviderSchemas, mode: keyof typeof KINDS, name: string): Schema | undefined {
  if (mode === 'managed') return schemas.resource(name);
  return mode === 'data' ? schemas.dataSource(name) : schemas.action(name);
}
