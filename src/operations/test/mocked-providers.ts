import { formatProviderConfig, type ProviderConfigAddress, type Value } from '../../model/index.js';
import {
  MockedProvider,
  overriddenProvider,
  type MockOptions,
  type Provider,
  type ProviderPool,
  type Providers,
} from '../../providers/index.js';
import type { Adapted } from './adapt.js';

type Configured = Awaited<ReturnType<Providers['configured']>>;

/**
 * Providers of which some configurations are mocked, and some objects overridden. A mocked configuration is never configured, and
 * calls no service.
 */
export class MockedProviders implements Providers {
  readonly #real: ProviderPool;
  readonly #adapted: Pick<Adapted, 'mocks' | 'overrides'>;
  readonly #text: MockOptions['text'];

  constructor(real: ProviderPool, adapted: Pick<Adapted, 'mocks' | 'overrides'>, text: MockOptions['text']) {
    this.#real = real;
    this.#adapted = adapted;
    this.#text = text;
  }

  async configured(address: ProviderConfigAddress, config: Value, planning: boolean): Promise<Configured> {
    const { mocks, overrides } = this.#adapted;
    const mock = mocks.get(formatProviderConfig(address.source, address.alias, address.module));
    if (mock === undefined && overrides.isEmpty) return this.#real.configured(address, config, planning);
    const real = await this.#real.unconfigured(address.source);
    if (real === undefined) return this.#real.configured(address, config, planning);
    const answer: Configured =
      mock === undefined
        ? await this.#real.configured(address, config, planning)
        : { provider: new MockedProvider(real, { ...mock, text: this.#text }), diagnostics: [] };
    if (answer.provider === undefined || overrides.isEmpty) return answer;
    const of = (_type: string, object = ''): ReturnType<MockOptions['resource']> => overrides.of(object) ?? {};
    const other = new MockedProvider(real, { resource: of, dataSource: of, text: this.#text });
    return {
      ...answer,
      provider: overriddenProvider(answer.provider, other, (object) => overrides.of(object) !== undefined),
    };
  }

  schemas: Providers['schemas'] = (source) => this.#real.schemas(source);
  unconfigured = (source: string): Promise<Provider | undefined> => this.#real.unconfigured(source);
  available: Providers['available'] = () => this.#real.available();
  missing: ProviderPool['missing'] = (source) => this.#real.missing(source);
  stop: Providers['stop'] = () => this.#real.stop();
  close: Providers['close'] = () => this.#real.close();
}
