import { describe, expect, it } from 'vitest';
import { DiagnosticError, errorDiagnostic, objectValue } from '../../../src/model/index.js';
import { createCatalog, ProviderPool } from '../../../src/providers/index.js';
import { defineProvider, string } from '../../../src/providers/author.js';

const SOURCE = 'registry.terraform.io/acme/thing';

/** A pool with one provider that writes down what happens to it. */
function pool(options: { readonly start?: () => void; readonly configure?: () => void } = {}) {
  const events: string[] = [];
  const { create } = defineProvider({
    name: 'acme/thing',
    configuration: { url: string() },
    configure(config) {
      events.push(`configure ${config.url}`);
      options.configure?.();
      return {};
    },
    close: () => void events.push('close'),
  });
  const factory = {
    async create() {
      events.push('start');
      await Promise.resolve();
      options.start?.();
      return create();
    },
  };
  return { events, pool: new ProviderPool({ catalog: createCatalog([[SOURCE, factory]]), directory: '/project' }) };
}

const config = (url: string) => objectValue({ url });

describe('provider pool', () => {
  it('starts nothing before the first request', async () => {
    const { events, pool: providers } = pool();
    await providers.close();
    expect(events).toEqual([]);
  });

  it('starts one instance for all concurrent requests', async () => {
    const { events, pool: providers } = pool();
    const [one, two] = await Promise.all([
      providers.unconfigured(SOURCE),
      providers.unconfigured(SOURCE),
      providers.schemas(SOURCE),
    ]);
    expect(one).toBe(two);
    expect(events).toEqual(['start']);
  });

  it('configures once per alias, with the first configuration', async () => {
    const { events, pool: providers } = pool();
    const answers = await Promise.all([
      providers.configured({ source: SOURCE }, config('a'), true),
      providers.configured({ source: SOURCE }, config('b'), true),
      providers.configured({ source: SOURCE, alias: 'west' }, config('c'), true),
    ]);
    expect(events.filter((event) => event.startsWith('configure'))).toEqual(['configure a', 'configure c']);
    expect(answers[0].provider).toBe(answers[1].provider);
    expect(answers[0].provider).not.toBe(answers[2].provider);
  });

  it('keeps an unconfigured instance apart from configured ones', async () => {
    const { pool: providers } = pool();
    const { provider } = await providers.configured({ source: SOURCE }, config('a'), true);
    expect(await providers.unconfigured(SOURCE)).not.toBe(provider);
  });

  it('closes every instance, last', async () => {
    const { events, pool: providers } = pool();
    await providers.configured({ source: SOURCE }, config('a'), true);
    await providers.configured({ source: SOURCE, alias: 'west' }, config('b'), true);
    await providers.close();
    expect(events.slice(-2)).toEqual(['close', 'close']);
  });

  it('does not hand out a provider whose configuration was rejected', async () => {
    const { pool: providers } = pool({
      configure() {
        throw new Error('no route');
      },
    });
    const { provider, diagnostics } = await providers.configured({ source: SOURCE }, config('a'), true);
    expect(provider).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['provider-failed']);
  });

  it('reports a failed start as a diagnostic that names the provider', async () => {
    const { pool: providers } = pool({
      start() {
        throw new Error('cannot find module x');
      },
    });
    const { diagnostics } = await providers.configured({ source: SOURCE }, config('a'), true);
    expect(diagnostics).toMatchObject([
      { code: 'provider-not-started', summary: expect.stringContaining('acme/thing') as string },
    ]);
    await expect(providers.unconfigured(SOURCE)).rejects.toThrow(DiagnosticError);
  });

  it('passes on the diagnostics of a module that refuses to start', async () => {
    const { pool: providers } = pool({
      start() {
        throw new DiagnosticError([errorDiagnostic('own-code', 'own words')]);
      },
    });
    expect((await providers.configured({ source: SOURCE }, config('a'), true)).diagnostics[0]?.code).toBe('own-code');
  });

  it('rejects an unknown name, and lists the known ones', async () => {
    const { pool: providers } = pool();
    expect(await providers.schemas('registry.terraform.io/acme/other')).toBeUndefined();
    const other = { source: 'registry.terraform.io/acme/other' };
    const { diagnostics } = await providers.configured(other, config('a'), true);
    expect(diagnostics).toMatchObject([
      { code: 'unknown-provider', detail: expect.stringContaining('acme/thing') as string },
    ]);
  });
});

describe('provider catalog', () => {
  it('suggests required_providers if only the namespace differs', () => {
    const catalog = createCatalog([
      ['registry.terraform.io/landform/local', { create: () => Promise.reject(new Error()) }],
    ]);
    const { summary, detail } = catalog.missing('registry.terraform.io/hashicorp/local');
    expect(summary).toContain('hashicorp/local');
    expect(detail).toContain('"required_providers": {"local": {"source": "landform/local"}}');
  });

  it('lets a later entry replace an earlier one', () => {
    const first = { create: () => Promise.reject(new Error()) };
    const second = { create: () => Promise.reject(new Error()) };
    const catalog = createCatalog([
      ['a/b/c', first],
      ['a/b/c', second],
    ]);
    expect(catalog.find('a/b/c')).toBe(second);
    expect(catalog.available()).toEqual(['a/b/c']);
  });
});
