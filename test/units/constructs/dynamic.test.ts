import { describe, expect, it } from 'vitest';
import {
  App,
  dynamic,
  Resource,
  shape,
  Stack,
  SynthesisError,
  Variable,
  type Input,
} from '../../../src/constructs/index.js';

const FIELDS = {
  ruleSets: shape.input(
    'rule_set',
    shape.list(
      shape.object({
        fromPort: shape.input('from_port', 'number'),
        tags: shape.input('tag', shape.list(shape.object({ name: shape.input('name', 'string') }))),
      }),
    ),
  ),
  ingress: shape.input(
    'ingress',
    shape.set(shape.complete({ from: shape.input('from', 'number'), to: shape.input('to', 'number') })),
  ),
  logging: shape.single('logging', shape.object({ target: shape.input('target', 'string') })),
};

interface Attributes {
  readonly ruleSets?: Input<readonly { fromPort: number; tags?: readonly { name: string }[] }[]>;
  readonly logging?: Input<{ target: string }>;
}

function blockOf(attributes: (stack: Stack) => Attributes | Record<string, unknown>, typed = true): unknown {
  const stack = new Stack(new App(), 'main');
  new Resource(stack, 'r', {
    type: 'acme_thing',
    attributes: attributes(stack) as Record<string, unknown>,
    ...(typed && { fields: FIELDS }),
  });
  const [main] = (stack.node.root as App).assemble().stacks;
  const document = JSON.parse(main?.document ?? '{}', (key, value: unknown) => (key === '//' ? undefined : value)) as {
    resource: Record<string, Record<string, unknown>>;
  };
  return document.resource['acme_thing']?.['r'];
}

describe('dynamic blocks', () => {
  it('are written with the names of the language, for a collection that may be unknown', () => {
    const found = blockOf((stack) => {
      const ports = new Variable(stack, 'ports', { type: 'map(object({ from = number }))' });
      return { ruleSets: dynamic(ports.value, ({ value }) => ({ fromPort: value.from })) } satisfies Attributes;
    });
    expect(found).toEqual({
      dynamic: {
        rule_set: { for_each: '${var.ports}', iterator: 'item', content: { from_port: '${item.value.from}' } },
      },
    });
  });

  it('can be inside of each other, and of a block that occurs once', () => {
    const found = blockOf(
      () =>
        ({
          ruleSets: dynamic([80, 443], (port) => ({
            fromPort: port.value,
            tags: dynamic({ a: 'b' }, (tag) => ({ name: `${tag.key}-${tag.value}-${port.key}` })),
          })),
          logging: dynamic(['x'], ({ value }) => ({ target: value }), { iterator: 'log' }),
        }) satisfies Attributes,
    );
    expect(found).toEqual({
      dynamic: {
        rule_set: {
          for_each: [80, 443],
          iterator: 'item',
          content: {
            from_port: '${item.value}',
            dynamic: {
              tag: {
                for_each: { a: 'b' },
                iterator: 'item_2',
                content: { name: '${item_2.key}-${item_2.value}-${item.key}' },
              },
            },
          },
        },
        logging: { for_each: ['x'], iterator: 'log', content: { target: '${log.value}' } },
      },
    });
  });

  it('need no typed class', () => {
    const rules = dynamic('${var.ports}', ({ value }) => ({ port: value.get('from') }));
    expect(blockOf(() => ({ name: 'n', rule: rules }), false)).toEqual({
      name: 'n',
      dynamic: { rule: { for_each: '${var.ports}', iterator: 'item', content: { port: '${item.value.from}' } } },
    });
  });

  it('have every attribute where the provider expects it', () => {
    const rules = { ingress: [{ from: 1 }, { to: undefined }] };
    expect(blockOf(() => rules)).toEqual({
      ingress: [
        { from: 1, to: null },
        { from: null, to: null },
      ],
    });
    const some = { ingress: dynamic([1], ({ value }) => ({ from: value })) };
    expect(blockOf(() => some)).toEqual({
      dynamic: { ingress: { for_each: [1], iterator: 'item', content: { from: '${item.value}', to: null } } },
    });
  });

  it('are checked at compile time and at synthesis', () => {
    // @ts-expect-error fromPort is a number
    const wrong: Attributes = { ruleSets: dynamic(['x'], ({ value }) => ({ fromPort: value })) };
    expect(wrong).toBeDefined();
    // @ts-expect-error fromPort is missing
    const missing: Attributes = { ruleSets: dynamic(['x'], () => ({})) };
    expect(missing).toBeDefined();
    const problems = (attributes: Record<string, unknown>): string[] => {
      try {
        blockOf(() => attributes);
        return [];
      } catch (error) {
        return error instanceof SynthesisError ? error.problems.map(({ summary }) => summary) : [String(error)];
      }
    };
    expect(problems({ ruleSets: dynamic([1], () => ({ port: 1 })) })).toEqual(['There is no attribute ruleSets.port']);
    expect(problems({ ruleSets: [dynamic([1], () => ({ fromPort: 1 }))] })).toEqual([
      'ruleSets[0] cannot be dynamic blocks',
    ]);
  });
});
