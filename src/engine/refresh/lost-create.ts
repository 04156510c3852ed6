import {
  configuredResource,
  decodeValue,
  ExactNumber,
  formatInstance,
  formatNumber,
  formatResource,
  isObjectValue,
  storedProvider,
  type Interrupted,
  type ProviderSource,
  type Schema,
} from '../../model/index.js';
import type { EngineContext } from '../context.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';

/** A create whose outcome only the user can find out. */
export interface LostCreate {
  readonly address: string;
  readonly provider: ProviderSource;
  /** Whether it is still configured: then it is planned again once it is given up. */
  readonly isConfigured: boolean;
  /** What was planned of the object and identifies it for people: `name = "web"`. */
  readonly known: readonly string[];
}

/** How many attributes are listed. */
const LISTED = 6;

export function lostCreate({ configuration }: EngineContext, { begin }: Interrupted, schema: Schema): LostCreate {
  const resourceKey = formatResource(begin.resource);
  const planned = markSensitiveAttributes(decodeValue(begin.intent.planned), schema.block);
  const attributes = isObjectValue(planned) ? Object.entries(planned) : [];
  return {
    address: formatInstance(resourceKey, begin.key),
    provider: storedProvider(begin.provider).source,
    isConfigured: configuredResource(configuration, resourceKey) !== undefined,
    known: attributes
      .flatMap(([name, value]) => {
        const text = value instanceof ExactNumber ? formatNumber(value) : JSON.stringify(value);
        const isShown = ['string', 'number', 'boolean'].includes(typeof value) || value instanceof ExactNumber;
        return isShown ? [`${name} = ${text}`] : [];
      })
      .slice(0, LISTED),
  };
}

/** The interrupted creates that left no object in state. */
export const lostCreates = ({ interrupted }: Pick<EngineContext, 'interrupted'>): readonly Interrupted[] =>
  interrupted.filter(({ begin }) => begin.action === 'create' && begin.deposed === undefined);
