import { constantCase } from '../names.js';
import { quoted } from '../print.js';
import type { ProviderGuess } from './guess.js';
import type { SchemeGuess, SettingGuess, WayMapping } from './security.js';
import { entry, listCode, objectCode, spread, textsCode, type Code } from '../source.js';

/** The configuration attributes of a provider for this API. */
export function settingsOf({ name, server, security, headers }: ProviderGuess): readonly SettingGuess[] {
  const whole = server !== undefined && /^https?:\/\/[^{]+$/.test(server);
  const endpoint: SettingGuess = {
    name: 'endpoint',
    environment: `${constantCase(name)}_ENDPOINT`,
    sensitive: false,
    needed: !whole,
    description: `Address of the service.${whole ? ` Default: ${server}.` : ''}`,
  };
  const movedFrom: SettingGuess = {
    name: 'moved_from',
    environment: `${constantCase(name)}_MOVED_FROM`,
    sensitive: false,
    needed: false,
    description: `The previous value of ${['the endpoint', ...headers.map((header) => header.setting.name)].join(' or ')}, before all objects moved to the current one.`,
  };
  return [
    endpoint,
    movedFrom,
    ...headers.map(({ setting }) => setting),
    ...security.schemes.flatMap(({ settings }) => settings),
  ];
}

/** `type`: the annotation of the constant, empty in plain JavaScript; `patient`: whether requests are retried. */
export function configurationCode(guess: ProviderGuess, type: string, patient: boolean): string[] {
  const settings = settingsOf(guess);
  const { schemes, optional } = guess.security;
  const attributes = objectCode(
    settings.map((each) => ({
      key: each.name,
      code: objectCode([
        ...entry('optional', 'true'),
        ...entry('sensitive', each.sensitive ? 'true' : undefined),
        ...entry('environment', quoted(each.environment)),
        ...entry('default', each.default === undefined ? undefined : `{ value: ${quoted(each.default)} }`),
        ...entry('description', quoted(each.description)),
      ]),
    })),
  );
  // The same ID means different objects in different tenants.
  const places = guess.headers.map(({ setting }) => setting.name);
  const plain = plainAuthentication(schemes, settings);
  const doubts = schemes.flatMap(({ doubt }) => (doubt === undefined ? [] : [`doubt: ${doubt}`]));
  const made = objectCode([
    ...spread("typeof values['endpoint'] === 'string' ? { endpoint: values['endpoint'] } : {}"),
    ...entry('timeoutSeconds', '30'),
    ...entry('retries', patient ? '8' : '0'),
    ...entry('landsWithinSeconds', patient ? undefined : '0'),
    ...entry('concurrency', '16'),
    ...entry('authentication', plain ?? 'access.of(values)', plain === undefined ? [] : doubts),
  ]);
  const whole = objectCode([
    ...entry('attributes', plain === undefined ? 'settings' : attributes),
    ...entry('needed', textsCode(settings.filter(({ needed }) => needed).map(({ name }) => name))),
    ...entry('places', places.length === 0 ? undefined : textsCode(places)),
    ...entry('check', plain === undefined ? 'access.check' : undefined),
    ...entry('settings', `(values) => (${made})`),
  ]);
  const configuration = `const configuration${type} = ${whole};`;
  if (plain !== undefined) return [configuration];
  const ways = objectCode(
    schemes.map(({ name, ways: each, doubt }) => ({
      key: name,
      code: waysCode(each),
      comments: doubt === undefined ? [] : [`doubt: ${doubt}`],
    })),
  );
  const attributesType = type === '' ? '' : `${type}['attributes']`;
  return [
    `const settings${attributesType} = ${attributes};`,
    '',
    '// Each request uses a configured scheme that its operation accepts (`security` in the description).',
    `const access = describedAccess(settings, ${ways}${optional ? ', { optional: true }' : ''});`,
    '',
    configuration,
  ];
}

/** Authentication for every request, if all of them want the same and no login is needed. */
function plainAuthentication(schemes: readonly SchemeGuess[], settings: readonly SettingGuess[]): Code | undefined {
  const [way, another] = schemes.flatMap(({ ways }) => ways);
  if (way === undefined) return "{ scheme: 'none' }";
  if (another !== undefined || settings.at(-1)?.needed !== true) return undefined;
  return wayCode(way, (setting) => `String(values[${quoted(setting)}])`);
}

const waysCode = ([way, ...others]: SchemeGuess['ways']): Code =>
  others.length === 0 ? wayCode(way) : listCode([way, ...others].map((each) => wayCode(each)));

/** `value`: the code that reads a setting. Default: its name. */
function wayCode(way: WayMapping, value: (setting: string) => Code = quoted): Code {
  const { scheme, ...parts } = way;
  const literal = new Set(['header', 'prefix', 'parameter', 'cookie']);
  return objectCode([
    ...entry('scheme', quoted(scheme)),
    ...Object.entries<string>(parts).flatMap(([name, text]) =>
      entry(name, literal.has(name) ? quoted(text) : value(text)),
    ),
  ]);
}
