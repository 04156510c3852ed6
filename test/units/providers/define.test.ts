import { describe, expect, it } from 'vitest';
import {
  ListValue,
  MapValue,
  Unknown,
  objectValue,
  parseNumber,
  plainJson,
  type JsonObject,
  type ObjectValue,
  type Value,
} from '../../../src/model/index.js';
import {
  ProviderError,
  defineProvider,
  list,
  map,
  number,
  object,
  string,
  type Definitions,
  type ResourceDefinition,
} from '../../../src/providers/author.js';
import { providerFactory } from '../../../src/providers/define.js';
import type { Provider } from '../../../src/providers/provider.js';
import type { ApplyRequest } from '../../../src/providers/requests.js';
import { Driver, configValue, quiet } from '../../conformance/provider-driver.js';

/** A provider of one resource, `thing`, of which a test says only what it is about. */
function driverOf<D extends Definitions>(schema: D, handlers: Partial<ResourceDefinition<D, unknown>> = {}): Driver {
  const { create } = defineProvider({
    name: 'acme/thing',
    resources: {
      thing: {
        schema,
        create: async () => ({}) as never,
        read: async () => ({}),
        update: async () => {},
        delete: async () => {},
        ...handlers,
      },
    },
  });
  return new Driver(create(), 'thing');
}

const at = (value: Value | undefined, name: string): Value => (value as ObjectValue)[name]!;

const request = (parts: Partial<ApplyRequest>): ApplyRequest => ({
  type: 'thing',
  prior: null,
  planned: null,
  config: null,
  requestKey: 'key',
  context: quiet(),
  ...parts,
});

describe('planning a defined resource', () => {
  const schema = {
    id: string({ computed: true, stable: true }),
    name: string({ required: true, replaces: true }),
    size: number({ default: 3 }),
    region: string({ optional: true, computed: true }),
    revision: number({ computed: true }),
  };
  const made = () => ({ id: 'a', name: 'n', size: 3, region: 'here', revision: 1 });

  it('uses the default for an unset attribute', async () => {
    const driver = driverOf(schema);
    expect(at((await driver.plan(driver.config({ name: 'n' }))).state, 'size')).toBe(3);
  });

  it.each([
    ['an id, which is stable', 'id', 'a'],
    ['an optional and computed attribute', 'region', 'here'],
  ])('keeps %s, on update', async (_what, name, value) => {
    const driver = driverOf(schema);
    const planned = await driver.plan(driver.config({ name: 'n', size: 4 }), {
      state: configValue(driver.schema.block, made()),
    });
    expect(at(planned.state, name)).toBe(value);
  });

  it('shows computed-only attributes as unknown, on update', async () => {
    const driver = driverOf(schema);
    const planned = await driver.plan(driver.config({ name: 'n', size: 4 }), {
      state: configValue(driver.schema.block, made()),
    });
    expect(at(planned.state, 'revision')).toBeInstanceOf(Unknown);
  });

  it('replaces for the attributes that require it, and no others', async () => {
    const driver = driverOf(schema);
    const planned = await driver.plan(driver.config({ name: 'm', size: 4 }), {
      state: configValue(driver.schema.block, made()),
    });
    expect(planned.replaces).toEqual([['name']]);
  });

  it('replaces for every change without an update handler', async () => {
    const driver = driverOf(schema, { update: undefined } as never);
    const planned = await driver.plan(driver.config({ name: 'n', size: 4 }), {
      state: configValue(driver.schema.block, made()),
    });
    expect(planned.replaces).toEqual([['size']]);
  });

  it('replaces for a part of a nested object, by its path', async () => {
    const driver = driverOf({ disk: object({ kind: string({ required: true, replaces: true }), size: number() }) });
    const prior = { state: configValue(driver.schema.block, { disk: { kind: 'ssd', size: 1 } }) };
    const planned = await driver.plan(driver.config({ disk: { kind: 'hdd', size: 2 } }), prior);
    expect(planned.replaces).toEqual([['disk', 'kind']]);
  });

  it('fills defaults and unknowns inside nested objects', async () => {
    const driver = driverOf({
      disks: list(object({ size: number({ default: 8 }), path: string({ computed: true }) })),
      named: map(object({ size: number({ default: 9 }) })),
    });
    const { state } = await driver.plan(driver.config({ disks: [{}, { size: 1 }], named: { a: {} } }));
    const disks = (at(state, 'disks') as ListValue).items as ObjectValue[];
    expect(disks.map(({ size }) => size)).toEqual([8, 1]);
    expect(disks.map(({ path }) => path instanceof Unknown)).toEqual([true, true]);
    expect(at((at(state, 'named') as MapValue).entries['a'], 'size')).toBe(9);
  });

  it('accepts computed values from the plan handler, and passes it no unknown values', async () => {
    const seen: unknown[] = [];
    const driver = driverOf(
      { name: string({ required: true }), url: string({ computed: true }), other: string() },
      {
        plan(inputs) {
          seen.push(inputs);
          return { known: { url: `/${inputs.name}` } };
        },
      },
    );
    const config = objectValue({ name: 'n', url: null, other: new Unknown('string') });
    expect(at((await driver.plan(config)).state, 'url')).toBe('/n');
    expect(seen).toEqual([{ name: 'n' }]);
  });

  it('reports a ProviderError from the plan handler as a diagnostic', async () => {
    const driver = driverOf(
      { name: string({ required: true }) },
      {
        plan() {
          throw new ProviderError('no-way', 'It cannot be', 'Do something else.', ['name']);
        },
      },
    );
    const config = driver.config({ name: 'n' });
    const { diagnostics } = await driver.provider.plan({ type: 'thing', prior: null, proposed: config, config });
    expect(diagnostics).toEqual([
      { severity: 'error', code: 'no-way', summary: 'It cannot be', detail: 'Do something else.', path: ['name'] },
    ]);
  });
});

describe('handlers of a defined resource', () => {
  it('receive plain values: null for unset ones, a bigint for an inexact number', async () => {
    const seen: unknown[] = [];
    const driver = driverOf(
      { a: string(), n: number(), big: number(), words: list(string()), settings: map(number()) },
      {
        async create(inputs) {
          seen.push(inputs);
          return {};
        },
      },
    );
    const config = objectValue({
      a: null,
      n: parseNumber('0.1')!,
      big: parseNumber('9007199254740993')!,
      words: new ListValue('string', ['x']),
      settings: new MapValue('number', objectValue({ k: 1 })),
    });
    await driver.apply(await driver.plan(config));
    expect(seen).toEqual([{ a: null, n: 0.1, big: 9007199254740993n, words: ['x'], settings: { k: 1 } }]);
  });

  it('keep the exact number if they return it as a double', async () => {
    const driver = driverOf({ n: number() }, { create: async ({ n }) => ({ n }) });
    const third = parseNumber('0.33333333333333333333333333333333333333')!;
    const { state } = await driver.apply(await driver.plan(objectValue({ n: third })));
    expect(at(state, 'n')).toEqual(third);
  });

  it('receive write-only values, which are stored nowhere', async () => {
    const seen: unknown[] = [];
    const driver = driverOf(
      { password: string({ writeOnly: true }) },
      {
        async create(inputs) {
          seen.push(inputs);
          return { password: 'leak' };
        },
      },
    );
    const planned = await driver.plan(objectValue({ password: 'hush' }));
    expect(at(planned.state, 'password')).toBeNull();
    expect(at((await driver.apply(planned)).state, 'password')).toBeNull();
    expect(seen).toEqual([{ password: 'hush' }]);
  });

  it('may omit unchanged values from an update', async () => {
    const driver = driverOf({
      name: string(),
      id: string({ computed: true, stable: true }),
      revision: number({ computed: true }),
    });
    const prior = { state: objectValue({ name: 'a', id: 'x', revision: 1 }) };
    const updated = await driver.apply(await driver.plan(driver.config({ name: 'b' }), prior));
    expect(plainJson(updated.state)).toEqual({ name: 'b', id: 'x', revision: 1 });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
  ])('report with %s that the object is deleted', async (_what, answer) => {
    const driver = driverOf({ name: string() }, { read: async () => answer });
    expect((await driver.read({ state: objectValue({ name: 'a' }) })).state).toBeNull();
  });

  it('may return more attributes than the schema has', async () => {
    const driver = driverOf({ name: string() }, { read: async () => ({ name: 'b', links: { self: 'x' } }) });
    expect(plainJson((await driver.read({ state: objectValue({ name: 'a' }) })).state)).toEqual({ name: 'b' });
  });
});

describe('failures of a defined resource', () => {
  it.each<[string, Definitions, object, string]>([
    ['a string for a number', { n: number() }, { n: '1' }, 'n must be a number, not a string'],
    ['a number for a string', { s: string() }, { s: 1 }, 's must be a string, not a number'],
    [
      'a value for a list that is not an array',
      { l: list(string()) },
      { l: 'x' },
      'l must be a list of string (an array), not a string',
    ],
    ['a wrong item', { l: list(string()) }, { l: ['x', 2] }, 'l[1] must be a string, not a number'],
    ['a date', { o: object({ a: string() }) }, { o: new Date(0) }, 'o must be an object, not an object of class Date'],
    ['NaN', { n: number() }, { n: Number.NaN }, 'n must be a number, not NaN'],
  ])(
    'keep the created object if the result has %s, and say whose mistake it is',
    async (_what, schema, answer, problem) => {
      const driver = driverOf(
        { ...schema, id: string({ computed: true }) },
        { create: async () => ({ ...answer, id: 'made' }) },
      );
      const { state, diagnostics } = await driver.attempt(await driver.plan(driver.config({})));
      expect(at(state, 'id')).toBe('made');
      expect(diagnostics).toMatchObject([
        {
          code: 'provider-result-invalid',
          summary: `acme/thing returned an invalid result creating thing: ${problem}`,
        },
      ]);
    },
  );

  it('name the line of the provider for an unexpected error', async () => {
    const driver = driverOf(
      { name: string() },
      {
        create: async () => {
          throw new TypeError('undefined is not a function');
        },
      },
    );
    const { diagnostics, state } = await driver.attempt(await driver.plan(driver.config({})));
    expect(state).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: 'provider-failed', summary: 'acme/thing failed creating thing: undefined is not a function' },
    ]);
    expect(diagnostics[0]!.detail).toMatch(/define\.test\.ts:\d+:\d+/);
  });

  it('leave a create open if the resource can search for it', async () => {
    const driver = driverOf(
      { name: string() },
      {
        create: async () => {
          throw new Error('socket hang up');
        },
        locate: async () => null,
      },
    );
    expect(await driver.attempt(await driver.plan(driver.config({})))).toMatchObject({
      state: undefined,
      uncertain: true,
    });
  });

  it('keep the object that a ProviderError carries', async () => {
    const driver = driverOf(
      { name: string(), id: string({ computed: true }) },
      {
        create: async () => {
          throw new ProviderError('half-way', 'Made, but not started', 'Start it.', undefined, { id: 'made' });
        },
      },
    );
    const { state, diagnostics } = await driver.attempt(await driver.plan(driver.config({ name: 'n' })));
    expect(plainJson(state!)).toEqual({ name: 'n', id: 'made' });
    expect(diagnostics.map(({ code }) => code)).toEqual(['half-way']);
  });

  it.each([
    ['an unexpected error', (secret: string) => new Error(`401 for Bearer ${secret}`)],
    ['a ProviderError', (secret: string) => new ProviderError('refused', `refused ${secret}`, `with ${secret}`)],
  ])('show no secret of the configuration or the object: %s', async (_what, error) => {
    const { create } = defineProvider({
      name: 'acme/thing',
      configuration: { token: string({ sensitive: true }) },
      configure: (config) => config.token!,
      resources: {
        thing: {
          schema: { password: string({ sensitive: true }), deep: list(object({ key: string({ sensitive: true }) })) },
          async create(inputs, { client }) {
            throw error(`${client} ${inputs.password} ${inputs.deep?.[0]?.key}`);
          },
          read: async () => ({}),
          delete: async () => {},
        },
      },
    });
    const driver = new Driver(create(), 'thing');
    await driver.provider.configure({ config: objectValue({ token: 'tok-111111' }), planning: false, directory: '/' });
    const planned = await driver.plan(driver.config({ password: 'pass-222222', deep: [{ key: 'deep-333333' }] }));
    const text = JSON.stringify((await driver.attempt(planned)).diagnostics);
    expect(text).not.toMatch(/111111|222222|333333/);
    expect(text).toContain('(sensitive value) (sensitive value) (sensitive value)');
  });

  it('hide secrets in progress messages', async () => {
    const said: string[] = [];
    const driver = driverOf(
      { password: string({ sensitive: true }) },
      {
        async create(inputs, { progress }) {
          progress(`setting ${inputs.password}`);
          return {};
        },
      },
    );
    const context = { ...quiet(), progress: (message: string) => void said.push(message) };
    await driver.attempt(await driver.plan(driver.config({ password: 'pass-222222' })), undefined, context);
    expect(said).toEqual(['setting (sensitive value)']);
  });
});

describe('a defined provider with an unknown configuration', () => {
  const { create } = defineProvider({
    name: 'acme/thing',
    configuration: { url: string({ required: true }) },
    configure(config) {
      throw new Error(`called with ${config.url}`);
    },
    resources: {
      thing: {
        schema: { name: string() },
        create: async () => ({}),
        read: async () => null,
        delete: async () => {},
      },
    },
    dataSources: { thing: { schema: { name: string() }, read: async () => ({}) } },
  });
  const waiting = async () => {
    const provider = create();
    const { diagnostics } = await provider.configure({
      config: objectValue({ url: new Unknown('string') }),
      planning: true,
      directory: '/',
    });
    expect(diagnostics).toEqual([]);
    return provider;
  };

  it('uses objects as stored, and says so', async () => {
    const provider = await waiting();
    const { state, diagnostics } = await provider.read({
      type: 'thing',
      state: objectValue({ name: 'a' }),
      context: quiet(),
    });
    expect(plainJson(state)).toEqual({ name: 'a' });
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'provider-not-configured' }]);
  });

  it('reads no data source', async () => {
    const provider = await waiting();
    const { diagnostics } = await provider.readData({
      type: 'thing',
      config: objectValue({ name: 'a' }),
      context: quiet(),
    });
    expect(diagnostics).toMatchObject([{ severity: 'error', code: 'provider-not-configured' }]);
  });
});

describe('the definition of an attribute', () => {
  it.each([
    ['optional by default', string(), { optional: true }],
    ['required', string({ required: true }), { required: true }],
    ['computed', string({ computed: true }), { computed: true }],
    [
      'optional and computed with a default, which the plan can name',
      string({ default: 'x' }),
      { optional: true, computed: true },
    ],
    [
      'constrained beyond its type',
      string({ oneOf: ['a'], minLength: 1 }),
      { optional: true, constraint: { enum: ['a'], minLength: 1 } },
    ],
  ])('is %s', (_what, definition, expected) => {
    expect(definition.attribute).toEqual({ type: 'string', ...expected });
  });

  it.each([
    ['required with a default', () => string({ required: true, default: 'x' })],
    ['write-only with a default', () => string({ writeOnly: true, default: 'x' })],
  ])('cannot be %s', (_what, define) => {
    expect(define).toThrow(/cannot/);
  });
});

describe('old state of a defined resource', () => {
  it('is upgraded one version at a time', async () => {
    const driver = driverOf(
      { name: string(), size: number() },
      {
        version: 2,
        upgrades: [
          ({ title, ...rest }) => ({ ...rest, name: title! }),
          ({ size, ...rest }) => ({ ...rest, size: (size as number) * 1024 }),
        ],
      },
    );
    const { state } = await driver.provider.upgrade({ type: 'thing', version: 0, attributes: { title: 'a', size: 2 } });
    expect(plainJson(state)).toEqual({ name: 'a', size: 2048 });
  });

  it.each([
    ['of a newer version', 3, {}, 'newer-schema'],
    ['with another shape', 2, { size: ['x'] }, 'stored-object-invalid'],
  ])('%s is rejected', async (_what, version, attributes, code) => {
    const driver = driverOf({ size: number() }, { version: 2 });
    const { diagnostics } = await driver.provider.upgrade({ type: 'thing', version, attributes });
    expect(diagnostics.map((item) => item.code)).toEqual([code]);
  });
});

describe('an action of a defined provider', () => {
  const actionOf = (schema: Definitions, invoke: (inputs: never) => Promise<string | void>): Provider =>
    defineProvider({ name: 'acme/thing', actions: { thing_poke: { schema, invoke } } }).create();
  const ask = (
    provider: Provider,
    config: JsonObject,
  ): Parameters<NonNullable<Provider['abilities']['actions']>['invoke']>[0] => ({
    type: 'thing_poke',
    config: configValue(provider.schemas.action('thing_poke')!.block, config),
    requestKey: 'key',
    context: quiet(),
  });

  it('receives its inputs with their defaults, and reports its result', async () => {
    const given: unknown[] = [];
    const schema = { force: number({ default: 2 }), where: object({ x: number({ required: true }) }), name: string() };
    const provider = actionOf(schema, async (inputs) => {
      given.push(inputs);
      return 'poked it';
    });
    expect(await provider.abilities.actions!.invoke(ask(provider, { where: { x: 1 } }))).toEqual({
      diagnostics: [],
      summary: 'poked it',
    });
    expect(given).toEqual([{ force: 2, where: { x: 1 }, name: null }]);
  });

  it('has only inputs, so one with a default is not computed', () => {
    const provider = actionOf(
      { force: number({ default: 2 }), where: object({ x: number({ default: 1 }) }) },
      async () => {},
    );
    const { force, where } = provider.schemas.action('thing_poke')!.block.attributes;
    expect([force!.optional, force!.computed]).toEqual([true, undefined]);
    expect(where!.nested!.attributes['x']!.computed).toBeUndefined();
    expect(() => actionOf({ id: string({ computed: true }) }, async () => {})).toThrow(/thing_poke\.id is computed/);
  });

  it('fails with the error it throws, without the secrets it received', async () => {
    const provider = actionOf({ token: string({ sensitive: true }) }, async () => {
      throw new ProviderError('refused', 'Not with s3cret-token', 'Another than s3cret-token.');
    });
    const { diagnostics } = await provider.abilities.actions!.invoke(ask(provider, { token: 's3cret-token' }));
    expect(diagnostics).toMatchObject([{ code: 'refused', severity: 'error' }]);
    expect(JSON.stringify(diagnostics)).not.toContain('s3cret');
  });

  it('is not supported by a provider that defines none', () => {
    expect(driverOf({ name: string() }).provider.abilities.actions).toBeUndefined();
  });
});

describe('a user module', () => {
  const own = defineProvider({ name: 'acme/thing', resources: {} });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['something else', { name: 'acme/thing' }],
  ])('that exports %s is not a provider', (_what, exported) => {
    expect(providerFactory(exported)).toBeUndefined();
  });

  it('written with another copy of the package is adapted to this one', async () => {
    const foreign = {} as Provider;
    const provider = await providerFactory({ ...own, create: () => foreign })!.create();
    expect(provider).toBeInstanceOf(own.create().constructor);
  });

  it('may create its provider itself', async () => {
    const provider = own.create();
    expect(await providerFactory({ create: () => provider })!.create()).toBe(provider);
  });

  it('recognizes a ProviderError from another copy', () => {
    const foreign = { [Symbol.for('landform.ProviderError')]: true, code: 'c', message: 'm' };
    expect(ProviderError.is(foreign)).toBe(true);
    expect(ProviderError.is(new Error('m'))).toBe(false);
  });
});

describe('applying a defined resource', () => {
  it('passes a request key to the author, the same for a retry', async () => {
    const seen: string[] = [];
    const driver = driverOf(
      { name: string() },
      {
        async create(_inputs, { requestKey }) {
          seen.push(requestKey);
          return {};
        },
      },
    );
    const config = driver.config({});
    await driver.provider.apply(request({ planned: config, config, requestKey: 'one' }));
    expect(seen).toEqual(['one']);
  });
});
