import {
  isNull,
  Unknown,
  errorDiagnostic,
  objectValue,
  plainJson,
  type Diagnostic,
  type Json,
  type Value,
} from '../../model/index.js';
import type { AttributeMapping, ConfigurationMapping, Settings } from './mapping/definition.js';
import { fixedValue, valueFromReply, valuesOf, type Values } from './values/projection.js';

/** A provider's configuration, completed from the environment. */
export interface Configured {
  /** Every attribute: null if it is not set, unknown if it is only known after apply. */
  readonly values: Values;
  /** Undefined while something is unknown or missing. */
  readonly settings: Settings | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function readConfiguration(
  mapping: ConfigurationMapping,
  config: Value,
  environment: Readonly<Record<string, string | undefined>>,
): Configured {
  const given = valuesOf(config);
  const values = objectValue();
  const diagnostics: Diagnostic[] = [];
  for (const [name, attribute] of Object.entries(mapping.attributes)) {
    values[name] =
      given[name] ?? fromEnvironment(attribute.environment, attribute.type, environment) ?? fixedDefault(attribute);
    if (!isNull(values[name]) || !mapping.needed.includes(name)) continue;
    const variable =
      attribute.environment === undefined ? '' : `, or the environment variable ${attribute.environment}`;
    const detail = `Set ${name} in the provider configuration${variable}.`;
    diagnostics.push(
      errorDiagnostic('provider-not-configured', `The provider has no ${name}`, { detail, path: [name] }),
    );
  }
  diagnostics.push(...(mapping.check?.(asKnown(values)) ?? []));
  const known = Object.values(values).every((value) => !(value instanceof Unknown));
  const settings = known && diagnostics.length === 0 ? mapping.settings(asJson(values)) : undefined;
  return { values, settings, diagnostics };
}

function fixedDefault({ default: source }: AttributeMapping): Value {
  return source !== undefined && 'value' in source ? fixedValue(source) : null;
}

function fromEnvironment(
  variable: string | undefined,
  type: ConfigurationMapping['attributes'][string]['type'],
  environment: Readonly<Record<string, string | undefined>>,
): Value | undefined {
  const text = variable === undefined ? undefined : environment[variable];
  return text === undefined || text === '' ? undefined : valueFromReply(text, type ?? 'string');
}

function asKnown(values: Values): Record<string, Json | undefined> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value instanceof Unknown ? undefined : plainJson(value)]),
  );
}

function asJson(values: Values): Record<string, Json> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plainJson(value)]));
}
