/* oxlint-disable vitest/no-conditional-expect, vitest/valid-title, vitest/expect-expect, vitest/no-conditional-tests, vitest/valid-describe-callback -- tests are made from cases */
import { expect, it } from 'vitest';
import {
  formatPath,
  hasErrors,
  impliedType,
  isWhollyKnown,
  plainJson,
  stringifyJson,
  valueToJson,
  valuesEqual,
  type Attribute,
  type Json,
  type JsonObject,
  type Path,
  type Value,
} from '../../src/model/index.js';
import { Driver, quiet, unknownConfig } from './provider-driver.js';
import { describeDrift } from './provider-drift.js';
import { isError, shown, type InWorld, type World } from './provider-world.js';

export interface ResourceCase<W extends World> {
  readonly type: string;
  /** The title, if one type has several cases. */
  readonly title?: string;
  /** A valid configuration, created with the world if it depends on it. */
  config(world: W): JsonObject | Promise<JsonObject>;
  /** Configurations that `validate` must reject, by their error; they replace attributes of `config`. */
  readonly bad?: Readonly<Record<string, JsonObject>>;
  readonly change?: {
    /** Attributes whose change is an update. */
    readonly inPlace?: JsonObject;
    /** Attributes whose change replaces; every one of them must be among the paths. */
    readonly replacing?: JsonObject;
  };
  /** A second object next to the first, with another name if names are unique. */
  numbered?(config: JsonObject, index: number): JsonObject;
  /** The id for `import`; absent when the type can't be imported. */
  importId?(state: JsonObject): string;
  /** Attributes that cannot be read back: after an import they are as in this object. */
  readonly afterImport?: JsonObject;
  /** An id without an object. */
  readonly missingId?: string;
  /** The result of `locate` for a create whose response was lost; `absent` if the object exists only in state. */
  readonly lost?: 'found' | 'absent' | 'unclear';
  /** Attribute → how to change it outside of the provider. */
  readonly drift?: Readonly<Record<string, (world: W, state: JsonObject) => Promise<void>>>;
  /** How to delete it outside of the provider. */
  readonly vanish?: (world: W, state: JsonObject) => Promise<void>;
  /** False where an object lives in state alone, so that a read after the delete finds what it was given. */
  readonly livesInWorld?: boolean;
  /** A secret in `config` that must never be shown. */
  readonly secret?: string;
}

/** The lifecycle of an object, from the plan of its create to after its delete. */
export function describeResource<W extends World>(resource: ResourceCase<W>, inWorld: InWorld<W>): void {
  const test = (name: string, body: (driver: Driver, config: JsonObject, world: W) => Promise<void>): void => {
    it(name, () =>
      inWorld(async (world) => {
        const driver = new Driver(world.provider, resource.type);
        await body(driver, await resource.config(world), world);
        if (resource.secret !== undefined) expect(JSON.stringify(driver.said)).not.toContain(resource.secret);
      }),
    );
  };

  test('accepts a valid configuration, and an unknown one', async (driver, json) => {
    const config = driver.config(json);
    driver.fine(await driver.validate(config));
    driver.fine(await driver.validate(unknownConfig(driver.schema.block, config)));
  });

  for (const [wrong, patch] of Object.entries(resource.bad ?? {})) {
    test(`rejects ${wrong}, with a code and a next step`, async (driver, json) => {
      const errors = (await driver.validate(driver.config({ ...json, ...patch }))).filter(isError);
      expect(errors).not.toEqual([]);
      for (const error of errors) {
        expect(error.code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(error.detail ?? '').not.toBe('');
      }
    });
  }

  test('plans to create it with only computed attributes unknown', async (driver, json) => {
    const { state, config, replaces } = await driver.plan(driver.config(json));
    expect(replaces).toEqual([]);
    for (const [name, attribute] of Object.entries(driver.schema.block.attributes)) {
      const planned = (state as Readonly<Record<string, Value>>)[name]!;
      const wanted = (config as Readonly<Record<string, Value>>)[name]!;
      if (!isWhollyKnown(planned))
        expect([name, attribute.computed === true || attribute.nested !== undefined]).toEqual([name, true]);
      if (wanted !== null && attribute.nested === undefined && attribute.writeOnly !== true) {
        expect([name, valuesEqual(planned, wanted)]).toEqual([name, true]);
      }
    }
  });

  test('plans to create it from an unknown configuration', async (driver, json) => {
    const config = unknownConfig(driver.schema.block, driver.config(json));
    await driver.plan(config);
  });

  test('reads what it created, and plans no further changes', async (driver, json) => {
    const created = await driver.create(json);
    const read = await driver.read(created);
    expect(shown(read)).toEqual(shown(created));
    const again = await driver.plan(driver.config(json), read);
    expect(shown(again)).toEqual(shown(read));
    expect(again.replaces).toEqual([]);
  });

  test('returns a stored object unchanged', async (driver, json) => {
    const { state } = await driver.create(json);
    const attributes = valueToJson(state, impliedType(driver.schema.block)) as JsonObject;
    const upgraded = await driver.provider.upgrade({ type: resource.type, version: driver.schema.version, attributes });
    driver.fine(upgraded.diagnostics);
    expect(valuesEqual(upgraded.state, state)).toBe(true);
  });

  test('accepts a stored object with missing newer attributes and leftover older ones', async (driver, json) => {
    const { state } = await driver.create(json);
    const attributes = valueToJson(state, impliedType(driver.schema.block)) as JsonObject;
    const computed = Object.entries(driver.schema.block.attributes).find(
      ([, attribute]) => attribute.required !== true,
    )?.[0];
    const { [computed ?? '']: _missing, ...rest } = attributes;
    const upgraded = await driver.provider.upgrade({
      type: resource.type,
      version: driver.schema.version,
      attributes: { ...rest, no_such_attribute: 1 },
    });
    driver.fine(upgraded.diagnostics);
    if (computed !== undefined) expect((upgraded.state as Readonly<Record<string, Value>>)[computed]).toBeNull();
    expect(upgraded.state).not.toHaveProperty('no_such_attribute');
  });

  const { inPlace, replacing } = resource.change ?? {};
  for (const [what, attributes] of changesOf(inPlace)) {
    test(`updates ${what} in place`, async (driver, json) => {
      const created = await driver.read(await driver.create(json));
      const changed = { ...json, ...attributes };
      const planned = await driver.plan(driver.config(changed), created);
      expect(planned.replaces).toEqual([]);
      expect(shown(planned)).not.toEqual(shown(created));
      const updated = await driver.apply(planned);
      const read = await driver.read(updated);
      expect(shown(read)).toEqual(shown(updated));
      expect(shown(await driver.plan(driver.config(changed), read))).toEqual(shown(read));
    });
  }
  describeDrift(resource, test);
  if (replacing !== undefined) {
    test('reports which changes require replacement', async (driver, json) => {
      const created = await driver.create(json);
      const planned = await driver.plan(driver.config({ ...json, ...replacing }), created);
      expect(planned.replaces.map((path) => String(path[0])).sort()).toEqual(
        expect.arrayContaining(Object.keys(replacing).sort()),
      );
      expect(planned.replaces.map(formatPath)).not.toEqual([]);
    });
  }

  test('deletes it, and succeeds if it is already gone', async (driver, json) => {
    const created = await driver.create(json);
    await driver.delete(created);
    if (resource.livesInWorld !== false) expect((await driver.read(created)).state).toBeNull();
    await driver.delete(created);
  });

  test('changes nothing when it reads', async (driver, json, world) => {
    const created = await driver.create(json);
    const before = await world.fingerprint?.();
    const config = driver.config(json);
    for (let round = 0; round < 3; round++) {
      expect(shown(await driver.read(created))).toEqual(shown(created));
      await driver.validate(config);
      await driver.plan(config);
      await driver.plan(config, created);
    }
    expect(await world.fingerprint?.()).toEqual(before);
  });

  if (resource.importId === undefined) {
    test('reports that it cannot be imported', async (driver) => {
      const answer = await driver.provider.import({ type: resource.type, id: 'x', context: quiet() });
      expect([answer.objects.length, hasErrors(answer.diagnostics)]).toEqual([0, true]);
    });
  } else {
    test('imports an existing object', async (driver, json) => {
      const created = await driver.create(json);
      const known = plainJson(created.state) as JsonObject;
      const answer = await driver.provider.import({
        type: resource.type,
        id: resource.importId!(known),
        context: quiet(),
      });
      driver.fine(answer.diagnostics);
      expect(answer.objects).toHaveLength(1);
      const [object] = answer.objects;
      const read = await driver.read({ state: object!.state, private: object!.private });
      expect(plainJson(read.state)).toEqual({ ...known, ...resource.afterImport });
      const planned = await driver.plan(driver.config(json), read);
      // An import may only leave changes of attributes that cannot be read back; it replaces the object only where there is none
      // but in state, as in Terraform.
      const unread = Object.keys(resource.afterImport ?? {});
      const isMeant = ([name]: Path): boolean => resource.livesInWorld === false && unread.includes(String(name));
      expect(planned.replaces.filter((path) => !isMeant(path))).toEqual([]);
      const imported = plainJson(read.state) as JsonObject;
      const differing = Object.entries(plainJson(planned.state) as JsonObject).filter(
        ([name, value]) => stringifyJson(value) !== stringifyJson(imported[name] ?? null),
      );
      expect(differing.map(([name]) => name).filter((name) => !unread.includes(name))).toEqual([]);
    });
  }
  if (resource.missingId !== undefined) {
    test('does not import a missing object', async (driver) => {
      const answer = await driver.provider.import({ type: resource.type, id: resource.missingId!, context: quiet() });
      if (hasErrors(answer.diagnostics)) return;
      for (const { state, private: bytes } of answer.objects)
        expect((await driver.read({ state, private: bytes })).state).toBeNull();
    });
  }

  if (resource.lost !== undefined) {
    test('finds the outcome of a create whose response was lost', async (driver, json, world) => {
      const locator = driver.provider.abilities.locate!;
      const planned = await driver.plan(driver.config(json));
      const before = await locator.evidence({ type: resource.type, planned: planned.state, context: quiet() });
      driver.fine(before.diagnostics);
      const context = quiet();
      const look = () =>
        locator.locate({
          type: resource.type,
          action: 'create',
          planned: planned.state,
          evidence: JSON.parse(JSON.stringify(before.evidence ?? null)) as unknown,
          managed: [],
          notes: context.notes,
          requestKey: 'request-1',
          context: quiet(),
        });
      const within = locator.landsWithinSeconds?.({ type: resource.type, action: 'create' });
      expect(within === undefined || (Number.isFinite(within) && within >= 0)).toBe(true);
      // An object that exists only in state has no request that could arrive late.
      if (resource.lost === 'absent') expect(within).toBe(0);
      const nothing = await look();
      expect(nothing.outcome).toBe('absent');
      // Without a request, nothing is certain yet.
      expect(nothing).not.toHaveProperty('certain');
      const made = await driver.attempt(planned, before.evidence, context);
      driver.fine(made.diagnostics);
      const prints = await world.fingerprint?.();
      const found = await look();
      expect(found.outcome).toBe(resource.lost);
      expect(await world.fingerprint?.()).toEqual(prints);
      if (found.outcome === 'found') {
        const read = await driver.read({ state: found.state, private: found.private });
        expect(shown(read)).toEqual(shown(await driver.read({ state: made.state ?? null, private: made.private })));
      } else if (found.outcome === 'absent') {
        await driver.apply(planned);
      } else {
        expect(found.diagnostics).not.toEqual([]);
      }
    });
  }

  if (resource.secret !== undefined) {
    test('hides a secret wherever it is stored', async (driver, json) => {
      const { state } = await driver.create(json);
      for (const [name, value] of Object.entries(state as Readonly<Record<string, Value>>)) {
        const attribute = driver.schema.block.attributes[name]!;
        const open = withoutSensitive(attribute, valueToJson(value, attribute.type));
        expect([name, stringifyJson(open ?? null).includes(resource.secret!)]).toEqual([name, false]);
      }
    });
  }

  test('handles twenty concurrent calls', async (driver, json) => {
    const configs = Array.from({ length: 20 }, (_, index) => resource.numbered?.(json, index) ?? json);
    const created = await Promise.all(configs.map((config) => driver.create(config)));
    const read = await Promise.all(created.map((kept) => driver.read(kept)));
    expect(read.map(shown)).toEqual(created.map(shown));
    await Promise.all(created.map((kept) => driver.delete(kept)));
  });

  test('still answers a call after it was asked to stop', async (driver, json) => {
    const planned = await driver.plan(driver.config(json));
    const answer = await driver.attempt(planned, undefined, { ...quiet(), signal: AbortSignal.abort() });
    if (!hasErrors(answer.diagnostics)) expect(isWhollyKnown(answer.state ?? null)).toBe(true);
  });
}

/** All changes at once, and where there are several, each by itself. */
function changesOf(inPlace: JsonObject = {}): readonly (readonly [string, JsonObject])[] {
  const each = Object.entries(inPlace).map(([name, value]) => [name, { [name]: value }] as const);
  return each.length > 1 ? [['everything', inPlace] as const, ...each] : each;
}

/** What may be shown of an attribute: nothing of a sensitive one, and of nested ones what is open in each. */
function withoutSensitive(attribute: Attribute, json: Json | undefined): Json | undefined {
  if (attribute.sensitive === true || json === undefined) return undefined;
  if (attribute.nested === undefined || json === null) return json;
  const { attributes } = attribute.nested;
  const open = (item: Json): Json =>
    Object.entries(item as JsonObject).map(([name, member]) => withoutSensitive(attributes[name]!, member) ?? null);
  if (attribute.nested.nesting === 'single') return open(json);
  return Object.values(json as JsonObject).map(open);
}
