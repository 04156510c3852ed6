import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_BLOCK, isNull, isObjectValue, objectValue, type Schema, Unknown } from '../../../src/model/index.js';
import { DataProvider } from '../../../src/providers/builtin/data.js';
import type { ProviderSchemas } from '../../../src/providers/provider.js';
import type { ApplyRequest, ApplyResponse, PlanRequest, PlanResponse } from '../../../src/providers/requests.js';
import { EngineRig } from '../../support/engine.js';

const SOURCE = 'registry.terraform.io/example/store';

const THING: Schema = {
  version: 0,
  block: {
    attributes: { id: { type: 'string', computed: true }, name: { type: 'string', optional: true } },
    blockTypes: {
      rule: {
        nesting: 'list',
        block: { attributes: { port: { type: 'string', required: true } }, blockTypes: {} },
      },
    },
  },
};

/** Things with rules, whose ID is known after they are created. */
class Store extends DataProvider {
  declare readonly schemas: ProviderSchemas;

  constructor() {
    super({ version: '1.0.0', uuid: () => 'id' });
    this.schemas = {
      ...this.schemas,
      source: SOURCE,
      provider: () => ({ version: 0, block: EMPTY_BLOCK }),
      resource: () => THING,
      resourceTypes: () => ['store_thing'],
    };
  }

  override validate(): ReturnType<DataProvider['validate']> {
    return { diagnostics: [] };
  }

  override plan({ prior, proposed }: PlanRequest): PlanResponse {
    const planned = isObjectValue(proposed) && isNull(prior) ? { ...proposed, id: new Unknown('string') } : proposed;
    return { planned: isObjectValue(planned) ? objectValue(planned) : planned, requiresReplace: [], diagnostics: [] };
  }

  override async apply({ planned }: ApplyRequest): Promise<ApplyResponse> {
    const state = isObjectValue(planned) ? objectValue({ ...planned }) : planned;
    if (isObjectValue(state) && state['id'] instanceof Unknown) state['id'] = '80,443';
    return { state, diagnostics: [] };
  }
}

let rig: EngineRig;

beforeEach(() => {
  rig = new EngineRig(SOURCE, { create: async () => new Store() });
});

const things = (store_thing: object): object => ({
  terraform: { required_providers: { store: { source: 'example/store' } } },
  resource: { store_thing },
});

const rules = (forEach: unknown, port: string, more = {}): object => ({
  dynamic: { rule: { for_each: forEach, content: { port }, ...more } },
});

describe('dynamic blocks of a resource', () => {
  it('are planned and applied, also if their collection is only known after apply', async () => {
    const document = things({ a: {}, b: rules('${split(",", store_thing.a.id)}', 'p${it.value}', { iterator: 'it' }) });
    const { plan, diagnostics } = await rig.apply(document);
    expect(diagnostics).toEqual([]);
    const planned = plan?.changes.find(({ address }) => address === 'store_thing.b')?.after ?? null;
    expect(isObjectValue(planned) && planned['rule']).toBeInstanceOf(Unknown);
    const { resources } = JSON.parse(rig.stored) as { resources: { instances: { attributes: object }[] }[] };
    expect(resources[1]?.instances[0]?.attributes).toMatchObject({ rule: [{ port: 'p80' }, { port: 'p443' }] });
    expect((await rig.plan(document)).plan?.changes.map(({ action }) => action)).toEqual([]);
  });

  const generated = (port: string): string => `dynamic "rule" {
      for_each = ["${port}"]
      content {
        port = rule.value
      }
    }`;
  const inHcl = (...blocks: string[]): string => `
  terraform {
    required_providers {
      store = { source = "example/store" }
    }
  }
  resource "store_thing" "b" {
    ${blocks.join('\n')}
  }`;

  it.each<[string, unknown, string[]]>([
    ['between written ones', inHcl('rule { port = 1 }', generated('2'), 'rule { port = 3 }'), ['1', '2', '3']],
    ['before and after', inHcl(generated('1'), 'rule { port = 2 }', generated('3')), ['1', '2', '3']],
    ['first in JSON', things({ b: { ...rules(['1'], '${rule.value}'), rule: [{ port: '2' }] } }), ['1', '2']],
    ['last in JSON', things({ b: { rule: [{ port: '1' }], ...rules(['2'], '${rule.value}') } }), ['1', '2']],
  ])('keep their place among written blocks: %s', async (_, document, ports) => {
    const { plan, diagnostics } = await rig.plan(document);
    expect(diagnostics).toEqual([]);
    expect(plan?.changes[0]?.after).toMatchObject({ rule: { items: ports.map((port) => ({ port })) } });
  });

  it('have names for their elements, which nothing else has', async () => {
    const codes = async (b: object): Promise<string[]> =>
      (await rig.validate(things({ b }))).map(({ code, source }) => `${code} ${source?.path.slice(3).join('.') ?? ''}`);
    expect(await codes(rules(['x'], '${rule.value}-${rule.key}'))).toEqual([]);
    expect(await codes(rules(['x'], '${other.value}'))).toEqual(['unknown-reference dynamic.rule.content.port']);
    expect(await codes(rules('${rule.value}', 'x'))).toEqual(['unknown-reference dynamic.rule.for_each']);
    expect(await codes({ name: '${rule.value}', ...rules(['x'], 'x') })).toEqual(['unknown-reference name']);
    expect(await codes({ dynamic: { roles: { for_each: [], content: {} } } })).toEqual([
      'unknown-attribute dynamic.roles',
    ]);
  });
});
