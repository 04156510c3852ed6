import { constantCase } from '../names.js';
import { quoted } from '../print.js';
import type { ProviderGuess } from './guess.js';
import { entry, objectCode, spread, textsCode, type Code } from './source.js';

export interface SettingGuess {
  readonly name: string;
  readonly environment: string;
  readonly sensitive: boolean;
  readonly needed: boolean;
  readonly description: string;
}

/** What a provider of this API is configured with. */
export function settingsOf({ name, server, security }: ProviderGuess): readonly SettingGuess[] {
  const setting = (attribute: string, sensitive: boolean, needed: boolean, description: string): SettingGuess => ({
    name: attribute,
    environment: `${constantCase(name)}_${constantCase(attribute)}`,
    sensitive,
    needed,
    description,
  });
  const whole = server !== undefined && /^https?:\/\/[^{]+$/.test(server);
  const endpoint = setting('endpoint', false, !whole, `Address of the service.${whole ? ` Default: ${server}.` : ''}`);
  if (security.scheme === 'none') return [endpoint];
  if (security.scheme === 'basic')
    return [
      endpoint,
      setting('user', false, true, 'Who asks.'),
      setting('password', true, true, 'The password of the user.'),
    ];
  return [endpoint, setting('token', true, true, 'What lets requests in. Best left to the environment.')];
}

/** `type`: the annotation of the constant, empty in plain JavaScript; `patient`: whether requests are repeated. */
export function configurationCode(guess: ProviderGuess, type: string, patient: boolean): string[] {
  const settings = settingsOf(guess);
  const { security } = guess;
  const attributes = settings.map((each) => ({
    key: each.name,
    code: objectCode([
      ...entry('optional', 'true'),
      ...entry('sensitive', each.sensitive ? 'true' : undefined),
      ...entry('environment', quoted(each.environment)),
      ...entry('description', quoted(each.description)),
    ]),
  }));
  const made = objectCode([
    ...spread("typeof values['endpoint'] === 'string' ? { endpoint: values['endpoint'] } : {}"),
    ...entry('timeoutSeconds', '30'),
    ...entry('retries', patient ? '8' : '0'),
    ...entry('landsWithinSeconds', patient ? undefined : '0'),
    ...entry('concurrency', '16'),
    ...entry(
      'authentication',
      authenticationCode(guess),
      security.doubt === undefined ? [] : [`doubt: ${security.doubt}`],
    ),
  ]);
  const whole = objectCode([
    ...entry('attributes', objectCode(attributes)),
    ...entry('needed', textsCode(settings.filter(({ needed }) => needed).map(({ name }) => name))),
    ...entry('settings', `(values) => (${made})`),
  ]);
  return [`const configuration${type} = ${whole};`];
}

function authenticationCode({ security }: ProviderGuess): Code {
  const secret = entry('secret', "String(values['token'])");
  switch (security.scheme) {
    case 'none':
      return "{ scheme: 'none' }";
    case 'basic':
      return "{ scheme: 'basic', user: String(values['user']), password: String(values['password']) }";
    case 'query':
      return objectCode([...entry('scheme', "'query'"), ...entry('parameter', quoted(security.parameter)), ...secret]);
    case 'header':
      return objectCode([
        ...entry('scheme', "'header'"),
        ...entry('header', quoted(security.header)),
        ...entry('prefix', security.prefix === undefined ? undefined : quoted(security.prefix)),
        ...secret,
      ]);
  }
}
