import { memberOf } from '../../model/index.js';
import type { AttributeMapping, DataSourceMapping, Field, ResourceMapping } from '../rest/mapping/definition.js';

/** Attributes that a data source has in addition to the resource's. */
export interface More {
  readonly description: string;
  readonly attributes?: Readonly<Record<string, AttributeMapping>>;
  readonly parameters?: DataSourceMapping['parameters'];
  /** Including attributes that depend on optional inputs in the resource. */
  readonly reply?: Readonly<Record<string, Field>>;
}

/** A data source for one object of a resource: found by its identity, with everything that the manager shows. */
export function single(
  { noun, attributes, identity, parameters, reply, read }: ResourceMapping,
  { description, attributes: more = {}, ...other }: More,
): DataSourceMapping {
  const shown = Object.entries({ ...reply, ...other.reply }).filter(([name]) => !identity.includes(name));
  return {
    noun,
    description,
    attributes: {
      ...Object.fromEntries(identity.map((name) => [name, asInput(memberOf(attributes, name))])),
      ...Object.fromEntries(shown.map(([name]) => [name, asResult({ ...attributes[name], ...more[name] })])),
    },
    parameters: { ...parameters, ...other.parameters },
    one: {
      ...(read.call === undefined ? {} : { call: read.call }),
      ...(read.list === undefined ? {} : { list: read.list, where: read.list.by }),
      reply: Object.fromEntries(shown),
    },
  };
}

/** The identity of the object; if the tenant is omitted, it is that of the provider. */
function asInput({ type, constraint, description, default: source }: AttributeMapping): AttributeMapping {
  return {
    ...(type === undefined ? {} : { type }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(description === undefined ? {} : { description: description.replace(/ A change renames it\.$/, '') }),
    ...(source === undefined ? { required: true } : { optional: true, computed: true, default: source }),
  };
}

function asResult({ type, sensitive, description, nested }: AttributeMapping): AttributeMapping {
  return {
    computed: true,
    ...(type === undefined ? {} : { type }),
    ...(sensitive === undefined ? {} : { sensitive }),
    ...(description === undefined ? {} : { description }),
    ...(nested === undefined ? {} : { nested }),
  };
}
