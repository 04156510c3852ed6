import { describe, expect, it } from 'vitest';
import { ListValue, objectValue, parseNumber, sensitive, type Value } from '../../../src/model/index.js';
import {
  any,
  bigInteger,
  defineProvider,
  list,
  number,
  object,
  providerFunction,
  ProviderError,
  string,
} from '../../../src/providers/author.js';
import { providerSchemaJson } from '../../../src/providers/schema-json.js';
import type { FunctionResult } from '../../../src/providers/requests.js';

const words = { words: string({ required: true, description: 'What to say.' }) };

const provider = defineProvider({
  name: 'acme/thing',
  functions: {
    shout: providerFunction({
      summary: 'Says it loud.',
      parameters: words,
      result: string(),
      call: ({ words: said }) => {
        if (said === '') throw new ProviderError('silent', 'nothing to shout', 'Say something.', ['words']);
        return said.toUpperCase();
      },
    }),
    join: providerFunction({
      parameters: { separator: string() },
      variadic: string({ required: true }),
      result: string(),
      call: ({ separator }, rest) => rest.join(separator ?? '+'),
    }),
    pair: providerFunction({
      parameters: { left: any(), right: list(number()) },
      result: object({ left: any(), sum: number({ required: true }) }),
      call: ({ left, right }) => ({ left, sum: (right ?? []).reduce((sum, one) => sum + one, 0) }),
    }),
    same: providerFunction({
      parameters: { value: bigInteger() },
      result: bigInteger(),
      call: ({ value }) => value,
    }),
    late: providerFunction({ result: string(), call: (async () => 'too late') as never }),
    wrong: providerFunction({ result: string(), call: (() => 1) as never }),
    broken: providerFunction({
      result: string(),
      call: () => {
        throw new TypeError('x is undefined');
      },
    }),
  },
}).create();
const { functions } = provider.abilities;

const call = (name: string, ...args: readonly Value[]): FunctionResult | undefined => functions?.call(name, args);

describe('the functions of a defined provider', () => {
  it('have the signatures that their authors declare', () => {
    expect(functions?.names).toEqual(['broken', 'join', 'late', 'pair', 'same', 'shout', 'wrong']);
    expect(functions?.signature('shout')).toEqual({
      parameters: [{ name: 'words', type: 'string', description: 'What to say.' }],
      result: 'string',
      summary: 'Says it loud.',
    });
    expect(functions?.signature('join')).toMatchObject({
      parameters: [{ name: 'separator', allowsNull: true }],
      variadic: { name: 'rest', type: 'string' },
    });
    expect(functions?.signature('none')).toBeUndefined();
  });

  it.each<readonly [name: string, args: readonly Value[], result: Value]>([
    ['shout', ['abc'], 'ABC'],
    ['shout', [sensitive('abc')], 'ABC'],
    ['join', ['-', 'a', 'b'], 'a-b'],
    ['join', [null, 'a', 'b'], 'a+b'],
    ['pair', ['x', new ListValue('number', [1, 2])], objectValue({ left: 'x', sum: 3 })],
    ['same', [parseNumber('123456789012345678901234567890')!], parseNumber('123456789012345678901234567890')!],
    ['same', [null], null],
  ])('%s returns a value of its type', (name, args, value) => {
    expect(call(name, ...args)).toEqual({ value });
  });

  it.each<readonly [name: string, args: readonly Value[], result: FunctionResult]>([
    ['shout', [''], { problem: 'nothing to shout', argument: 0, advice: 'Say something.' }],
    ['late', [], { problem: 'it returned a promise', advice: expect.stringContaining('at once') as string }],
    ['wrong', [], { problem: expect.stringContaining('not a number') as string, advice: expect.any(String) as string }],
    ['broken', [], { problem: 'x is undefined', advice: expect.stringContaining('ProviderError') as string }],
    ['none', [], { problem: 'there is no function none' }],
  ])('%s reports why it has no result', (name, args, result) => {
    expect(call(name, ...args)).toEqual(result);
  });

  it('are part of the schemas in JSON, in the form of Terraform', () => {
    const { functions: json } = providerSchemaJson(provider.schemas, functions);
    expect(json).toMatchObject({
      shout: {
        summary: 'Says it loud.',
        return_type: 'string',
        parameters: [{ name: 'words', description: 'What to say.', type: 'string' }],
      },
      join: {
        return_type: 'string',
        parameters: [{ name: 'separator', is_nullable: true, type: 'string' }],
        variadic_parameter: { name: 'rest', type: 'string' },
      },
      late: { return_type: 'string' },
    });
  });

  it('are missing from a provider that defines none', () => {
    expect(defineProvider({ name: 'acme/thing' }).create().abilities.functions).toBeUndefined();
  });
});
