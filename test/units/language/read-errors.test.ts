import { describe, expect, it } from 'vitest';
import { resolveDiagnostics } from '../../../src/language/index.js';
import { formatPath } from '../../../src/model/index.js';
import { readAll, readOne, readResourceBody } from './configuration.js';

/** `code | summary | place`, for each thing that is wrong. */
function wrong({ diagnostics }: ReturnType<typeof readAll>): string[] {
  return diagnostics.map(({ code, summary, source, range }) => {
    const place = source === undefined ? `line ${range?.start.line}` : formatPath(source.path);
    return `${code} | ${summary} | ${place}`;
  });
}

const ASSERT = { condition: '${var.x}', error_message: 'no' };

describe('errors in a document', () => {
  it.each<[unknown, string]>([
    [[1], 'wrong-shape | main.tf.json must contain a JSON object | '],
    ['"x"', 'wrong-shape | main.tf.json must contain a JSON object | '],
    [{ resorce: {} }, 'unknown-block | "resorce" is not a kind of block | resorce'],
    [{ constructor: {} }, 'unknown-block | "constructor" is not a kind of block | constructor'],
    [{ output: {} }, 'wrong-shape | output contains no block | output'],
    [{ output: [] }, 'wrong-shape | output contains no block | output'],
    [{ resource: [{}, {}] }, 'wrong-shape | resource contains no block | resource'],
    [
      { resource: { terraform_data: {} } },
      'wrong-shape | resource.terraform_data contains no block | resource.terraform_data',
    ],
    [{ resource: 1 }, 'wrong-shape | resource must be an object, or a list of objects | resource'],
    [
      { resource: { terraform_data: 'a' } },
      'wrong-shape | resource.terraform_data must be an object, or a list of objects | resource.terraform_data',
    ],
    [
      { resource: { terraform_data: null } },
      'wrong-shape | resource.terraform_data must be an object, or a list of objects | resource.terraform_data',
    ],
    [
      { resource: { terraform_data: { a: [1] } } },
      'wrong-shape | resource.terraform_data.a[0] must be an object | resource.terraform_data.a[0]',
    ],
    [
      { resource: { terraform_data: { 'a b': {} } } },
      'invalid-name | "a b" cannot be the name of a resource | resource.terraform_data["a b"]',
    ],
    [
      { resource: { 'a.b': { a: {} } } },
      'invalid-name | "a.b" cannot be the name of a type of resource | resource["a.b"].a',
    ],
    [
      { resource: { terraform_data: { '//': {} } } },
      'invalid-name | "//" cannot be the name of a resource | resource.terraform_data["//"]',
    ],
    [{ variable: { '1': {} } }, 'invalid-name | "1" cannot be the name of a variable | variable["1"]'],
    [{ variable: { count: {} } }, 'invalid-name | A variable cannot be called "count" | variable.count'],
    [{ output: { 'a/b': { value: 1 } } }, 'invalid-name | "a/b" cannot be the name of an output | output["a/b"]'],
    [{ locals: { 'a b': 1 } }, 'invalid-name | "a b" cannot be the name of a local value | locals["a b"]'],
    [{ provider: { 'a b': {} } }, 'invalid-name | "a b" cannot be the name of a provider | provider["a b"]'],
    [
      { provider: { a: { alias: 'b c' } } },
      `invalid-name | "b c" cannot be the name of a provider's configuration | provider.a.alias`,
    ],
    [
      { provider: { a: { version: '1' } } },
      'not-supported | "version" does not belong in a provider configuration | provider.a.version',
    ],
    [
      { provider: { a: { for_each: {} } } },
      'not-supported | "for_each" is not supported in a provider configuration | provider.a.for_each',
    ],
    [{ output: { a: {} } }, 'missing-argument | "value" is missing in an output | output.a'],
    [
      { output: { a: { value: 1, sensitve: true } } },
      'unknown-argument | "sensitve" is not supported in an output | output.a.sensitve',
    ],
    [
      { output: { a: { value: 1, sensitive: '${var.x}' } } },
      'invalid-value | "sensitive" must be true or false | output.a.sensitive',
    ],
    [
      { output: { a: { value: 1, description: [5] } } },
      'invalid-value | "description" must be a string | output.a.description',
    ],
    [
      { output: { a: { value: 1, ephemeral: true } } },
      'ephemeral-output | The output a cannot be ephemeral | output.a.ephemeral',
    ],
    [{ variable: { a: { type: 'strng' } } }, 'invalid-type | "strng" is not a type | variable.a.type'],
    [
      { variable: { a: { type: 'list(' } } },
      'invalid-type | Expected an expression, found the end of the text | variable.a.type',
    ],
    [{ variable: { a: { type: ['string'] } } }, 'invalid-value | "type" must be a type | variable.a.type'],
    [
      { variable: { a: { type: 'number', default: 'x' } } },
      'invalid-default | The default of the variable a has the wrong type | variable.a.default',
    ],
    [
      { variable: { a: { type: 'list(map(bool))', default: [{}, { b: 'x' }] } } },
      'invalid-default | The default of the variable a has the wrong type at [1].b | variable.a.default[1].b',
    ],
    [
      { variable: { a: { default: null, nullable: false } } },
      'invalid-default | The default of the variable a must not be null | variable.a.default',
    ],
    [
      { variable: { a: { validation: { condition: true } } } },
      'missing-argument | "error_message" is missing in a validation | variable.a.validation',
    ],
    [
      { variable: { a: { validation: [1] } } },
      'wrong-shape | variable.a.validation[0] must be an object | variable.a.validation[0]',
    ],
    [
      { terraform: { experiments: [] } },
      'not-supported | "experiments" is not supported in the terraform block | terraform.experiments',
    ],
    [
      { terraform: { requird_version: '1' } },
      'unknown-argument | "requird_version" is not supported in the terraform block | terraform.requird_version',
    ],
    [
      { terraform: [{ required_version: '>= 1' }, { required_version: '>= 99' }] },
      'unmet-version | The configuration requires Terraform >= 99 | terraform[1].required_version',
    ],
    [
      { terraform: { required_version: '>= 1, abc' } },
      'invalid-version-constraint | "abc" is not a version constraint | terraform.required_version',
    ],
    [
      { terraform: { required_version: '< 1.12.0-beta' } },
      'invalid-version-constraint | required_version names a pre-release version | terraform.required_version',
    ],
    [
      { terraform: { required_providers: { a: { version: 'abc' } } } },
      'invalid-version-constraint | "abc" is not a version constraint | terraform.required_providers.a.version',
    ],
    [
      { terraform: { required_providers: { a: 'abc' } } },
      'invalid-version-constraint | "abc" is not a version constraint | terraform.required_providers.a',
    ],
    [
      { terraform: { required_providers: { a: { source: 'a/b/c/d' } } } },
      'invalid-value | "a/b/c/d" is not a provider source | terraform.required_providers.a.source',
    ],
    [
      { terraform: { required_providers: { a: 5 } } },
      'wrong-shape | The provider "a" must be required by an object or a version | terraform.required_providers.a',
    ],
    [
      { terraform: [{ backend: { local: {} } }, { backend: { http: {} } }] },
      'duplicate-block | There are two backends | terraform[1].backend.http',
    ],
    [
      { terraform: { backend: { local: { path: '${terraform_data.x.id}' } } } },
      'invalid-value | A backend setting refers to something that is not known yet | terraform.backend.local.path',
    ],
    [
      { terraform: [{ provider_meta: { a: { m: 1 } } }, { provider_meta: { a: { m: 2 } } }] },
      'duplicate-block | There are two blocks "provider_meta" for a | terraform[1].provider_meta.a',
    ],
    [
      { terraform: { provider_meta: { a: { m: '${local.m}' } } } },
      'invalid-provider-meta | "m" in provider_meta must be constant | terraform.provider_meta.a.m',
    ],
    [
      { terraform: [{ required_providers: { a: '1' } }, { required_providers: { a: '2' } }] },
      'duplicate-address | The provider "a" is required twice | terraform[1].required_providers.a',
    ],
    [{ module: { m: { source: './m' } } }, 'not-supported-yet | module.m is not supported yet | module.m'],
    [{ moved: [{ from: 'a.b', to: 'module.m' }] }, 'invalid-move | a.b cannot become module.m | moved[0].to'],
    [
      { moved: { from: 'a', to: 'a.b' } },
      'invalid-address | "from" must be the address of a resource or module | moved.from',
    ],
    [{ import: { to: 'a.b' } }, 'missing-argument | "id" is missing in an import block | import'],
    [{ import: { id: 'x' } }, 'missing-argument | "to" is missing in an import block | import'],
    [{ import: { to: ['a.b'], id: 'x' } }, 'invalid-import | "to" must be the address of a resource | import.to'],
    [{ import: { to: 'data.a.b', id: 'x' } }, 'invalid-import | "to" must be the address of a resource | import.to'],
    [{ import: { to: 'module.m', id: 'x' } }, 'invalid-import | "to" must be the address of a resource | import.to'],
    [{ import: { to: 'a.b.c', id: 'x' } }, 'invalid-import | "to" must be the address of a resource | import.to'],
    [{ import: { to: 'f(a.b)', id: 'x' } }, 'invalid-import | "to" must be the address of a resource | import.to'],
    [
      { import: { to: 'a.b[var]', id: 'x' } },
      'invalid-reference | "var" must be followed by the name of a variable | import.to',
    ],
    [
      { import: { to: 'a.b', id: 'x', identity: {} } },
      'invalid-import | An import block has an ID and an identity | import.identity',
    ],
    [
      { import: { to: 'a.b', id: 'x', ids: 1 } },
      'unknown-argument | "ids" is not supported in an import block | import.ids',
    ],
    [{ removed: { from: 'a.b[0]' } }, 'invalid-address | a.b[0] has an instance key | removed.from'],
    [{ removed: {} }, 'missing-argument | "from" is missing in a removed block | removed'],
    [{ check: { c: {} } }, 'invalid-check | check.c has no "assert" | check.c'],
    [
      { check: { c: { assert: { condition: true, error_message: 'm' } } } },
      'invalid-condition | The assert does not refer to anything, so it always gives the same result | check.c.assert.condition',
    ],
    [
      { check: { c: { assert: { condition: '${var.x}' } } } },
      'missing-argument | "error_message" is missing in an assert block | check.c.assert',
    ],
    [
      { check: { c: { assert: ASSERT, data: [{ t: { a: {} } }, { t: { b: {} } }] } } },
      'invalid-check | check.c has more than one data source | check.c.data[1].t.b',
    ],
    [
      { check: { c: { assert: ASSERT, data: { t: { a: { count: 1 } } } } } },
      'invalid-check | "count" is not supported in the data source of a check block | check.c.data.t.a.count',
    ],
    [
      { data: { t: { a: {} } }, check: { c: { assert: ASSERT, data: { t: { a: {} } } } } },
      'duplicate-address | data.t.a is declared twice | check.c.data.t.a',
    ],
    [
      { ephemeral: { t: { n: { connection: {} } } } },
      'unknown-argument | "connection" is not supported in an ephemeral resource | ephemeral.t.n.connection',
    ],
    [{ list: { t: { n: {} } } }, 'not-supported-yet | list.t.n is not supported yet | list.t.n'],
  ])('%j', (content, expected) => expect(wrong(readOne(content))).toEqual([expected]));
});

describe('null where a value is required', () => {
  it.each<[unknown, string]>([
    [{ variable: { a: { sensitive: null } } }, '"sensitive" must be true or false | variable.a.sensitive'],
    [{ variable: { a: { nullable: null } } }, '"nullable" must be true or false | variable.a.nullable'],
    [{ variable: { a: { description: null } } }, '"description" must be a string | variable.a.description'],
    [{ variable: { a: { type: null } } }, '"type" must be a type | variable.a.type'],
    [{ output: { a: { value: 1, sensitive: null } } }, '"sensitive" must be true or false | output.a.sensitive'],
    [{ output: { a: { value: 1, description: null } } }, '"description" must be a string | output.a.description'],
    [{ provider: { a: { alias: null } } }, '"alias" must be a string | provider.a.alias'],
  ])('%j', (content, expected) => expect(wrong(readOne(content))).toEqual([`invalid-value | ${expected}`]));

  it.each<[unknown]>([
    [{ variable: { a: { default: null, validation: null } } }],
    [{ output: { a: { value: null, precondition: null } } }],
    [{ terraform: { required_version: null } }],
  ])('%j is allowed', (content) => expect(wrong(readOne(content))).toEqual([]));
});

describe('conditions that check nothing', () => {
  const rule = { condition: '${1 == 1}', error_message: 'x' };
  it.each<[unknown, string]>([
    [{ variable: { a: { validation: rule } } }, 'The validation of the variable a does not refer to it'],
    [
      { variable: { a: { validation: { ...rule, condition: '${var.b == 1}' } } } },
      'The validation of the variable a does not refer to it',
    ],
    [
      { output: { a: { value: 1, precondition: rule } } },
      'The precondition does not refer to anything, so it always gives the same result',
    ],
    [
      { resource: { t: { n: { lifecycle: { postcondition: [{ ...rule, condition: true }] } } } } },
      'The postcondition does not refer to anything, so it always gives the same result',
    ],
  ])('%j', (content, summary) => {
    expect(readOne(content).diagnostics).toMatchObject([{ code: 'invalid-condition', summary }]);
  });
});

describe('an error in depends_on', () => {
  it('is reported at each occurrence', () => {
    const depends_on = ['terraform_data.c', 'nothing'];
    const read = readOne({ resource: { terraform_data: { a: { depends_on }, b: { depends_on }, c: {} } } });
    expect(wrong(read)).toEqual(
      ['a', 'b'].map(
        (name) =>
          `invalid-reference | "nothing" does not refer to anything | resource.terraform_data.${name}.depends_on[1]`,
      ),
    );
  });
});

describe('errors in a resource', () => {
  it.each<[unknown, string]>([
    [{ input: '${a.b' }, 'invalid-expression | "${" has no closing "}" | input'],
    [{ input: [{ x: 'y${' }] }, 'invalid-expression | "${" has no closing "}" | input[0].x'],
    [{ input: { '${': 1 } }, 'invalid-expression | "${" has no closing "}" | input["${"]'],
    [{ input: ['${var}'] }, 'invalid-reference | "var" must be followed by the name of a variable | input[0]'],
    [{ input: '${nothing}' }, 'invalid-reference | "nothing" does not refer to anything | input'],
    [{ input: '${data.x}' }, 'invalid-reference | "data" must be followed by a type and a name | input'],
    [{ input: '${count}' }, 'invalid-reference | "count" has no value of its own | input'],
    [{ count: 1, for_each: {} }, 'invalid-combination | terraform_data.a has both "count" and "for_each" | for_each'],
    [
      { provisioner: [{ 'local-exec': { when: 'later' } }] },
      'invalid-value | "when" must be create or destroy | provisioner[0].local-exec.when',
    ],
    [
      { provisioner: { 'local-exec': { on_failure: 'ignore' } } },
      'invalid-value | "on_failure" must be fail or continue | provisioner.local-exec.on_failure',
    ],
    [
      { provisioner: { file: { lifecycle: {} } } },
      'unknown-argument | "lifecycle" is not supported in a provisioner | provisioner.file.lifecycle',
    ],
    [{ connection: [{}, {}] }, 'duplicate-block | The block "connection" appears more than once | connection[1]'],
    [{ depends_on: 'terraform_data.b' }, 'invalid-value | "depends_on" must be a list of references | depends_on'],
    [{ depends_on: null }, 'invalid-value | "depends_on" must be a list of references | depends_on'],
    [{ depends_on: [1] }, 'invalid-value | "depends_on" must be a list of references | depends_on[0]'],
    [
      { depends_on: ['${terraform_data.b}'] },
      'invalid-expression | The character "$" is not allowed in an expression | depends_on[0]',
    ],
    [
      { depends_on: ['terraform_data.b.output'] },
      'invalid-reference | "depends_on" needs a whole resource, not terraform_data.b.output | depends_on[0]',
    ],
    [
      { depends_on: ['terraform_data.b[var.x]'] },
      'invalid-reference | terraform_data.b[var.x] is not a plain reference | depends_on[0]',
    ],
    [{ depends_on: ['each.value'] }, 'invalid-reference | "depends_on" cannot name each.value | depends_on[0]'],
    [{ depends_on: ['b'] }, 'invalid-reference | "b" does not refer to anything | depends_on[0]'],
    [
      { provider: '${aws.west}' },
      'invalid-provider-reference | "provider" must name a provider configuration | provider',
    ],
    [
      { provider: 'aws.west.x' },
      'invalid-provider-reference | "provider" must name a provider configuration | provider',
    ],
    [{ provider: null }, 'invalid-provider-reference | "provider" must name a provider configuration | provider'],
    [{ lifecycle: 1 }, 'wrong-shape | lifecycle must be an object, or a list of objects | lifecycle'],
    [{ lifecycle: [{}, {}] }, 'duplicate-block | The block "lifecycle" appears more than once | lifecycle[1]'],
    [
      { lifecycle: { prevent_destory: true } },
      'unknown-argument | "prevent_destory" is not supported in a lifecycle | lifecycle.prevent_destory',
    ],
    [
      { lifecycle: { prevent_destroy: '${var.x}' } },
      'invalid-value | "prevent_destroy" must be true or false | lifecycle.prevent_destroy',
    ],
    [
      { lifecycle: { prevent_destroy: null } },
      'invalid-value | "prevent_destroy" must be true or false | lifecycle.prevent_destroy',
    ],
    [
      { lifecycle: { create_before_destroy: null } },
      'invalid-value | "create_before_destroy" must be true or false | lifecycle.create_before_destroy',
    ],
    [
      { lifecycle: { ignore_changes: 'input' } },
      'invalid-value | "ignore_changes" must be a list of attributes, or "all" | lifecycle.ignore_changes',
    ],
    [
      { lifecycle: { ignore_changes: ['*'] } },
      'invalid-value | "*" does not work as an entry of ignore_changes | lifecycle.ignore_changes[0]',
    ],
    [
      { lifecycle: { ignore_changes: ['f(x)'] } },
      'invalid-reference | f(x) is not a plain reference | lifecycle.ignore_changes[0]',
    ],
    [
      { lifecycle: { replace_triggered_by: ['var.x'] } },
      'invalid-reference | "replace_triggered_by" cannot follow var.x | lifecycle.replace_triggered_by[0]',
    ],
    [
      { lifecycle: { replace_triggered_by: ['data.a.b'] } },
      'invalid-reference | "replace_triggered_by" cannot follow data.a.b | lifecycle.replace_triggered_by[0]',
    ],
    [
      { lifecycle: { precondition: {} } },
      'missing-argument | "condition" is missing in a precondition | lifecycle.precondition',
    ],
    [
      { lifecycle: { action_trigger: {} } },
      'missing-argument | "events" is missing in an action_trigger | lifecycle.action_trigger',
    ],
    [
      { lifecycle: { action_trigger: { events: ['on_create'], actions: ['action.t.n'] } } },
      'invalid-value | "on_create" is not an event | lifecycle.action_trigger.events[0]',
    ],
    [
      { lifecycle: { action_trigger: { events: ['after_create', 'after_create'], actions: ['action.t.n'] } } },
      'invalid-value | The event after_create is listed twice | lifecycle.action_trigger.events[1]',
    ],
    [
      { lifecycle: { action_trigger: { events: ['after_create'], actions: [] } } },
      'invalid-value | "actions" of an action_trigger is empty | lifecycle.action_trigger.actions',
    ],
    [
      { lifecycle: { action_trigger: { events: ['after_create'], actions: ['terraform_data.b'] } } },
      'invalid-reference | terraform_data.b is not an action | lifecycle.action_trigger.actions[0]',
    ],
    [
      { lifecycle: { action_trigger: { events: ['after_create'], actions: ['action.t.n.result'] } } },
      'invalid-reference | action.t.n.result is not an action | lifecycle.action_trigger.actions[0]',
    ],
    [{ depends_on: ['action.t.n'] }, 'invalid-reference | "depends_on" cannot name action.t.n | depends_on[0]'],
  ])('%j', (body, expected) => {
    const read = readResourceBody(body);
    const inResource = wrong(read).map((line) => line.replace(/resource\.terraform_data\.a\.?/g, ''));
    expect(inResource[0]).toBe(expected);
    expect(inResource.length).toBe(expected.includes('missing-argument') ? 2 : 1);
    for (const diagnostic of read.diagnostics) {
      expect(diagnostic).toMatchObject({ severity: 'error', address: 'terraform_data.a' });
      expect(['resource', 'terraform_data', 'a', ...diagnostic.path!]).toEqual(diagnostic.source!.path);
    }
  });

  it('a data source accepts only conditions', () => {
    const read = readOne({ data: { t: { n: { lifecycle: { prevent_destroy: true } } } } });
    expect(wrong(read)).toEqual([
      'unknown-argument | "prevent_destroy" is not supported in the lifecycle of a data source | data.t.n.lifecycle.prevent_destroy',
    ]);
  });

  it('suggest the closest name', () => {
    expect(readOne({ resorce: {} }).diagnostics[0]!.detail).toBe('Did you mean "resource"?');
    expect(readResourceBody({ lifecycle: { prevent_destory: true } }).diagnostics[0]!.detail).toBe(
      'Did you mean "prevent_destroy"?',
    );
  });
});

describe('duplicate declarations', () => {
  it.each<[string, unknown, unknown, string]>([
    ['a resource', { resource: { t: { n: {} } } }, { resource: { t: { n: {} } } }, 't.n'],
    ['a data source', { data: { t: { n: {} } } }, { data: { t: { n: {} } } }, 'data.t.n'],
    ['a variable', { variable: { x: {} } }, { variable: { x: {} } }, 'var.x'],
    ['an output', { output: { x: { value: 1 } } }, { output: { x: { value: 2 } } }, 'output.x'],
    ['a local value', { locals: { x: 1 } }, { locals: { x: 2 } }, 'local.x'],
    ['a provider', { provider: { x: {} } }, { provider: { x: {} } }, 'provider.x'],
    ['an alias', { provider: { x: { alias: 'y' } } }, { provider: { x: { alias: 'y' } } }, 'provider.x.y'],
  ])('%s, in two files', (_, first, second, address) => {
    const { diagnostics } = readAll({ 'a.tf.json': JSON.stringify(first, null, 1), 'b.tf.json': second });
    expect(diagnostics).toMatchObject([
      { code: 'duplicate-address', summary: `${address} is declared twice`, address, source: { file: 'b.tf.json' } },
    ]);
    expect(diagnostics[0]!.detail).toMatch(/^It is first declared at a\.tf\.json:[345]\./);
  });

  it('a resource in one file, in either form', () => {
    for (const text of [
      '{"resource":{"t":{"n":[\n{},\n{}]}}}',
      '{"resource":{"t":{"n":{}\n,\n"n":{}}}}',
      '{"resource":{"t":\n{"n":{}}}\n,"resource":{"t":{"n":{}}}}',
    ]) {
      const { diagnostics } = readOne(text);
      expect(diagnostics).toMatchObject([{ code: 'duplicate-address', address: 't.n' }]);
      const [resolved] = resolveDiagnostics(diagnostics, [{ name: 'main.tf.json', text }]);
      expect(resolved!.range!.start.line).toBe(3);
      expect(resolved!.detail).toContain('main.tf.json:');
    }
  });

  it.each<[string, string, number]>([
    ['{"resource":{"t":{"n":{"a":1,\n"a":2}}}}', 'The key "a" appears twice in resource.t.n', 2],
    ['{"resource":{"t":{"n":{"a":{"b":1,\n"c":1,\n"b":2}}}}}', 'The key "b" appears twice in resource.t.n.a', 3],
    ['{"resource":{"t":{"n":{"a":[{"b":1,\n"\\u0062":2}]}}}}', 'The key "b" appears twice in resource.t.n.a[0]', 2],
    ['{"locals":{"a":1,\n"a":2}}', 'The key "a" appears twice in locals', 2],
    ['{"//":1,\n"//":2}', 'The key "//" appears twice', 2],
  ])('a key: %j', (text, summary, line) => {
    const { diagnostics } = readOne(text);
    expect(diagnostics).toMatchObject([
      { code: 'duplicate-key', summary, range: { file: 'main.tf.json', start: { line } } },
    ]);
    expect(diagnostics[0]!.detail).toMatch(/^It is already on line 1/);
  });
});

describe('text that is not JSON', () => {
  it.each<[string, string, number, number]>([
    ['', 'Expected a value, found the end of the text', 1, 1],
    ['{', 'Expected a key in double quotes or "}", found the end of the text', 1, 2],
    ['{"a": 1,}', 'Expected a key in double quotes, found "}"', 1, 9],
    ['{"a": [1,]}', 'Expected a value, found "]"', 1, 10],
    ['{\n  "a": 1\n  "b": 2\n}', 'Expected "," or "}" after an object value, found """', 3, 3],
    ['{"a" 1}', 'Expected ":" after the key, found "1"', 1, 6],
    ['{a: 1}', 'Expected a key in double quotes or "}", found "a"', 1, 2],
    ["{'a': 1}", `Expected a key in double quotes or "}", found "'"`, 1, 2],
    ['{"a": True}', 'Expected a value, found "True"', 1, 7],
    ['{"a": 01}', 'Expected a value, found "01"', 1, 7],
    ['{"a": .5}', 'Expected a value, found ".5"', 1, 7],
    ['{"a": "b\nc"}', 'This string has no closing quote', 1, 7],
    ['{"a": "b\tc"}', 'The control character "\\t" must be escaped in a string', 1, 9],
    ['{"a": "b\\x"}', '"\\x" is not an escape sequence of JSON', 1, 9],
    ['{"a": 1} {}', 'Expected nothing more after the value, found "{"', 1, 10],
    ['// note\n{}', 'Expected a value, found "//"', 1, 1],
    ['{"a": 1 // note\n}', 'Expected "," or "}" after an object value, found "/"', 1, 9],
    ['\ufeff{}', 'Expected a value, found "\ufeff"', 1, 1],
    ['{"ü": 1, "é" 2}', 'Expected ":" after the key, found "2"', 1, 14],
    ['{"a": 1e999999999999}', 'this number is too large or too small', 1, 7],
    ['['.repeat(100_000), 'The JSON is nested more than 500 levels deep', 1, 501],
  ])('%j', (text, message, line, column) => {
    const { diagnostics } = readOne(text);
    expect(diagnostics).toMatchObject([
      {
        code: 'invalid-json',
        summary: `main.tf.json is not valid JSON: ${message}`,
        range: { file: 'main.tf.json', start: { line, column } },
      },
    ]);
    expect(diagnostics[0]!.detail).toContain(`Line ${line}, column ${column}.`);
  });
});
