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

/** What a module exports by default to be a provider of a project that speaks to a REST API. */
export interface RestProviderFactory extends ProviderFactory {
  readonly source: ProviderSource;
  /** For tests, the environment, the network, the clock or chance may be others than the real ones. */
  create(surroundings?: Partial<Surroundings>): Provider;
  /** What it was made from, so that another copy of the package can take it over. */
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

/** An attribute that holds a text of JSON, sent as what the text says. One that is no JSON is sent as it is. */
export const jsonSent = (attribute: string): Part => ({
  attribute,
  encode: (text) => {
    try {
      return parseJson(text as string);
    } catch {
      return text;
    }
  },
});

/** What stands at this place of a reply, as a text of JSON. */
export const jsonShown = (at: string): Field => ({ at, decode: (json) => canonicalJson(json) });

/** For `replacesWhen`: an input that no reply shows replaces only an object whose own value is known, as it is not after an import. */
export const whenKnown = (prior: Value): boolean => !isNull(prior);
