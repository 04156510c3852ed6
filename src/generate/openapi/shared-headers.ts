import { constantCase } from '../names.js';
import type { ApiOperation, ApiParameter } from './api.js';
import { operationsIn, type Group } from './group.js';
import { isOwnHeader } from './own-headers.js';
import { listIn } from '../../model/index.js';
import { RESERVED_SETTINGS, type SettingGuess } from './security.js';
import { firstSentence, snakeCase } from './words.js';

/** A header of every request, such as the tenant that all objects belong to: a setting of the provider. */
export interface SharedHeader {
  /** The name in operations; some write it in another case. */
  readonly names: readonly string[];
  readonly setting: SettingGuess;
  readonly parameter: ApiParameter;
}

/** Headers that all operations on objects, at least two, have in common, and that have no fixed value. */
export function sharedHeaders(groups: readonly Group[], provider: string): SharedHeader[] {
  const operations = groups.filter(({ create }) => create !== undefined).flatMap(operationsIn);
  const [first, ...others] = operations;
  if (first === undefined || others.length === 0) return [];
  return headersOf(first).flatMap((parameter): SharedHeader[] => {
    const all = operations.map((operation) => headersOf(operation).find((other) => isSameHeader(other, parameter)));
    if (!all.every((each) => each !== undefined) || isOwnHeader(parameter.name) || fixedValue(parameter) !== undefined)
      return [];
    const wanted = snakeCase(parameter.name.replace(/^x-/i, ''));
    const name = RESERVED_SETTINGS.includes(wanted) ? `${wanted}_header` : wanted;
    const setting = {
      name,
      environment: `${constantCase(provider)}_${constantCase(name)}`,
      sensitive: false,
      needed: all.every(({ required }) => required),
      description: firstSentence(parameter.description) ?? `The header ${parameter.name} of all requests.`,
    };
    return [{ names: [...new Set(all.map((each) => each.name))], setting, parameter }];
  });
}

const headersOf = ({ parameters }: ApiOperation): ApiParameter[] =>
  parameters.filter(({ in: place }) => place === 'header');

const isSameHeader = (left: ApiParameter, right: ApiParameter): boolean =>
  left.name.toLowerCase() === right.name.toLowerCase();

/** The only value of a parameter: its default, or a single allowed value. */
export function fixedValue({ schema }: ApiParameter): string | number | boolean | undefined {
  const [only, another] = listIn(schema['enum']);
  const value = schema['default'] ?? schema['const'] ?? (another === undefined ? only : undefined);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** The source of these headers in requests. */
export const settingParameters = (shared: readonly SharedHeader[]): [string, { readonly setting: string }][] =>
  shared.flatMap(({ names, setting }) =>
    names.map((name): [string, { setting: string }] => [name, { setting: setting.name }]),
  );
