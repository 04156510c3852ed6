import { expect, test } from 'vitest';
import { readConfiguration } from '../../../src/language/index.js';
import { wholeJson, type Plan } from '../../../src/model/index.js';
import { relevantAttributes } from '../../../src/operations/relevant-attributes.js';

type Shown = { readonly resource: string; readonly attribute: readonly (string | number)[] };

/** What is relevant when `terraform_data.changed` changes, as `address.step.step`. */
function relevantTo(changed: object, others: object = {}, locals: object = {}): readonly string[] {
  const text = JSON.stringify({ resource: { terraform_data: { changed, ...others } }, locals });
  const { configuration } = readConfiguration([{ name: 'main.tf.json', text }]);
  const changes = [{ action: 'update', resourceKey: 'terraform_data.changed' }];
  const found = relevantAttributes({ changes, outputs: [] } as unknown as Plan, configuration);
  const shown = found === undefined ? [] : (wholeJson(found) as readonly Shown[]);
  return shown.map(({ resource, attribute }) => [resource, ...attribute].join('.'));
}

test.each<[string, object, readonly string[]]>([
  ['a computed attribute is not followed further', { input: '${terraform_data.m.output}' }, ['m.output']],
  ['an argument is followed to its references', { input: '${terraform_data.m.input.k}' }, ['m.input.k', 's.id']],
  ['a whole resource is followed through all its arguments', { input: '${terraform_data.m}' }, ['m', 's.id', 't.id']],
  ['a local is followed to its references', { input: '${local.both.a}' }, ['s.id', 't.id']],
  ['an instance is named by its key', { input: '${terraform_data.c[1].id}' }, ['c[1].id']],
  ['each leads to for_each', { for_each: { k: '${terraform_data.s.id}' }, input: '${each.value}' }, ['s.id']],
  ['for_each alone is not relevant', { for_each: { k: '${terraform_data.s.id}' }, input: 1 }, []],
  ['depends_on is not relevant', { depends_on: ['terraform_data.s'] }, []],
])('%s', (_, changed, found) => {
  const others = {
    s: {},
    t: {},
    c: { count: 2 },
    m: { input: { k: '${terraform_data.s.id}' }, triggers_replace: '${terraform_data.t.id}' },
  };
  const locals = { both: { a: '${terraform_data.s.id}', b: '${terraform_data.t.id}' } };
  expect(relevantTo(changed, others, locals)).toEqual(found.map((name) => `terraform_data.${name}`));
});
