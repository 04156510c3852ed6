import { describe, expect, it } from 'vitest';
import { objectValue } from '../../../../src/model/index.js';
import { defineRestProvider } from '../../../../src/providers/author.js';
import { providerFactory } from '../../../../src/providers/index.js';
import type { Provider } from '../../../../src/providers/provider.js';

const factory = defineRestProvider({
  name: 'things',
  source: 'acme/things',
  version: '1.0.0',
  beside: new URL('./fixtures/', import.meta.url).href,
  configuration: {
    attributes: { token: { optional: true, sensitive: true, environment: 'THINGS_TOKEN' } },
    needed: ['token'],
    settings: () => ({ authentication: { scheme: 'none' }, timeoutSeconds: 5, retries: 0, concurrency: 1 }),
  },
  resources: {},
  dataSources: {},
  errors: { message: ['/message'] },
});

async function codesOf(provider: Provider | Promise<Provider>): Promise<string[]> {
  const config = objectValue({ token: null });
  const { diagnostics } = await (await provider).configure({ config, planning: false, directory: '.' });
  return diagnostics.map(({ code }) => code);
}

describe("a user's REST provider", () => {
  it('has its full source address', () => {
    expect(factory.source).toBe('registry.terraform.io/acme/things');
  });

  it('is created with the environment of its caller', async () => {
    const given = { THINGS_TOKEN: 't' };
    expect(await codesOf(providerFactory(factory, given)!.create())).toEqual([]);
    expect(await codesOf(providerFactory(factory, {})!.create())).toEqual(['provider-not-configured']);
    expect(await codesOf(factory.create({ environment: given }))).toEqual([]);
  });

  it('may be written with another copy of the package', async () => {
    const foreign = { create: () => Promise.reject(new Error('a stranger')), restDefinition: factory.restDefinition };
    const made = await providerFactory(foreign, {})!.create();
    expect(made.schemas.source).toBe('registry.terraform.io/acme/things');
  });
});
