import { describe, expect, it } from 'vitest';
import { EMPTY_STATE, setOf, type OutputState, type Schema, wholeJson } from '../../../src/model/index.js';
import { formatTerminal, outputsPage, stateJson, statePage } from '../../../src/render/index.js';
import { anObject, aState } from '../../support/states.js';

const schema: Schema = {
  version: 0,
  block: {
    attributes: {
      id: { type: 'string', computed: true },
      token: { type: 'string', sensitive: true },
      tags: { type: setOf('string') },
      echo: { type: 'string' },
      nested: {
        type: { kind: 'object', attributes: { key: 'string' } },
        nested: { nesting: 'single', attributes: { key: { type: 'string', sensitive: true } } },
      },
    },
    blockTypes: {},
  },
};

const text = (...parts: Parameters<typeof statePage>): string => formatTerminal(statePage(...parts), { color: false });
const output = (value: OutputState['value'], sensitive = false): OutputState => ({ value, type: 'string', sensitive });

describe('a state', () => {
  it('shows each object with its attributes, and outputs', () => {
    const state = aState(
      {
        'terraform_data.b': anObject({ attributes: { id: 'b-1', tags: ['x', 'y'] }, status: 'tainted' }),
        'terraform_data.a[0]': anObject({ attributes: { id: 'a-1' } }),
        'terraform_data.b deposed 1a2b3c4d': anObject({ attributes: { id: 'b-0' } }),
      },
      { outputs: new Map([['url', output('https://x')]]) },
    );
    expect(text(state, () => schema)).toBe(`terraform_data.a[0]
    id = "a-1"

terraform_data.b  tainted: will be replaced
    id   = "b-1"
    tags = ["x", "y"]

terraform_data.b (deposed 1a2b3c4d)
    id = "b-0"

Outputs:

url = "https://x"
`);
  });

  it.each<[rule: string, attributes: Record<string, unknown>, sensitivePaths: string[][]]>([
    ['a sensitive attribute in the schema', { token: 'hunter2' }, []],
    ['an attribute with a sensitive part in the schema', { nested: { key: 'hunter2' } }, []],
    ['a sensitive attribute in state', { echo: 'hunter2' }, [['echo']]],
    ['another value that repeats it', { token: 'hunter2', echo: 'the key is hunter2' }, []],
  ])('hides %s', (_rule, attributes, sensitivePaths) => {
    const state = aState({ 'terraform_data.a': anObject({ attributes: attributes as never, sensitivePaths }) });
    expect(text(state, () => schema)).toContain('(sensitive value)');
    expect(text(state, () => schema)).not.toContain('hunter2');
  });

  it('is shown as stored if its provider is missing', () => {
    const state = aState({ 'x_y.a': anObject({ attributes: { any: [1, { k: 'v' }] } }) });
    expect(text(state, () => undefined)).toBe('x_y.a\n    any = [1, { k = "v" }]\n');
  });

  it('shows the beginning of a string that is longer than a million characters', () => {
    const long = 'x'.repeat(1 << 20);
    const attributes = { fits: long, longer: `${long}y`, nested: { list: [`${long}zz`] } };
    const state = aState({ 'x_y.a': anObject({ attributes }) }, { outputs: new Map([['o', output(`${long}y`)]]) });
    expect(text(state, () => undefined).replaceAll(long, 'LONG')).toBe(`x_y.a
    fits   = "LONG"
    longer = "LONG"… (1048577 characters)
    nested = {
      list = [
        "LONG"… (1048578 characters),
      ]
    }

Outputs:

o = "LONG"… (1048577 characters)
`);
  });

  it('is reported as empty', () => {
    expect(text(EMPTY_STATE, () => undefined)).toBe('The state is empty: nothing is managed.\n');
  });

  it('lists data sources before resources in JSON, as Terraform does', () => {
    const state = aState({
      'aws_s3_bucket.this': anObject({}),
      'data.aws_region.this': anObject({}),
      'data.aws_partition.this': anObject({}),
    });
    const json = wholeJson(stateJson(state, () => undefined, '1.11.4'));
    expect(JSON.stringify(json).match(/(?<="address":")[^"]+/g)).toEqual([
      'data.aws_partition.this',
      'data.aws_region.this',
      'aws_s3_bucket.this',
    ]);
  });

  it('has no values in JSON if it is empty', () => {
    expect(wholeJson(stateJson(EMPTY_STATE, () => undefined, '1.11.4'))).toEqual({
      format_version: '1.0',
      terraform_version: '1.11.4',
    });
  });
});

describe('outputs', () => {
  const shown = (outputs: Record<string, OutputState>): string =>
    formatTerminal(outputsPage([{ name: '', outputs }], 'Outputs'), { color: false });

  it('are sorted, with sensitive values hidden', () => {
    expect(shown({ b: output('x'), a: output('hunter2', true) })).toBe('Outputs:\n\na = (sensitive value)\nb = "x"\n');
  });

  it('show other values, even if a sensitive one has the same text', () => {
    expect(shown({ a: output('hunter2-long', true), b: output('it is hunter2-long') })).toContain('it is hunter2-long');
  });

  it('are written on several lines if they are large, in configuration syntax', () => {
    const value = { first: 'a'.repeat(40), second: ['b'.repeat(60), null] };
    expect(shown({ o: output(value) })).toBe(`Outputs:

o = {
  first  = "${'a'.repeat(40)}"
  second = [
    "${'b'.repeat(60)}",
    null,
  ]
}
`);
  });

  it('name their stack', () => {
    const page = outputsPage(
      [
        { name: 'prod', outputs: { a: output('x') } },
        { name: 'empty', outputs: {} },
      ],
      'Outputs',
    );
    expect(formatTerminal(page, { color: false })).toBe('Outputs of prod:\n\na = "x"\n');
  });
});
