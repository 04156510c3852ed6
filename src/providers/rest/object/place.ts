import { errorDiagnostic, isNull, type Diagnostic } from '../../../model/index.js';
import { jsonOf, type Values } from '../values/projection.js';
import type { ConfigurationMapping, ResourceMapping } from '../mapping/definition.js';

/**
 * Where an object is, according to the provider configuration: the endpoint, and each setting that is part of
 * identities. It is kept with the object. The same identity in another place is another object, so not finding it there
 * proves nothing.
 */
export type Place = Readonly<Record<string, string>>;

/** What a place is made of: the same for all objects of a type. */
export interface Surveyed {
  readonly mapping: ResourceMapping;
  readonly configuration: ConfigurationMapping;
  readonly configured: Values;
  /** Where requests with this configuration go, whatever a resource says: the endpoint, and `configuration.places`. */
  readonly requests: Place;
  readonly defaults: readonly DefaultSetting[];
}

/** `endpoint` is undefined while the configuration is not wholly known. */
export function survey(
  mapping: ResourceMapping,
  configuration: ConfigurationMapping,
  configured: Values,
  endpoint: string | undefined,
): Surveyed {
  const requests: Record<string, string> = endpoint === undefined ? {} : { endpoint: normal(endpoint) };
  for (const name of configuration.places ?? []) Object.assign(requests, textOf(name, configured));
  return { mapping, configuration, configured, requests, defaults: defaultSettings(mapping) };
}

/** Where requests go, with the settings that a resource leaves to the provider. */
export function placeOf(surveyed: Surveyed, config: Values): Place {
  const place: Record<string, string> = { ...surveyed.requests };
  for (const [attribute, setting] of surveyed.defaults) {
    if (isNull(config[attribute] ?? null)) Object.assign(place, textOf(setting, surveyed.configured));
    else delete place[setting];
  }
  return place;
}

/**
 * The first part of a place whose configuration has changed. Unknown parts, and parts that were never kept, are
 * ignored.
 */
export function differenceOf(kept: Place | undefined, now: Place): PlaceChange | undefined {
  for (const [part, before] of Object.entries(kept ?? {})) {
    const after = now[part];
    if (after !== undefined && after !== before) return { part, before, after };
  }
  return undefined;
}

export interface PlaceChange {
  readonly part: string;
  readonly before: string;
  readonly after: string;
}

/**
 * An attribute whose value would change because the provider configuration changed, although the resource did not: the
 * object would be deleted in one place and created in another.
 */
export function attributeMoved(
  { defaults, configured }: Surveyed,
  prior: Values,
  config: Values,
): PlaceChange | undefined {
  for (const [attribute, setting, when] of defaults) {
    const [before, after] = [jsonOf(prior[attribute]), jsonOf(configured[setting])];
    const counts =
      when === undefined ||
      jsonOf(config[when.attribute] ?? null) === undefined ||
      jsonOf(config[when.attribute]) === when.is;
    if (!isNull(config[attribute] ?? null) || !counts || typeof before !== 'string' || typeof after !== 'string')
      continue;
    if (before !== after) return { part: setting, before, after };
  }
  return undefined;
}

/** The object as it is addressed after a move that the configuration confirms. */
export function movedValues(
  { defaults, configured }: Surveyed,
  { place }: { readonly place?: Place | undefined },
  values: Values,
): Values {
  const from = movedFrom(configured);
  if (from === undefined) return values;
  const moved = defaults.filter(
    ([attribute, setting]) => values[attribute] === from && (place === undefined || place[setting] === from),
  );
  return {
    ...values,
    ...Object.fromEntries(moved.map(([attribute, setting]) => [attribute, configured[setting] ?? null])),
  };
}

/** The former value that the configuration gives in `moved_from`. */
export function movedFrom(configured: Values): string | undefined {
  const from = jsonOf(configured['moved_from']);
  return typeof from === 'string' ? normal(from) : undefined;
}

/** `what` is like `cloud account "prod"`, `variable` the environment variable of the setting. */
export function belongsElsewhere(
  what: string,
  { part, before, after }: PlaceChange,
  configuration: ConfigurationMapping,
): Diagnostic {
  const environment = (name: string): string => {
    const variable = configuration.attributes[name]?.environment;
    return variable === undefined ? name : `${name} (${variable})`;
  };
  const setting = part === 'endpoint' ? endpointAttribute(configuration) : part;
  return errorDiagnostic('belongs-elsewhere', `The ${what} belongs to another ${setting}`, {
    detail:
      `It belongs to ${setting} "${before}", but the provider is configured with "${after}". Nothing was changed. ` +
      `If that is a mistake, set ${environment(setting)} to "${before}". If the objects of "${before}" were moved to "${after}", set ` +
      `${environment('moved_from')} of the provider to "${before}" until the next apply.`,
  });
}

function endpointAttribute({ attributes }: ConfigurationMapping): string {
  return attributes['endpoint'] === undefined && attributes['host'] !== undefined ? 'host' : 'endpoint';
}

type When = { readonly attribute: string; readonly is: string } | undefined;

/** An attribute that the provider's configuration fills in, and the setting it takes. */
type DefaultSetting = readonly [attribute: string, setting: string, when: When];

function defaultSettings({ attributes }: ResourceMapping): readonly DefaultSetting[] {
  return Object.entries(attributes).flatMap(([name, { default: source }]) =>
    source !== undefined && 'setting' in source ? [[name, source.setting, source.when] as const] : [],
  );
}

function textOf(setting: string, configured: Values): Record<string, string> {
  const value = configured[setting];
  return typeof value === 'string' ? { [setting]: value } : {};
}

/** A canonical form of addresses that lead to the same place. */
function normal(text: string): string {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return text;
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
