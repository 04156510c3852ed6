import { formatProviderConfig, type ProviderConfigAddress, type Value } from '../../model/index.js';
import { MockedProvider, type Provider, type ProviderPool, type Providers } from '../../providers/index.js';
import type { Mock } from './adapt.js';

/** Providers of which some configurations are mocked. These are never configured, and call no service. */
export class MockedProviders implements Providers {
  readonly #real: ProviderPool;
  readonly #mocks: ReadonlyMap<string, Mock>;
  readonly #text: () => string;

  constructor(real: ProviderPool, mocks: ReadonlyMap<string, Mock>, text: () => string) {
    this.#real = real;
    this.#mocks = mocks;
    this.#text = text;
  }

  async configured(
    address: ProviderConfigAddress,
    config: Value,
    planning: boolean,
  ): ReturnType<Providers['configured']> {
    const mock = this.#mocks.get(formatProviderConfig(address.source, address.alias, address.module));
    if (mock === undefined) return this.#real.configured(address, config, planning);
    const real = await this.#real.unconfigured(address.source);
    if (real === undefined) return this.#real.configured(address, config, planning);
    return { provider: new MockedProvider(real, { ...mock, text: this.#text }), diagnostics: [] };
  }

  schemas: Providers['schemas'] = (source) => this.#real.schemas(source);
  unconfigured = (source: string): Promise<Provider | undefined> => this.#real.unconfigured(source);
  available: Providers['available'] = () => this.#real.available();
  missing: ProviderPool['missing'] = (source) => this.#real.missing(source);
  stop: Providers['stop'] = () => this.#real.stop();
  close: Providers['close'] = () => this.#real.close();
}
