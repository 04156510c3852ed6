import { isJsonObject, objectIn, type JsonObject, listIn } from '../../model/index.js';
import { constantCase } from '../names.js';
import { follow, type ApiOperation } from './api.js';
import { at, escapeStep, textOf } from './pointer.js';
import { firstSentence, snakeCase } from './words.js';

/** A way to authenticate in a generated mapping: secrets, users and addresses are names of settings. */
export type WayMapping =
  | { readonly scheme: 'header'; readonly header: string; readonly prefix?: string; readonly secret: string }
  | { readonly scheme: 'query'; readonly parameter: string; readonly secret: string }
  | { readonly scheme: 'cookie'; readonly cookie: string; readonly secret: string }
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
  | {
      readonly scheme: 'client-credentials';
      readonly id: string;
      readonly secret: string;
      readonly tokenUrl: string;
      readonly scope: string;
    };

/** Schemes required together → the scopes that each must have. */
export type Requirement = ReadonlyMap<string, readonly string[]>;

/** An attribute of the provider configuration. */
export interface SettingGuess {
  readonly name: string;
  readonly environment: string;
  readonly sensitive: boolean;
  readonly needed: boolean;
  readonly description: string;
  readonly default?: string;
}

/** How a scheme of the description is passed. */
export interface SchemeGuess {
  /** In `securitySchemes`. */
  readonly name: string;
  /** Of several, the first that is configured. */
  readonly ways: readonly [WayMapping, ...WayMapping[]];
  readonly settings: readonly SettingGuess[];
  /** Issues that a person has to check. */
  readonly doubt?: string;
}

export interface SecurityGuess {
  /** The schemes that any operation accepts, the most widely accepted one first. */
  readonly schemes: readonly SchemeGuess[];
  /** Whether some operations need no authentication. */
  readonly optional: boolean;
  /** Operation → alternatives that it accepts; an absent one accepts everyone. */
  readonly accepted: ReadonlyMap<string, readonly Requirement[]>;
}

/** Names that provider settings already have, or that mean something else there. */
export const RESERVED_SETTINGS: readonly string[] = ['endpoint', 'moved_from', 'alias', 'version'];

/**
 * How requests of these operations authenticate. `others`: names of existing settings. An action without
 * authentication, such as a login, does not make credentials optional.
 */
export function guessSecurity(
  document: JsonObject,
  operations: readonly ApiOperation[],
  provider: string,
  {
    others = [],
    actions = [],
  }: { readonly others?: readonly string[]; readonly actions?: readonly ApiOperation[] } = {},
): SecurityGuess {
  const silent = isSilent(document);
  const acceptedBy = (some: readonly ApiOperation[]) =>
    new Map(some.map(({ id, pointer }) => [id, acceptedAt(document, pointer)]));
  const managing = acceptedBy(operations);
  const accepted = new Map([...managing, ...acceptedBy(actions)]);
  const all = [...accepted.values()];
  const uses = new Map<string, number>(
    silent ? Object.keys(objectIn(at(document, '#/components/securitySchemes'))).map((name) => [name, 0]) : [],
  );
  for (const [id, alternatives] of accepted)
    for (const name of new Set(alternatives.flatMap((together) => [...together.keys()])))
      uses.set(name, (uses.get(name) ?? 0) + (managing.has(id) ? 1 : 0));
  const ranked = [...uses].toSorted(([, left], [, right]) => right - left).map(([name]) => name);
  const taken = new Set([...RESERVED_SETTINGS, ...others]);
  const schemes = ranked.flatMap((name) => {
    const scopes = new Set(all.flat().flatMap((together) => together.get(name) ?? []));
    const around: Around = { document, provider, taken, alone: ranked.length === 1, scopes: [...scopes] };
    return schemeGuess(name, around) ?? [];
  });
  const optional =
    silent || [...managing.values()].some((each) => each.length === 0 || each.some(({ size }) => size === 0));
  const [only, another] = schemes;
  const isNeeded = only?.ways.length === 1 && another === undefined && !optional;
  return {
    schemes: isNeeded ? [withNeeded(only)] : schemes,
    optional,
    accepted: new Map(silent ? [] : accepted),
  };
}

const withNeeded = (scheme: SchemeGuess): SchemeGuess => ({
  ...scheme,
  settings: scheme.settings.map((each) => ({ ...each, needed: each.name !== 'scope' })),
});

/** A description without any `security` does not define access, rather than allowing everyone everything. */
function isSilent(document: JsonObject): boolean {
  if (document['security'] !== undefined) return false;
  const items = Object.values(objectIn(document['paths']));
  return !items.some((item) =>
    Object.values(objectIn(item)).some((operation) => objectIn(operation)['security'] !== undefined),
  );
}

function acceptedAt(document: JsonObject, pointer: string): readonly Requirement[] {
  const security = at(document, `${pointer}/security`) ?? document['security'];
  return listIn(security)
    .filter(isJsonObject)
    .map(
      (together) =>
        new Map(
          Object.entries(together).map(([name, scopes]) => [
            name,
            listIn(scopes).flatMap((each) => textOf(each) ?? []),
          ]),
        ),
    );
}

interface Around {
  readonly document: JsonObject;
  readonly provider: string;
  /** Names of existing settings. */
  readonly taken: Set<string>;
  /** There is no other scheme. */
  readonly alone: boolean;
  /** Everything that any operation requires of it. */
  readonly scopes: readonly string[];
}

/** Adds a setting of the provider configuration, and returns its name. */
type AddSetting = (
  wanted: string,
  description: string,
  more?: Partial<Pick<SettingGuess, 'sensitive' | 'default'>>,
) => string;

/** Undefined for a scheme that requests cannot carry, such as a client certificate. */
function schemeGuess(name: string, around: Around): SchemeGuess | undefined {
  const { document, provider, taken } = around;
  const { value } = follow(document, `#/components/securitySchemes/${escapeStep(name)}`);
  const own = snakeCase(name);
  const settings: SettingGuess[] = [];
  const ways = waysOf(value, own, around, (wanted, description, more = {}) => {
    const free = [wanted, `${own}_${wanted}`, own].find((each) => !taken.has(each)) ?? `${own}_${taken.size}`;
    taken.add(free);
    const environment = `${constantCase(provider)}_${constantCase(free)}`;
    settings.push({ name: free, environment, sensitive: true, needed: false, description, ...more });
    return free;
  });
  return ways && { name, settings, ...ways };
}

function waysOf(
  value: JsonObject,
  name: string,
  around: Around,
  setting: AddSetting,
): Pick<SchemeGuess, 'ways' | 'doubt'> | undefined {
  const said = firstSentence(textOf(value['description']));
  switch (value['type']) {
    case 'apiKey':
      return { ways: [keyWay(value, setting(around.alone ? 'token' : name, said ?? LETS_IN))] };
    case 'http':
      return { ways: [httpWay(textOf(value['scheme']) ?? 'Bearer', said, setting)] };
    case 'oauth2':
    case 'openIdConnect': {
      const token = setting('token', 'An access token, obtained elsewhere. It is not renewed.');
      const sent: WayMapping = { scheme: 'header', header: 'authorization', prefix: 'Bearer ', secret: token };
      const flow = objectIn(value['flows'])['clientCredentials'];
      if (value['type'] === 'oauth2' && flow === undefined)
        return {
          ways: [sent],
          doubt: 'The description has no OAuth flow for a client by itself: a configured token is sent.',
        };
      return { ways: [sent, clientCredentials(objectIn(flow), around, setting)] };
    }
    default:
      return undefined;
  }
}

function keyWay({ name, in: place }: JsonObject, secret: string): WayMapping {
  const key = textOf(name) ?? '';
  switch (place) {
    case 'query':
      return { scheme: 'query', parameter: key, secret };
    case 'cookie':
      return { scheme: 'cookie', cookie: key, secret };
    default:
      return { scheme: 'header', header: key.toLowerCase(), secret };
  }
}

function httpWay(scheme: string, said: string | undefined, setting: AddSetting): WayMapping {
  if (scheme.toLowerCase() === 'basic') {
    const user = setting('user', said ?? 'Who asks.', { sensitive: false });
    return { scheme: 'basic', user, password: setting('password', 'The password of the user.') };
  }
  const prefix = scheme.toLowerCase() === 'bearer' ? 'Bearer ' : `${scheme} `;
  return { scheme: 'header', header: 'authorization', prefix, secret: setting('token', said ?? LETS_IN) };
}

const LETS_IN = 'Credential for requests. Best set in the environment.';

function clientCredentials(flow: JsonObject, { document, scopes }: Around, setting: AddSetting): WayMapping {
  const written = textOf(flow['tokenUrl']);
  const server = textOf(at(document, '#/servers/0/url'));
  const base = server === undefined || !URL.canParse(server) ? undefined : server;
  const tokenUrl = written !== undefined && URL.canParse(written, base) ? new URL(written, base).href : undefined;
  const id = setting('client_id', 'ID of the client that requests tokens (OAuth 2, client credentials).', {
    sensitive: false,
  });
  return {
    scheme: 'client-credentials',
    id,
    secret: setting('client_secret', 'Secret of the client. It is only sent to request a token.'),
    tokenUrl: setting('token_url', 'The token endpoint.', {
      sensitive: false,
      ...(tokenUrl === undefined ? {} : { default: tokenUrl }),
    }),
    scope: setting('scope', 'Scopes of requested tokens, separated by spaces.', {
      sensitive: false,
      ...(scopes.length === 0 ? {} : { default: scopes.join(' ') }),
    }),
  };
}
