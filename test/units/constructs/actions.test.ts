import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../../src/language/index.js';
import { Action, App, Resource, Stack, Testing, each, shape, type Fields } from '../../../src/constructs/index.js';

type Document = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

const stackOf = (): Stack => new Stack(new App(), 'prod');

/** The stack's document without what says where things come from; it must be one that can be read. */
function document(stack: Stack): Document {
  const text = Testing.synth(stack);
  expect(readConfiguration([{ name: 'landform.tf.json', text }]).diagnostics).toEqual([]);
  return JSON.parse(text, (key, value: unknown) => (key === '//' ? undefined : value)) as Document;
}

const FIELDS: Fields = { targetName: shape.input('target_name', 'string'), full: shape.input('full', 'bool') };

const service = (stack: Stack, id: string, actionTriggers: object[] = []): Resource =>
  new Resource(stack, id, { type: 'ops_service', lifecycle: { actionTriggers: actionTriggers as never } });

describe('actions in a program', () => {
  test('have a configuration with Terraform names, and the provider of their type', () => {
    const stack = stackOf();
    const one = service(stack, 'one');
    new Action(stack, 'backup', {
      type: 'ops_backup',
      source: 'acme/ops',
      fields: FIELDS,
      config: { targetName: one.attribute('name'), full: true },
    });
    const written = document(stack);
    expect(written['action']!['ops_backup']!['backup']).toEqual({
      config: { target_name: '${ops_service.one.name}', full: true },
    });
    expect(written['terraform']!['required_providers']!['ops']).toEqual({ source: 'acme/ops' });
  });

  test('can omit their configuration', () => {
    const stack = stackOf();
    new Action(stack, 'poke', { type: 'ops_poke' });
    expect(document(stack)['action']!['ops_poke']!['poke']).toEqual({});
  });

  test('are triggered by a resource in order, and a single instance is selected by its key', () => {
    const stack = stackOf();
    const backup = new Action(stack, 'backup', { type: 'ops_backup' });
    const poke = new Action(stack, 'poke', {
      type: 'ops_poke',
      forEach: ['a', 'b'],
      config: { text: each.key },
    });
    service(stack, 'one', [
      { events: ['before_update', 'after_create'], actions: [backup, poke.instance('a')] },
      { events: ['before_destroy'], condition: '${var.safe}', actions: [poke.instance(each.key)] },
    ]);
    const written = document(stack);
    expect(written['resource']!['ops_service']!['one']!['lifecycle']).toEqual({
      action_trigger: [
        {
          events: ['before_update', 'after_create'],
          actions: ['action.ops_backup.backup', 'action.ops_poke.poke["a"]'],
        },
        { events: ['before_destroy'], condition: '${var.safe}', actions: ['action.ops_poke.poke[each.key]'] },
      ],
    });
    expect(written['action']!['ops_poke']!['poke']).toEqual({
      for_each: '${toset(["a", "b"])}',
      config: { text: '${each.key}' },
    });
  });

  test('have conditions that refer to their own resource by address, because `self` is not available there', () => {
    const stack = stackOf();
    const backup = new Action(stack, 'backup', { type: 'ops_backup' });
    const one = service(stack, 'one');
    one.lifecycle = {
      preventDestroy: true,
      actionTriggers: [{ events: ['after_update'], condition: `\${${one.attribute('size')} > 1}`, actions: [backup] }],
    };
    expect(document(stack)['resource']!['ops_service']!['one']!['lifecycle']).toEqual({
      prevent_destroy: true,
      action_trigger: [
        {
          events: ['after_update'],
          condition: '${ops_service.one.size > 1}',
          actions: ['action.ops_backup.backup'],
        },
      ],
    });
  });

  test.each<[string, (stack: Stack) => void, RegExp]>([
    [
      'an attribute that the schema lacks',
      (stack) => void new Action(stack, 'a', { type: 'ops_backup', fields: FIELDS, config: { targetNam: 'x' } }),
      /There is no attribute config\.targetNam.*targetName/s,
    ],
    [
      'count together with forEach',
      (stack) => void new Action(stack, 'a', { type: 'ops_backup', count: 1, forEach: ['a'] }),
      /prod\/a has both count and forEach/,
    ],
    [
      'an action of another stack',
      (stack) => {
        const other = new Stack(stack.node.root, 'other');
        service(stack, 'one', [
          { events: ['after_create'], actions: [new Action(other, 'a', { type: 'ops_backup' })] },
        ]);
      },
      /The action other\/a belongs to another stack/,
    ],
  ])('reject %s', (_, build, message) => {
    expect(() => {
      const stack = stackOf();
      build(stack);
      Testing.synth(stack);
    }).toThrow(message);
  });
});
