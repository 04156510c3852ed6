import { describe, expect, it } from 'vitest';
import { validateReferences } from '../../../../src/engine/validate/references.js';
import { readConfiguration, references } from '../../../../src/language/index.js';
import { formatPath, type Configuration, type Diagnostic, type Schema } from '../../../../src/model/index.js';
import { attribute, computed, nested } from '../diff/support.js';

const schema: Schema = {
  version: 0,
  block: {
    attributes: {
      input: attribute('dynamic'),
      name: attribute('string'),
      id: attribute('string', computed),
      tags: attribute({ kind: 'map', element: 'string' }),
      ports: attribute({ kind: 'list', element: 'number' }),
      zones: attribute({ kind: 'set', element: 'string' }),
      disk: nested('single', { path: attribute('string'), size: attribute('number') }),
    },
    blockTypes: { mount: { nesting: 'list', block: { attributes: { path: attribute('string') }, blockTypes: {} } } },
  },
};

const schemaOf = (_mode: string, type: string): Schema | undefined => (type === 'thing' ? schema : undefined);

function configurationOf(json: object): Configuration {
  const { configuration, diagnostics } = readConfiguration([{ name: 'main.tf.json', text: JSON.stringify(json) }]);
  expect(diagnostics).toEqual([]);
  return configuration;
}

const text = ({ severity, code, address, summary, detail }: Diagnostic): string =>
  `${severity === 'warning' ? 'warning ' : ''}${code} in ${address}: ${summary} | ${detail}`;

const things = (them: Readonly<Record<string, object>>, rest: object = {}): object => ({
  resource: { thing: them },
  ...rest,
});

/** One resource `a` with the given input, beside a plain, a counted and a keyed one. */
const withInput = (input: unknown, more: object = {}): object => ({
  variable: { region: { default: 'x' } },
  locals: { label: 'y' },
  data: { thing: { found: {} } },
  resource: {
    thing: { a: { input, ...more }, plain: {}, counted: { count: 2 }, keyed: { for_each: { k: 1 } } },
    other: { b: {} },
  },
});

interface Row {
  readonly rule: string;
  readonly document: object;
  readonly found?: readonly string[];
}

const table: readonly Row[] = [
  {
    rule: 'existing objects can be referenced',
    document: withInput([
      '${var.region}',
      '${local.label}',
      '${thing.plain.id}',
      '${data.thing.found.name}',
      '${thing.counted[0].id}',
      '${thing.counted[*].id}',
      '${thing.counted}',
      '${thing.keyed["k"].id}',
      '${[for k, v in thing.keyed : v.id]}',
      '${other.b.whatever.goes}',
      '${path.module}',
      '${terraform.workspace}',
    ]),
  },
  {
    rule: 'an undeclared variable',
    document: withInput('${var.regoin}'),
    found: ['unknown-reference in thing.a: There is no variable var.regoin | Did you mean region?'],
  },
  {
    rule: 'an undeclared local value',
    document: withInput('x ${local.zzzz} y'),
    found: ['unknown-reference in thing.a: There is no local value local.zzzz | Declare it, or correct the name.'],
  },
  {
    rule: 'an unknown function, even in a branch that is never taken',
    document: withInput('${true ? "x" : uper(var.region)}'),
    found: [
      'unknown-function in thing.a: There is no function uper | Only the functions of the language can be called. Did you mean upper?',
    ],
  },
  {
    rule: 'functions that inspect their arguments, and the namespaced form of a name',
    document: withInput('${try(core::upper(var.region), can(var.region))}'),
    found: [],
  },
  {
    rule: 'an undeclared resource',
    document: withInput('${thing.plein.id}'),
    found: ['unknown-reference in thing.a: There is no resource thing.plein | Did you mean thing.plain?'],
  },
  {
    rule: 'a data source without the data prefix',
    document: withInput('${thing.found.id}'),
    found: ['unknown-reference in thing.a: There is no resource thing.found | Did you mean data.thing.found?'],
  },
  {
    rule: 'a module',
    document: withInput('${module.m.x}'),
    found: ['unknown-reference in thing.a: There is no module m | Declare it, or correct the name.'],
  },
  {
    rule: 'an unknown member of path',
    document: withInput('${path.home}'),
    found: ['unknown-reference in thing.a: There is no path.home | Supported names: path.module, path.root, path.cwd.'],
  },
  {
    rule: 'all errors at once',
    document: withInput({ x: '${var.a1}', y: ['${local.b1}${thing.c1.id}'] }),
    found: [
      'unknown-reference in thing.a: There is no variable var.a1 | Declare it, or correct the name.',
      'unknown-reference in thing.a: There is no local value local.b1 | Declare it, or correct the name.',
      'unknown-reference in thing.a: There is no resource thing.c1 | Declare it, or correct the name.',
    ],
  },
  {
    rule: 'a reference in the key of a map',
    document: withInput({ '${var.nope}': 1 }),
    found: ['unknown-reference in thing.a: There is no variable var.nope | Declare it, or correct the name.'],
  },

  {
    rule: 'an attribute that the schema lacks',
    document: withInput('${thing.plain.nam}'),
    found: ['unknown-reference in thing.a: thing.plain has no attribute nam | Did you mean name?'],
  },
  {
    rule: 'an attribute of an instance that the schema lacks',
    document: withInput('${thing.keyed["k"].zzzz}'),
    found: [
      'unknown-reference in thing.a: thing.keyed has no attribute zzzz | Supported names: disk, id, input, mount, name, ports, tags, zones.',
    ],
  },
  {
    rule: 'a part of text',
    document: withInput('${thing.plain.name.x}'),
    found: ['unknown-reference in thing.a: thing.plain.name is a string and has no parts | Remove the part after it.'],
  },
  { rule: 'any key of a map', document: withInput('${thing.plain.tags.x}${thing.plain.tags["y z"]}') },
  { rule: 'an item of a list by number', document: withInput('${thing.plain.ports[0]}') },
  {
    rule: 'an item of a list by name',
    document: withInput('${thing.plain.ports.first}'),
    found: [
      'unknown-reference in thing.a: thing.plain.ports is a list of number, whose elements are accessed by index | Use [0] for the first element, or [*] for all of them.',
    ],
  },
  {
    rule: 'an element of a set',
    document: withInput('${thing.plain.zones[0]}'),
    found: [
      'unknown-reference in thing.a: thing.plain.zones is a set, whose elements have no key | Use [*] or tolist(…) to access its elements.',
    ],
  },
  { rule: 'nested attributes and blocks', document: withInput('${thing.plain.disk.path}${thing.plain.mount[0].path}') },
  {
    rule: 'a nested attribute that the schema lacks',
    document: withInput('${thing.plain.disk.pfad}${thing.plain.mount[0].x}'),
    found: [
      'unknown-reference in thing.a: thing.plain.disk has no attribute pfad | Supported names: path, size.',
      'unknown-reference in thing.a: thing.plain.mount[0] has no attribute x | Supported names: path.',
    ],
  },
  { rule: 'nothing is reported about unknown schemas', document: withInput('${other.b.a.b.c[0]}') },

  {
    rule: 'a key for a resource without instances',
    document: withInput('${thing.plain[0].id}'),
    found: [
      'invalid-reference in thing.a: thing.plain has no instances | It has neither count nor for_each: write thing.plain, without a key.',
    ],
  },
  {
    rule: 'no key for a resource with count',
    document: withInput('${thing.counted.id}'),
    found: [
      'invalid-reference in thing.a: thing.counted has several instances; a key is missing | It has count. Write thing.counted[…] for one of them, such as thing.counted[count.index], or thing.counted[*] for all.',
    ],
  },
  {
    rule: 'no key for a resource with for_each',
    document: withInput('${thing.keyed.id}'),
    found: [
      'invalid-reference in thing.a: thing.keyed has several instances; a key is missing | It has for_each. Write thing.keyed[…] for one of them, such as thing.keyed[each.key], or thing.keyed for all.',
    ],
  },
  { rule: 'a computed key', document: withInput('${thing.counted[1 - 1].id}') },

  {
    rule: 'each where there is for_each',
    document: things({ a: { for_each: { k: 1 }, input: '${each.key}${each.value.x}' } }),
  },
  {
    rule: 'each without for_each',
    document: things({ a: { input: '${each.key}' } }),
    found: [
      'invalid-reference in thing.a: each.key cannot be used here | thing.a has no for_each. Add one, or use the value itself.',
    ],
  },
  {
    rule: 'each in a resource with count',
    document: things({ a: { count: 1, input: '${each.key}' } }),
    found: [
      'invalid-reference in thing.a: each.key cannot be used here | It refers to the current instance, which is not available here or comes from count.',
    ],
  },
  {
    rule: 'an unknown member of each',
    document: things({ a: { for_each: { k: 1 }, input: '${each.name}' } }),
    found: ['unknown-reference in thing.a: There is no each.name | Supported names: each.key, each.value.'],
  },
  { rule: 'count in a resource with count', document: things({ a: { count: 1, input: '${count.index}' } }) },
  {
    rule: 'count in the count argument itself',
    document: things({ a: { count: '${count.index}' } }),
    found: [
      'invalid-reference in thing.a: count.index cannot be used here | It refers to the current instance, which is not available here or comes from count.',
    ],
  },
  {
    rule: 'count in an output',
    document: { output: { o: { value: '${count.index}' } } },
    found: [
      'invalid-reference in output.o: count.index cannot be used here | Only a resource with count has instances that differ.',
    ],
  },
  { rule: 'the variable of a for expression is not a reference', document: withInput('${[for each in [1] : each]}') },

  {
    rule: 'self in a postcondition',
    document: things({ a: { lifecycle: { postcondition: { condition: '${self.name != ""}', error_message: 'no' } } } }),
  },
  {
    rule: 'an attribute of self that the schema lacks',
    document: things({ a: { lifecycle: { postcondition: { condition: '${self.nam != ""}', error_message: 'no' } } } }),
    found: ['unknown-reference in thing.a: self has no attribute nam | Did you mean name?'],
  },
  {
    rule: 'self in a precondition',
    document: things({ a: { lifecycle: { precondition: { condition: '${self.name != ""}', error_message: 'no' } } } }),
    found: [
      'invalid-reference in thing.a: self cannot be used here | It refers to the object itself and is only available in postconditions, provisioners and connections.',
    ],
  },
  {
    rule: 'self in an attribute',
    document: things({ a: { input: '${self.name}' } }),
    found: [
      'invalid-reference in thing.a: self cannot be used here | It refers to the object itself and is only available in postconditions, provisioners and connections.',
    ],
  },

  {
    rule: 'an existing dependency',
    document: things({ a: { depends_on: ['thing.b', 'thing.c[0]'] }, b: {}, c: { count: 1 } }),
  },
  {
    rule: 'a missing dependency',
    document: things({ a: { depends_on: ['thing.bb'] }, b: {} }),
    found: ['unknown-reference in thing.a: There is no resource thing.bb | Did you mean thing.b?'],
  },
  {
    rule: 'a missing trigger',
    document: things({ a: { lifecycle: { replace_triggered_by: ['thing.gone.id'] } } }),
    found: ['unknown-reference in thing.a: There is no resource thing.gone | Declare it, or correct the name.'],
  },
  {
    rule: 'an existing ignored attribute',
    document: things({ a: { lifecycle: { ignore_changes: ['name', 'tags["x"]', 'mount[0].path', 'input.a.b'] } } }),
  },
  {
    rule: 'a missing ignored attribute',
    document: things({ a: { lifecycle: { ignore_changes: ['nam'] } } }),
    found: ['unknown-reference in thing.a: thing.a has no attribute nam | Did you mean name?'],
  },
  {
    rule: 'a computed-only ignored attribute',
    document: things({ a: { lifecycle: { ignore_changes: ['id'] } } }),
    found: [
      'warning redundant-ignore-changes in thing.a: ignore_changes has no effect on id | Only the provider sets this attribute, so the configuration never changes it. Remove it from the list.',
    ],
  },

  {
    rule: 'locals, outputs, provider configurations and conditions are checked too',
    document: {
      locals: { l: '${var.x1}' },
      provider: { thing: { region: '${var.x2}' } },
      output: { o: { value: '${var.x3}', precondition: { condition: '${var.x4}', error_message: '${var.x5}' } } },
      variable: { v: { default: '', validation: { condition: '${var.v == var.x6}', error_message: 'no' } } },
    },
    found: ['v: x6', 'l: x1', 'thing: x2', 'o: x3', 'o: x4', 'o: x5'].map((pair) => {
      const [where, name] = pair.split(': ') as [string, string];
      const address = { v: 'var.v', l: 'local.l', thing: 'provider.thing', o: 'output.o' }[where];
      return `unknown-reference in ${address}: There is no variable var.${name} | Declare it, or correct the name.`;
    }),
  },
];

describe('references', () => {
  it.each(table)('$rule', ({ document, found = [] }) => {
    expect(validateReferences(configurationOf(document), references, schemaOf).map(text)).toEqual(found);
  });

  it('are reported where they occur', () => {
    const found = validateReferences(configurationOf(withInput({ deep: ['a', 'x${var.nope}'] })), references, schemaOf);
    expect(found).toHaveLength(1);
    const { source } = found[0]!;
    expect(`${source!.file} ${formatPath(source!.path)}`).toBe('main.tf.json resource.thing.a.input.deep[1]');
    expect(source!.span).toEqual({ start: 3, end: 11 });
  });

  it('in dependencies and conditions are reported where they occur', () => {
    const found = validateReferences(
      configurationOf(
        things({
          a: {
            depends_on: ['thing.x'],
            lifecycle: { precondition: [{ condition: '${var.y}', error_message: 'm' }], ignore_changes: ['nope'] },
          },
        }),
      ),
      references,
      schemaOf,
    );
    expect(found.map(({ source }) => formatPath(source!.path))).toEqual([
      'resource.thing.a.depends_on[0]',
      'resource.thing.a.lifecycle.precondition[0].condition',
      'resource.thing.a.lifecycle.ignore_changes[0]',
    ]);
  });

  it('are checked for the names they use even without a schema', () => {
    const found = validateReferences(configurationOf(withInput('${thing.plain.nonsense}${thing.gone}')), references);
    expect(found.map(({ summary }) => summary)).toEqual(['There is no resource thing.gone']);
  });

  it('that are all invalid in a large configuration are reported quickly', () => {
    const all = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [`r${index}`, { input: `\${thing.q${index}.id}` }]),
    );
    const configuration = configurationOf(things(all));
    expect(validateReferences(configuration, references, schemaOf)).toHaveLength(5_000);
  });
});
