import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { impliedType, numberFromBinary, objectValue, Unknown, type Value } from '../../../../src/model/index.js';
import {
  bigInteger,
  defineProvider,
  providerFunction,
  ProviderError,
  string,
} from '../../../../src/providers/author.js';
import { makeCertificate } from '../../../../src/providers/plugin/process/certificate.js';
import { CallFailed } from '../../../../src/providers/plugin/grpc/call-failed.js';
import { Connection } from '../../../../src/providers/plugin/process/connection.js';
import { readHandshake, type Handshake } from '../../../../src/providers/plugin/process/handshake.js';
import { readSchema } from '../../../../src/providers/plugin/schema/read.js';
import { serveFactory, type Served } from '../../../../src/providers/plugin/server/serve.js';
import {
  decodeBlock,
  decodeValue,
  encodeBlock,
  encodeValue,
} from '../../../../src/providers/plugin/values/dynamic-value.js';
import { providerCall, type CallName } from '../../../../src/providers/plugin/wire/calls.js';
import { functionSchema, SEVERITY } from '../../../../src/providers/plugin/wire/common.js';
import { HEALTH, SERVING, SHUTDOWN } from '../../../../src/providers/plugin/wire/process-calls.js';
import type { Received, Sent } from '../../../../src/providers/plugin/wire/message.js';

/** What the next create does, and what is found afterwards. */
const service: { create: () => object; found: object | null | undefined } = { create: () => ({}), found: null };

const factory = defineProvider({
  name: 'acme/thing',
  version: '1.2.3',
  configuration: { token: string({ optional: true, sensitive: true }) },
  resources: {
    thing: {
      version: 1,
      schema: {
        name: string({ required: true, replaces: true }),
        color: string({ oneOf: ['red', 'green'] }),
        size: bigInteger({ optional: true }),
        password: string({ writeOnly: true, sensitive: true }),
        id: string({ computed: true, stable: true }),
      },
      landsWithinSeconds: 0,
      create: async () => service.create() as { id: string },
      read: async (state) => state,
      update: async () => {
        throw new TypeError('the client is broken');
      },
      delete: async () => {},
      locate: async () => service.found as { id: string } | null,
      import: async (id) => (id === 'none' ? null : { id, name: 'imported', color: null, size: null }),
    },
  },
  functions: {
    shout: providerFunction({
      parameters: { words: string({ required: true }) },
      variadic: string(),
      result: string(),
      call: ({ words }, rest) => {
        if (words === '') throw new ProviderError('silent', 'nothing to shout', undefined, ['words']);
        return [words, ...rest].join(' ').toUpperCase();
      },
    }),
  },
  actions: {
    thing_polish: {
      schema: { how: string({ required: true }) },
      invoke: async ({ how }, { progress }) => {
        progress('polishing');
        if (how === 'badly') throw new ProviderError('scratched', 'It is scratched', 'Buy another one.');
        return `polished ${how}`;
      },
    },
  },
});

const block = factory.create().schemas.resource('thing')!.block;
const thing = (attributes: Readonly<Record<string, Value>>): Value =>
  objectValue({ name: 'a', color: null, size: null, password: null, id: null, ...attributes });
const sent = (value: Value) => encodeBlock(value, block);
const received = (message: { readonly msgpack: Uint8Array; readonly json: Uint8Array } | undefined): Value =>
  decodeBlock(message, block);

const client = makeCertificate();
let folder: string;
let served: Served;
let connection: Connection;
let shaken: Handshake;
const lines: string[] = [];

const surroundings = {
  directory: '.',
  log: (_: string, message: string) => lines.push(message),
  clock: () => performance.now(),
  sleep: async () => {},
  randomHex: () => 'key',
  attach: false,
  pid: 1234,
};

function connectTo(handshake: string, own = client): Connection {
  const read = readHandshake(handshake);
  if ('problem' in read) throw new Error(read.problem);
  shaken = read;
  return new Connection(read, read.certificate === undefined ? undefined : { own, theirs: read.certificate });
}

const call = <Name extends CallName>(
  name: Name,
  request: Sent<ReturnType<typeof providerCall<Name>>['request']>,
): Promise<Received<ReturnType<typeof providerCall<Name>>['response']>> =>
  // The compiler does not see that both tables are those of one name.
  connection.call(providerCall(6, name) as never, request as never);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'served-'));
  served = await serveFactory(factory, {
    ...surroundings,
    socketFolder: '/nowhere',
    environment: { PLUGIN_CLIENT_CERT: client.certificate, PLUGIN_UNIX_SOCKET_DIR: folder },
  });
  connection = connectTo(served.handshake);
});
afterAll(async () => {
  connection.close();
  await served.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  service.create = () => ({ id: 'made' });
  service.found = null;
});

describe('the process of a served provider', () => {
  it('shows its certificate, and accepts no client but the one that started it', async () => {
    expect(served.handshake).toMatch(/^1\|6\|unix\|\/.*\/plugin[0-9a-f]{16}\|grpc\|[A-Za-z0-9+/]{300,}$/);
    expect(await connection.call(HEALTH, { service: 'plugin' })).toEqual({ status: SERVING });
    const stranger = connectTo(served.handshake, makeCertificate());
    await expect(stranger.call(HEALTH, {})).rejects.toThrow(CallFailed);
    stranger.close();
  });

  it('is found by others without a certificate if that is wanted, ends when it is asked to, and leaves no socket', async () => {
    const attached = await serveFactory(factory, {
      ...surroundings,
      attach: true,
      socketFolder: folder,
      environment: { PLUGIN_CLIENT_CERT: client.certificate },
    });
    expect(JSON.parse(attached.reattach)).toEqual({
      'registry.terraform.io/acme/thing': {
        Protocol: 'grpc',
        ProtocolVersion: 6,
        Pid: 1234,
        Test: true,
        Addr: { Network: 'unix', String: expect.stringContaining(folder) as string },
      },
    });
    const other = connectTo(attached.handshake);
    expect(shaken.certificate).toBeUndefined();
    await other.call(SHUTDOWN, {});
    await attached.shutDown;
    other.close();
    await attached.close();
    expect(readdirSync(folder)).toHaveLength(1);
  });
});

describe('what a served provider answers', () => {
  it('has the schemas of the provider', async () => {
    const schemas = await call('GetProviderSchema', {});
    const resource = readSchema(schemas.resourceSchemas.get('thing')!, 6);
    expect(impliedType(resource.block)).toEqual(impliedType(block));
    expect(resource.block.attributes['password']).toMatchObject({ writeOnly: true, sensitive: true });
    expect([...schemas.actionSchemas.keys()]).toEqual(['thing_polish']);
    expect(schemas.serverCapabilities).toMatchObject({ planDestroy: true, getProviderSchemaOptional: true });
    expect((await call('GetMetadata', {})).resources).toEqual([{ typeName: 'thing' }]);
  });

  it('checks the constraints of a schema, with the place', async () => {
    const config = sent(thing({ color: 'blue' }));
    const { diagnostics } = await call('ValidateResourceConfig', { typeName: 'thing', config });
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'The value of color must be equal to one of the allowed values: red, green',
    ]);
    expect(diagnostics[0]?.attribute?.steps[0]?.attributeName).toBe('color');
  });

  it('reports types that it does not have', async () => {
    const { diagnostics } = await call('ReadResource', { typeName: 'thong' });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['The provider acme/thing has no resource thong']);
  });

  it('keeps all digits of stored numbers, and reads what is missing as null', async () => {
    const json = Buffer.from('{"name":"a","size":1152921504606846977,"gone":true}');
    const { upgradedState } = await call('UpgradeResourceState', { typeName: 'thing', version: 1, rawState: { json } });
    const size = 2n ** 60n + 1n;
    expect(received(upgradedState)).toEqual(thing({ size: numberFromBinary(size, 0) }));
  });

  it('refuses the states of Terraform 0.11, and moves between types', async () => {
    const rawState = { flatmap: new Map([['name', 'a']]) };
    const old = await call('UpgradeResourceState', { typeName: 'thing', version: 0, rawState });
    expect(old.diagnostics[0]?.summary).toBe('The state of thing is in the format of Terraform 0.11');
    const moved = await call('MoveResourceState', { sourceTypeName: 'other', targetTypeName: 'thing' });
    expect(moved.diagnostics[0]?.summary).toBe('other cannot be moved to thing');
  });

  it('plans unknown values on create, and names what replaces', async () => {
    const config = sent(thing({ password: 'x' }));
    const created = await call('PlanResourceChange', { typeName: 'thing', proposedNewState: config, config });
    expect(received(created.plannedState)).toEqual(thing({ id: new Unknown('string') }));
    expect(created.requiresReplace).toEqual([]);
    const changed = sent(thing({ name: 'b', id: 'made' }));
    const replaced = await call('PlanResourceChange', {
      typeName: 'thing',
      priorState: sent(thing({ id: 'made' })),
      proposedNewState: changed,
      config: sent(thing({ name: 'b' })),
    });
    expect(replaced.requiresReplace.map(({ steps }) => steps[0]?.attributeName)).toEqual(['name']);
    expect(
      received((await call('PlanResourceChange', { typeName: 'thing', priorState: changed })).plannedState),
    ).toBeNull();
  });

  const create = (): ReturnType<typeof call<'ApplyResourceChange'>> => {
    const plannedState = sent(thing({ id: new Unknown('string') }));
    return call('ApplyResourceChange', { typeName: 'thing', plannedState, config: sent(thing({})) });
  };

  it('creates an object', async () => {
    const { newState, diagnostics } = await create();
    expect([received(newState), diagnostics]).toEqual([thing({ id: 'made' }), []]);
  });

  it.each([
    ['returns an object that it finds after a lost reply', { id: 'found' }, thing({ id: 'found' }), [SEVERITY.warning]],
    ['reports the error if the object does not exist', null, null, [SEVERITY.error]],
  ])('%s', async (_, found, state, severities) => {
    service.create = () => {
      throw new Error('socket hang up');
    };
    service.found = found;
    const { newState, diagnostics } = await create();
    expect(received(newState)).toEqual(state);
    expect(diagnostics.map(({ severity }) => severity)).toEqual(severities);
  });

  it('keeps the prior object, and the connection, when the provider has a defect', async () => {
    const prior = thing({ id: 'made' });
    const { newState, diagnostics } = await call('ApplyResourceChange', {
      typeName: 'thing',
      priorState: sent(prior),
      plannedState: sent(thing({ id: 'made', size: 2 })),
      config: sent(thing({ size: 2 })),
    });
    expect(received(newState)).toEqual(prior);
    expect(diagnostics[0]?.summary).toContain('the client is broken');
  });

  it('answers a request that it cannot read with a diagnostic', async () => {
    const config = { msgpack: Buffer.from('a178', 'hex') };
    const { diagnostics } = await call('ValidateResourceConfig', { typeName: 'thing', config });
    expect(diagnostics[0]?.summary).toBe(
      'The provider registry.terraform.io/acme/thing failed unexpectedly: this is not a value of the type object',
    );
  });

  it('imports an object, or reports that there is none', async () => {
    const { importedResources } = await call('ImportResourceState', { typeName: 'thing', id: 'x' });
    expect(importedResources.map(({ typeName, state }) => [typeName, received(state)])).toEqual([
      ['thing', thing({ name: 'imported', id: 'x' })],
    ]);
    const none = await call('ImportResourceState', { typeName: 'thing', id: 'none' });
    expect([none.importedResources, none.diagnostics]).toEqual([[], [expect.objectContaining({ severity: 1 })]]);
  });

  it('calls a function, and reports the argument that it refuses', async () => {
    const { functions } = await call('GetFunctions', {});
    const { parameters, variadicParameter, ...signature } = functionSchema.decode(functions.get('shout')!);
    expect(
      [...parameters, variadicParameter].map((one) => [one?.name, String(one?.type), one?.allowNullValue]),
    ).toEqual([
      ['words', '"string"', false],
      ['rest', '"string"', true],
    ]);
    expect(String(signature.return?.type)).toBe('"string"');
    expect((await call('GetProviderSchema', {})).functions).toEqual(functions);
    const shout = async (name: string, ...words: readonly string[]): Promise<unknown> => {
      const args = words.map((word) => encodeValue(word, 'string'));
      const { result, error } = await call('CallFunction', { name, arguments: args });
      return error ?? decodeValue(result, 'string');
    };
    expect(await shout('shout', 'a', 'b')).toBe('A B');
    expect(await shout('shout', '')).toEqual({ text: 'nothing to shout', functionArgument: 0 });
    expect(await shout('shuot', 'a')).toEqual({ text: 'There is no function shuot.', functionArgument: undefined });
  });

  it('invokes an action with its progress, its summary and its errors', async () => {
    const action = factory.create().schemas.action('thing_polish')!.block;
    const events = async (how: string): Promise<unknown[]> => {
      const parts: unknown[] = [];
      const config = encodeBlock(objectValue({ how }), action);
      const table = providerCall(6, 'InvokeAction');
      await connection.stream(table, { typeName: 'thing_polish', config }, ({ progress, completed }) =>
        parts.push(progress?.message ?? completed?.diagnostics.map(({ summary }) => summary)),
      );
      return parts;
    };
    expect(await events('well')).toEqual(['polishing', 'polished well', []]);
    expect(await events('badly')).toEqual(['polishing', ['It is scratched']]);
  });
});
