import { describe, expect, it } from 'vitest';
import { parseJson, type JsonObject } from '../../../../src/model/index.js';
import type { ActionMapping } from '../../../../src/providers/rest/mapping/definition.js';
import { restProvider } from '../../../../src/providers/rest/provider.js';
import type { InvokeActionResponse } from '../../../../src/providers/requests.js';
import { configValue, quiet } from '../../../conformance/provider-driver.js';
import { TestClock } from './clock.js';

/** Gives a thing a title, then polishes it unless it is small, and waits until it shines. */
const POLISH: ActionMapping = {
  noun: 'polishing',
  description: 'Polishes a thing.',
  attributes: {
    name: { required: true },
    title: { optional: true, default: { value: 'Fine' } },
    size: { type: 'number', optional: true },
    colour: { optional: true, sensitive: true },
    patience: { type: 'number', optional: true },
  },
  parameters: { name: 'name' },
  calls: [
    {
      operation: 'putThing',
      does: 'name the thing {name}',
      did: 'named the thing {title} in {colour}',
      body: { json: { '/title': 'title', '/colour': 'colour' } },
      keeps: { revision: '/revision' },
    },
    {
      operation: 'patchThing',
      does: 'polish the thing {name}',
      did: 'polished revision {revision}',
      when: ({ size }) => size !== null && size !== undefined,
      body: { json: { '/size': 'size' } },
      wait: {
        call: { operation: 'getThing' },
        field: '/state',
        ready: ['shining'],
        pending: ['dull'],
        failed: ['broken'],
        intervalSeconds: 10,
        deadlineSeconds: 30,
        deadline: 'patience',
        reason: '/notes',
        progress: (object) => `it is ${(object as JsonObject)['colour'] as string}`,
        explain: async ({ values }) => `The colour was ${values['colour'] as string}.`,
      },
    },
  ],
  check: ({ name }) => (name === 'no' ? [{ severity: 'error', code: 'bad-name', summary: 'Not this name' }] : []),
};

type Answer = JsonObject | number | Error;

/** Invokes the action against a service that gives these answers, one after the other. */
async function invoke(
  config: JsonObject,
  answers: readonly Answer[],
): Promise<{
  readonly response: InvokeActionResponse;
  readonly asked: readonly string[];
  readonly bodies: readonly unknown[];
  readonly progress: readonly string[];
}> {
  const left = [...answers];
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const progress: string[] = [];
  const provider = restProvider(
    {
      name: 'things',
      source: 'registry.terraform.io/acme/things',
      version: '1.0.0',
      beside: new URL('./fixtures/', import.meta.url).href,
      configuration: {
        attributes: {},
        needed: [],
        settings: () => ({ authentication: { scheme: 'none' }, timeoutSeconds: 5, retries: 0, concurrency: 4 }),
      },
      resources: {},
      dataSources: {},
      actions: { things_polish: POLISH },
      errors: { message: ['/message'] },
    },
    {
      environment: {},
      clock: new TestClock(),
      random: () => 0.5,
      fetch: async (url, { method, body }) => {
        asked.push(`${method} ${url.pathname}`);
        if (typeof body === 'string') bodies.push(parseJson(body));
        const answer = left.shift() ?? 500;
        if (answer instanceof Error) throw answer;
        const status = typeof answer === 'number' ? answer : 200;
        return { status, headers: new Headers(), text: async () => (status === 200 ? JSON.stringify(answer) : '') };
      },
    },
  );
  await provider.configure({
    config: configValue(provider.schemas.provider().block, {}),
    planning: false,
    directory: '.',
  });
  const response = await provider.abilities.actions!.invoke({
    type: 'things_polish',
    config: configValue(provider.schemas.action('things_polish')!.block, config),
    requestKey: 'key',
    context: { ...quiet(), progress: (text) => void progress.push(text) },
  });
  return { response, asked, bodies, progress };
}

const thing = (state: string, more: JsonObject = {}): JsonObject => ({
  title: 'Fine',
  state,
  colour: 'red',
  revision: 7,
  ...more,
});

describe('a declarative action', () => {
  it('makes its calls in order, passes on results, waits, and reports what it did', async () => {
    const { response, asked, bodies, progress } = await invoke({ name: 'a', size: 3, colour: 'green' }, [
      thing('new'),
      thing('dull'),
      thing('dull'),
      thing('shining'),
    ]);
    expect(asked).toEqual(['PUT /things/a', 'PATCH /things/a', 'GET /things/a', 'GET /things/a']);
    expect(bodies).toEqual([{ title: 'Fine', colour: 'green' }, { size: 3 }]);
    expect(progress).toEqual(['The polishing is dull after 0 s: it is red']);
    expect(response).toEqual({
      diagnostics: [],
      summary: 'Named the thing "Fine" in (sensitive value), then polished revision 7',
    });
  });

  it('skips a call whose condition is not met', async () => {
    const { response, asked } = await invoke({ name: 'a' }, [thing('new')]);
    expect(asked).toEqual(['PUT /things/a']);
    expect(response.diagnostics).toEqual([]);
  });

  it('that is refused ends, and reports what was done before', async () => {
    const { response } = await invoke({ name: 'a', size: 3 }, [thing('new'), 409]);
    expect(response).toMatchObject({ summary: 'Named the thing "Fine" in (sensitive value)' });
    expect(response.uncertain).toBeUndefined();
    expect(response.diagnostics.map(({ summary }) => summary)).toEqual([
      'things refused to polish the thing "a": status 409',
    ]);
  });

  it('whose response is lost may have been done', async () => {
    const { response } = await invoke({ name: 'a', size: 3 }, [thing('new'), new Error('socket hang up')]);
    expect(response).toMatchObject({ uncertain: true, diagnostics: [{ code: 'connection-lost' }] });
  });

  it('whose work fails reports why, without the secrets it received', async () => {
    const { response } = await invoke({ name: 'a', size: 3, colour: 'green' }, [
      thing('new'),
      thing('dull'),
      thing('broken', { notes: 'the green came off' }),
    ]);
    expect(response.diagnostics[0]).toMatchObject({
      code: 'work-failed',
      summary: 'The polishing ended in state broken',
      detail:
        'It says: the (sensitive value) came off The colour was (sensitive value). Fix the cause in the service, then invoke the action again.',
    });
  });

  it('waits no longer than its limit', async () => {
    const dull = Array.from({ length: 9 }, () => thing('dull'));
    const { response, asked } = await invoke({ name: 'a', size: 3, patience: 20 }, [thing('new'), ...dull]);
    expect(response.diagnostics[0]).toMatchObject({ code: 'not-ready' });
    expect(asked.filter((call) => call.startsWith('GET'))).toHaveLength(3);
  });

  it.each<[string, JsonObject, string]>([
    ['the limits of the fields that it fills', { name: 'a', size: 0 }, 'invalid-value'],
    ['rules of its own', { name: 'no' }, 'bad-name'],
  ])('is checked for %s before any call', async (_, config, code) => {
    const { response, asked } = await invoke(config, []);
    expect([response.diagnostics.map((diagnostic) => diagnostic.code), asked]).toEqual([[code], []]);
  });
});
