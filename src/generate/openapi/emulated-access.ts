import { objectIn } from '../../model/index.js';
import { settingsOf } from './configuration-code.js';
import type { ProviderGuess } from './guess.js';
import { scalarSample } from './sample.js';
import type { SchemeGuess, WayMapping } from './security.js';

/** The authentication that an emulator accepts. */
const SANDBOX_TOKEN = 'sandbox-token';

/** The credentials that an emulator accepts and its client uses. */
export function admittance(guess: ProviderGuess) {
  const { login } = loginOf(guess);
  return {
    access: { ...accessOf(guess), ...(login === undefined ? {} : { login }) },
    environment: environmentOf(guess, login?.path ?? ''),
  };
}

/** The client that the sandbox accepts. */
const CLIENT = 'sandbox';

function accessOf({ security: { schemes, accepted } }: ProviderGuess) {
  return {
    schemes: Object.fromEntries(schemes.map(({ name, ways }) => [name, admissionOf(ways)])),
    operations: Object.fromEntries(
      [...accepted].map(([id, alternatives]) => [id, alternatives.map((together) => Object.fromEntries(together))]),
    ),
  };
}

const wayOf = (ways: SchemeGuess['ways']): WayMapping =>
  ways.find(({ scheme }) => scheme === 'client-credentials') ?? ways[0];

/** What a request must contain. If a client can obtain a token itself, it must. */
function admissionOf(ways: SchemeGuess['ways']) {
  const way = wayOf(ways);
  switch (way.scheme) {
    case 'basic':
      return {
        scheme: 'header' as const,
        header: 'authorization',
        value: `Basic ${btoa(`${CLIENT}:${SANDBOX_TOKEN}`)}`,
      };
    case 'query':
      return { scheme: 'query' as const, parameter: way.parameter, value: SANDBOX_TOKEN };
    case 'cookie':
      return { scheme: 'cookie' as const, cookie: way.cookie, value: SANDBOX_TOKEN };
    case 'header':
      return { scheme: 'header' as const, header: way.header, value: `${way.prefix ?? ''}${SANDBOX_TOKEN}` };
    case 'client-credentials':
      return { scheme: 'token' as const };
  }
}

/** The sandbox's token endpoint: a path that is not in the description. */
function loginOf({ document, security: { schemes } }: ProviderGuess) {
  if (!schemes.some(({ ways }) => ways.some(({ scheme }) => scheme === 'client-credentials'))) return {};
  const taken = objectIn(document['paths']);
  let path = '/oauth/token';
  while (Object.hasOwn(taken, path)) path = `/sandbox${path}`;
  return { login: { path, client: CLIENT, secret: SANDBOX_TOKEN } };
}

/** The environment variables of a client; `{url}` is the sandbox's address. */
function environmentOf(guess: ProviderGuess, loginPath: string): Record<string, string> {
  const values = new Map<string, string>([['endpoint', '{url}']]);
  for (const { ways } of guess.security.schemes) {
    const way = wayOf(ways);
    if ('secret' in way) values.set(way.secret, SANDBOX_TOKEN);
    if (way.scheme === 'basic') values.set(way.user, CLIENT).set(way.password, SANDBOX_TOKEN);
    if (way.scheme === 'client-credentials') values.set(way.id, CLIENT).set(way.tokenUrl, `{url}${loginPath}`);
  }
  for (const { setting, parameter } of guess.headers) {
    const sample = scalarSample({ type: 'string', ...parameter.schema }, setting.name);
    values.set(setting.name, typeof sample === 'string' ? sample : JSON.stringify(sample));
  }
  return Object.fromEntries(
    settingsOf(guess).flatMap(({ name, environment }) => {
      const value = values.get(name);
      return value === undefined ? [] : [[environment, value] as const];
    }),
  );
}
