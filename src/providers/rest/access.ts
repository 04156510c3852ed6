import { errorDiagnostic, type Diagnostic, type Json } from '../../model/index.js';
import { checkEndpoint } from './connection.js';
import type { Authentication, Direct, Login, Way } from './http/authentication.js';
import { clientCredentials } from './http/client-credentials.js';
import type { ConfigurationMapping } from './mapping/definition.js';

/** A way to authenticate whose secrets, users and addresses are settings of the provider, by their names. */
export type WayMapping =
  | { readonly scheme: 'header'; readonly header: string; readonly prefix?: string; readonly secret: string }
  | { readonly scheme: 'query'; readonly parameter: string; readonly secret: string }
  | { readonly scheme: 'cookie'; readonly cookie: string; readonly secret: string }
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
  /** OAuth 2; see {@link clientCredentials}. */
  | {
      readonly scheme: 'client-credentials';
      readonly id: string;
      readonly secret: string;
      readonly tokenUrl: string;
      readonly scope?: string;
      readonly sentIn?: 'header' | 'body';
    };

/**
 * Names of the description's `securitySchemes` → how to pass each. Of several ways, the first configured one is used.
 */
export type WayMappings = Readonly<Record<string, WayMapping | readonly WayMapping[]>>;

type Attributes = ConfigurationMapping['attributes'];
type Known = Readonly<Record<string, Json | undefined>>;

/** The part of a provider's configuration that authenticates its requests. */
export interface Access {
  readonly check: NonNullable<ConfigurationMapping['check']>;
  of(values: Readonly<Record<string, Json>>): Authentication;
}

/**
 * Authentication by the security schemes of a description: each request uses a configured scheme that its operation
 * accepts. `optional`: some operations need none.
 */
export function describedAccess(
  attributes: Attributes,
  ways: WayMappings,
  { optional = false }: { readonly optional?: boolean } = {},
): Access {
  const all = Object.entries(ways).map(([name, given]) => [name, [given].flat()] as const);
  const flat = all.flatMap(([, each]) => each);
  const spoken = (name: string): string => {
    const { environment } = attributes[name] ?? {};
    return environment === undefined ? name : `${name} (${environment})`;
  };
  const lacks = (way: WayMapping): string => settingsOf(way).map(spoken).join(' and ');
  return {
    check: (values) => [
      ...flat.flatMap((way) => checkWay(way, values, attributes, spoken)),
      ...(optional || flat.some((way) => isSet(way, values)) ? [] : [noAccess([...new Set(flat.map(lacks))])]),
    ],
    of: (values) => ({
      scheme: 'described',
      ways: Object.fromEntries(
        all.map(([name, each]): [string, Way] => {
          const way = each.find((one) => isSet(one, values));
          return [
            name,
            way === undefined
              ? { scheme: 'unset', settings: each.map(lacks).join(', or ') }
              : wayOf(way, (setting) => textOf(values[setting]), spoken),
          ];
        }),
      ),
    }),
  };
}

/** Settings required by one way to authenticate. */
function settingsOf(way: WayMapping): readonly string[] {
  switch (way.scheme) {
    case 'basic':
      return [way.user, way.password];
    case 'client-credentials':
      return [way.id, way.secret, way.tokenUrl];
    default:
      return [way.secret];
  }
}

/** A value known only later counts as set. */
const isSet = (way: WayMapping, values: Known): boolean => settingsOf(way).every((name) => values[name] !== null);

function checkWay(
  way: WayMapping,
  values: Known,
  attributes: Attributes,
  spoken: (setting: string) => string,
): readonly Diagnostic[] {
  const settings = settingsOf(way);
  const begun = settings.find((name) => values[name] !== null && attributes[name]?.default === undefined);
  if (begun === undefined) return [];
  const missing = settings.filter((name) => values[name] === null);
  if (missing.length > 0) return missing.map((name) => incomplete(name, begun, spoken(name)));
  if (way.scheme !== 'client-credentials') return [];
  return checkEndpoint({ endpoint: values[way.tokenUrl] }, attributes[way.tokenUrl]?.environment ?? '', way.tokenUrl);
}

function wayOf(
  way: WayMapping,
  value: (setting: string) => string,
  spoken: (setting: string) => string,
): Direct | Login {
  switch (way.scheme) {
    case 'basic':
      return { scheme: 'basic', user: value(way.user), password: value(way.password) };
    case 'client-credentials':
      return clientCredentials({
        tokenUrl: value(way.tokenUrl),
        id: value(way.id),
        secret: value(way.secret),
        ...(way.scope === undefined ? {} : { scope: value(way.scope) }),
        ...(way.sentIn === undefined ? {} : { sentIn: way.sentIn }),
        credentials: `${spoken(way.id)}, ${spoken(way.secret)}${way.scope === undefined ? '' : ` and ${spoken(way.scope)}`}`,
      });
    default:
      return { ...way, secret: value(way.secret) };
  }
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const incomplete = (name: string, beside: string, spoken: string): Diagnostic =>
  errorDiagnostic('provider-not-configured', `The provider has no ${name}`, {
    detail: `${beside} is set but is not enough. Set ${spoken} in the provider configuration or in the environment.`,
    path: [name],
  });

const noAccess = (alternatives: readonly string[]): Diagnostic =>
  errorDiagnostic('provider-not-configured', 'The provider has no credentials', {
    detail: `Set ${alternatives.join(', or ')} in the provider configuration or in the environment.`,
  });
