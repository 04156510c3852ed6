/* oxlint-disable vitest/no-conditional-expect, vitest/valid-title, vitest/expect-expect, vitest/no-conditional-tests, vitest/valid-describe-callback -- tests are made from cases */
import { describe, expect, it } from 'vitest';
import {
  hasErrors,
  impliedType,
  isWhollyKnown,
  plainJson,
  type Attribute,
  type JsonObject,
} from '../../src/model/index.js';
import { conformanceProblems } from '../../src/engine/diff/conforms.js';
import { providerSchemaJson } from '../../src/providers/schema-json.js';
import { configValue, quiet } from './provider-driver.js';
import { describeResource, type ResourceCase } from './provider-resource.js';
import { isError, shown, type InWorld, type World } from './provider-world.js';

export type { ResourceCase } from './provider-resource.js';
export type { World } from './provider-world.js';

export interface DataSourceCase<W extends World> {
  readonly type: string;
  config(world: W): JsonObject | Promise<JsonObject>;
  /** A subset of its result. */
  readonly gives?: JsonObject;
  /** A configuration for which reading fails with a diagnostic. */
  readonly failing?: JsonObject;
}

export interface ProviderCases<W extends World> {
  readonly name: string;
  open(): Promise<W>;
  readonly resources: readonly ResourceCase<W>[];
  readonly dataSources?: readonly DataSourceCase<W>[];
}

/** The contract of src/providers/provider.ts as tests. */
export function describeProvider<W extends World>(cases: ProviderCases<W>): void {
  const inWorld = async (test: (world: W) => Promise<void>): Promise<void> => {
    const world = await cases.open();
    try {
      await configure(world);
      await test(world);
    } finally {
      await world.provider.close();
      await world.close();
    }
  };

  describe(`provider ${cases.name}`, () => {
    it('has a schema for each of its types, in the format of `providers schema`', () =>
      inWorld(async ({ provider: { schemas } }) => {
        expect(schemas.resourceTypes().filter((type) => schemas.resource(type) === undefined)).toEqual([]);
        expect(schemas.dataSourceTypes().filter((type) => schemas.dataSource(type) === undefined)).toEqual([]);
        expect(schemas.actionTypes().filter((type) => schemas.action(type) === undefined)).toEqual([]);
        expect(schemas.resource('no_such_type')).toBeUndefined();
        expect(schemas.action('no_such_type')).toBeUndefined();
        expect(schemas.source.split('/')).toHaveLength(3);
        expect(JSON.parse(JSON.stringify(providerSchemaJson(schemas)))).toHaveProperty('provider.version');
      }));

    it('can invoke its actions, whose attributes are all inputs', () =>
      inWorld(async ({ provider: { schemas, abilities } }) => {
        const types = schemas.actionTypes();
        expect(abilities.actions !== undefined).toBe(types.length > 0);
        for (const type of types) {
          for (const [name, attribute] of Object.entries(schemas.action(type)!.block.attributes)) {
            const input = attribute.required === true || attribute.optional === true;
            expect([type, name, input, attribute.computed === true]).toEqual([type, name, true, false]);
          }
        }
      }));

    it('has only attributes that are required, optional or computed', () =>
      inWorld(async ({ provider: { schemas } }) => {
        const blocks = [
          schemas.provider().block,
          ...schemas.resourceTypes().map((type) => schemas.resource(type)!.block),
          ...schemas.dataSourceTypes().map((type) => schemas.dataSource(type)!.block),
        ];
        for (const block of blocks) {
          for (const [name, attribute] of Object.entries(block.attributes))
            expect([name, partOf(attribute)]).not.toContain('none');
        }
      }));

    it('returns a diagnostic for an unknown type', () =>
      inWorld(async ({ provider }) => {
        const answer = await provider.validate({ mode: 'managed', type: 'no_such_type', config: null });
        expect(hasErrors(answer.diagnostics)).toBe(true);
      }));

    it('still answers after it was stopped', () =>
      inWorld(async ({ provider }) => {
        await provider.stop();
        expect(await provider.validateConfig(null)).toHaveProperty('diagnostics');
      }));

    for (const resource of cases.resources) {
      describe(resource.title ?? resource.type, () => describeResource(resource, inWorld));
    }
    for (const dataSource of cases.dataSources ?? []) {
      describe(`data source ${dataSource.type}`, () => describeDataSource(dataSource, inWorld));
    }
  });
}

async function configure(world: World): Promise<void> {
  const { provider, directory } = world;
  const config = configValue(provider.schemas.provider().block, world.config ?? {});
  const checked = await provider.validateConfig(config);
  expect(checked.diagnostics.filter(isError)).toEqual([]);
  const answer = await provider.configure({ config, planning: true, directory });
  expect(answer.diagnostics.filter(isError)).toEqual([]);
}

function describeDataSource<W extends World>(dataSource: DataSourceCase<W>, inWorld: InWorld<W>): void {
  const read = async (world: W, patch: JsonObject = {}) => {
    const schema = world.provider.schemas.dataSource(dataSource.type)!;
    const config = configValue(schema.block, { ...(await dataSource.config(world)), ...patch });
    const checked = await world.provider.validate({ mode: 'data', type: dataSource.type, config });
    if (hasErrors(checked.diagnostics)) return { schema, state: null, diagnostics: checked.diagnostics };
    return { schema, ...(await world.provider.readData({ type: dataSource.type, config, context: quiet() })) };
  };

  it('returns a wholly known object, and changes nothing', () =>
    inWorld(async (world) => {
      await dataSource.config(world);
      const { schema, state, diagnostics } = await read(world);
      expect(diagnostics.filter(isError)).toEqual([]);
      expect(isWhollyKnown(state)).toBe(true);
      expect(conformanceProblems(state, impliedType(schema.block))).toEqual([]);
      expect(plainJson(state)).toMatchObject(dataSource.gives ?? {});
      const before = await world.fingerprint?.();
      expect(shown(await read(world))).toEqual(shown({ state }));
      expect(await world.fingerprint?.()).toEqual(before);
    }));

  if (dataSource.failing !== undefined) {
    it('reports why it cannot be read', () =>
      inWorld(async (world) => {
        const { diagnostics } = await read(world, dataSource.failing);
        const errors = diagnostics.filter(isError);
        expect(errors).not.toEqual([]);
        for (const error of errors) expect(error.detail ?? '').not.toBe('');
      }));
  }
}

const partOf = (attribute: Attribute): string =>
  attribute.required === true || attribute.optional === true || attribute.computed === true ? 'some' : 'none';
