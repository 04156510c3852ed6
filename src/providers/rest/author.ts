import process from 'node:process';
import {
  canonicalJson,
  expandProviderSource,
  isNull,
  parseJson,
  type ProviderSource,
  type Value,
} from '../../model/index.js';
import type { ProviderFactory } from '../catalog.js';
import type { Provider } from '../provider.js';
import type { Field, Part, RestProviderDefinition } from './mapping/definition.js';
import { restProvider } from './provider.js';
import type { Surroundings } from './session.js';
import { realSurroundings } from './surroundings.js';

/** The default export of a module that is a project's REST provider. */
export interface RestProviderFactory extends ProviderFactory {
  readonly source: ProviderSource;
  /** Tests may replace the environment, the network, the clock and the source of randomness. */
  create(surroundings?: Partial<Surroundings>): Provider;
  /** The definition it was made from, so that another copy of the package can use it. */
  readonly restDefinition: RestProviderDefinition;
}

/**
 * A provider from an API description and a mapping. `source` may be short: `acme/acme`.
 *
 *     export default defineRestProvider({ name: 'acme', source: 'acme/acme', beside: import.meta.url, … });
 */
export function defineRestProvider(definition: RestProviderDefinition): RestProviderFactory {
  const source = expandProviderSource(definition.source);
  const whole = { ...definition, source };
  return {
    source,
    create: (surroundings = {}) =>
      restProvider(whole, {
        ...realSurroundings(surroundings.environment ?? process.env),
        ...surroundings,
      }),
    restDefinition: whole,
  };
}

/**
 * An attribute that holds a JSON document as a string, sent as the value it encodes. A string that is not JSON is sent
 * unchanged.
 */
export const jsonSent = (attribute: string): Part => ({
  attribute,
  encode: (text) => {
    try {
      return typeof text === 'string' ? parseJson(text) : text;
    } catch {
      return text;
    }
  },
});

/** The value at this place of a reply, as a JSON string. */
export const jsonShown = (at: string): Field => ({ at, decode: (json) => canonicalJson(json) });

/**
 * For `replacesWhen`: an input that no reply shows causes a replacement only if its prior value is known, which it is
 * not after an import.
 */
export const whenKnown = (prior: Value): boolean => !isNull(prior);
