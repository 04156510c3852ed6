import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder, type Ran } from '../support/run-landform.js';

let folder: Folder;

beforeEach(async () => void (folder = await Folder.make()));
afterEach(async () => folder.remove());

const generate = (more = ''): Promise<Ran> =>
  folder.run(`generate provider --openapi openapi.yaml --name acme ${more}`);

const json = (schema: unknown) => ({ content: { 'application/json': { schema } } });
const ITEM = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, title: { type: 'string' } } };
const INPUT = { type: 'object', required: ['title'], properties: { title: { type: 'string' } } };

/** A description of widgets that is fine; tests spoil it. */
function widgets(spoil: (paths: Record<string, Record<string, Record<string, unknown>>>) => void = () => undefined) {
  const paths: Record<string, Record<string, Record<string, unknown>>> = {
    '/widgets': {
      get: { operationId: 'list', responses: { 200: { description: '', ...json({ type: 'array', items: ITEM }) } } },
      post: { operationId: 'create', requestBody: json(INPUT), responses: { 201: { description: '', ...json(ITEM) } } },
    },
    '/widgets/{id}': {
      get: { operationId: 'read', responses: { 200: { description: '', ...json(ITEM) } } },
      delete: { operationId: 'remove', responses: { 204: { description: '' } } },
    },
  };
  spoil(paths);
  return { openapi: '3.1.0', info: { title: 'Widgets', version: '1' }, paths, components: { schemas: {} } };
}

const withSchemas = (schemas: unknown, spoil: Parameters<typeof widgets>[0]): unknown => ({
  ...widgets(spoil),
  components: { schemas },
});

const NAMELESS = { type: 'object', properties: { title: { type: 'string' } } };
const answer = (schema: unknown): unknown => ({ 200: { description: '', ...json(schema) } });

const BAD: readonly (readonly [what: string, content: unknown, code: string, pointer: string])[] = [
  ['is not YAML', 'openapi: 3.1.0\npaths: {\n  x: [', 'openapi-unreadable', 'openapi.yaml:3'],
  ['is another kind of document', { hello: 'world' }, 'not-openapi', '#/openapi'],
  ['is an older Swagger version', { swagger: '1.2', paths: {} }, 'not-openapi', '#/swagger'],
  ['has an unknown version', { openapi: '4.0.0', paths: {} }, 'not-openapi', '#/openapi'],
  ['has no paths', { openapi: '3.1.0' }, 'not-openapi', '#/paths'],
  ['describes no object that can be created', { openapi: '3.1.0', paths: {} }, 'openapi-no-resource', '#/paths'],
  [
    'has no identifying field',
    widgets((paths) => {
      paths['/widgets']!['post']!['responses'] = answer(NAMELESS);
      paths['/widgets/{id}']!['get']!['responses'] = answer(NAMELESS);
    }),
    'openapi-no-identity',
    '#/paths/~1widgets~1{id}/get/responses/200/content/application~1json/schema',
  ],
  [
    'does not return the created object, and has no list',
    widgets((paths) => {
      delete paths['/widgets']!['get'];
      paths['/widgets']!['post']!['responses'] = { 201: { description: '' } };
    }),
    'openapi-no-identity',
    '#/paths/~1widgets/post/responses/201',
  ],
  [
    'describes no schema',
    widgets((paths) => {
      delete paths['/widgets']!['get'];
      paths['/widgets']!['post']!['responses'] = { 201: { description: '' } };
      paths['/widgets/{id}']!['get']!['responses'] = { 200: { description: '' } };
    }),
    'openapi-no-schema',
    '#/paths/~1widgets~1{id}/get',
  ],
];

const MARRED: typeof BAD = [
  [
    'contains a dangling reference',
    widgets((paths) => void (paths['/widgets']!['post']!['requestBody'] = json({ $ref: '#/components/schemas/Gone' }))),
    'openapi-dangling-reference',
    '#/paths/~1widgets/post/requestBody/content/application~1json/schema',
  ],
  [
    'contains a reference cycle',
    withSchemas(
      { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } },
      (paths) => void (paths['/widgets']!['post']!['requestBody'] = json({ $ref: '#/components/schemas/A' })),
    ),
    'openapi-circular-reference',
    '#/components/schemas/A → #/components/schemas/B → #/components/schemas/A',
  ],
  [
    'refers to another file that is missing',
    widgets((paths) => void (paths['/widgets/{id}']!['get']!['responses'] = answer({ $ref: 'widget.yaml' }))),
    'openapi-unread-reference',
    '#/paths/~1widgets~1{id}/get/responses/200/content/application~1json/schema',
  ],
  [
    'uses an operationId twice',
    widgets((paths) => void (paths['/widgets']!['get']!['operationId'] = 'create')),
    'openapi-repeated-operation',
    '#/paths/~1widgets/post',
  ],
];

describe('landform generate provider', () => {
  it.each(BAD)('rejects a description that %s, says where, and writes nothing', async (_, content, code, pointer) => {
    await folder.write('openapi.yaml', content);
    const ran = await generate();
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(`[${code}]`);
    expect(ran.stderr.replaceAll(/\s*\n│?\s*/g, ' ')).toContain(pointer);
    expect(await readdir(folder.path)).toEqual(['openapi.yaml']);
  });

  it.each(MARRED)(
    'generates a provider for a description that %s, and says where',
    async (_, content, code, pointer) => {
      await folder.write('openapi.yaml', content);
      const ran = await generate();
      expect(ran.code, ran.stderr).toBe(0);
      expect(ran.stderr).toContain(`[${code}]`);
      expect(ran.stderr.replaceAll(/\s*\n│?\s*/g, ' ')).toContain(pointer);
      expect(ran.stdout).toContain('1 resource: acme_widget');
    },
  );

  it('omits what it cannot map, and generates a provider from the rest', async () => {
    await folder.write(
      'openapi.yaml',
      widgets((paths) => {
        paths['/gadgets'] = { post: { operationId: 'makeGadget', responses: { 201: { description: '' } } } };
        paths['/gadgets/{id}'] = { get: { operationId: 'getGadget', responses: { 200: { description: '' } } } };
      }),
    );
    const ran = await generate();
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).toContain('Left out gadget: no reply describes its fields');
    expect(ran.stdout).toContain('1 resource: acme_widget');
  });

  it('shows the source line of a pointer', async () => {
    await folder.write(
      'openapi.yaml',
      'openapi: 3.1.0\npaths:\n  /a:\n    get:\n      responses:\n        200: { $ref: "#/x" }\n',
    );
    expect((await generate()).stderr).toContain('openapi.yaml:6:');
  });

  it('accepts a recursive schema with a warning', async () => {
    const tree = {
      type: 'object',
      properties: { leaf: { type: 'string' }, inner: { $ref: '#/components/schemas/Tree' } },
    };
    const given = withSchemas({ Tree: tree }, (paths) => {
      const item = { ...ITEM, properties: { ...ITEM.properties, tree: { $ref: '#/components/schemas/Tree' } } };
      paths['/widgets/{id}']!['get']!['responses'] = answer(item);
    });
    await folder.write('openapi.yaml', given);
    const ran = await generate();
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).toContain('#/components/schemas/Tree contains itself: widget.tree_inner is a JSON string');
  });

  it('omits what --without names', async () => {
    await folder.write(
      'openapi.yaml',
      widgets((paths) => {
        paths['/gadgets'] = paths['/widgets']!;
        paths['/gadgets/{id}'] = paths['/widgets/{id}']!;
      }),
    );
    expect((await generate('--without gizmo')).stderr).toContain('It has: widget, gadget.');
    const ran = await generate('--without gadget');
    expect(ran.stdout).toContain('1 resource: acme_widget');
  });

  it('never overwrites a folder, because it may have been edited', async () => {
    await folder.write('openapi.yaml', widgets());
    await folder.write('acme/mapping.ts', 'mine');
    const ran = await generate();
    expect(ran.stderr).toContain('[folder-not-empty]');
    expect(await folder.read('acme/mapping.ts')).toBe('mine');
    expect((await generate('--out elsewhere/acme')).code).toBe(0);
    expect(await readdir(path.join(folder.path, 'elsewhere'))).toEqual(['acme']);
  });

  it.each(['Acme', 'ac_me', 'ac-me', '1acme'])(
    'rejects the name %s, which is not a valid type prefix',
    async (name) => {
      await folder.write('openapi.yaml', widgets());
      const ran = await folder.run(`generate provider --openapi openapi.yaml --name ${name}`);
      expect(ran.stderr).toContain('[invalid-provider-name]');
    },
  );

  it.each(['--openapi nowhere.yaml --name acme', '--openapi http://127.0.0.1:9/ --name acme'])(
    'reports that nothing can be read from %s',
    async (options) => {
      const ran = await folder.run(`generate provider ${options}`);
      expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('[openapi-not-found]')]);
    },
  );

  it.each([['--name acme'], ['--openapi openapi.yaml']])('requires more than %s', async (options) => {
    expect((await folder.run(`generate provider ${options}`)).stderr).toContain('[missing-option]');
  });

  it('reads a description from an address', async () => {
    const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
    const described = widgets((paths) => {
      for (const operation of Object.values(paths['/widgets/{id}']!)) operation['parameters'] = [id];
    });
    const server = createServer((_, response) => response.end(JSON.stringify(described))).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const ran = await folder.run(`generate provider --openapi http://127.0.0.1:${port}/api --name acme`);
      expect(ran.code, ran.stderr).toBe(0);
      expect(JSON.parse(await readFile(path.join(folder.path, 'acme/openapi.json'), 'utf8'))).toEqual(described);
    } finally {
      server.close();
    }
  });

  it('prints JSON messages with --json', async () => {
    await folder.write(
      'openapi.yaml',
      widgets((paths) => void (paths['/x'] = { get: { $ref: '#/gone' } })),
    );
    const lines = (await generate('--json')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(lines.filter(({ type }) => type === 'diagnostic')).toHaveLength(1);
  });
});

describe('landform generate sandbox', () => {
  it('rejects a description that cannot be emulated', async () => {
    await folder.write('openapi.yaml', { openapi: '3.1.0', paths: {} });
    const ran = await folder.run('generate sandbox --openapi openapi.yaml');
    expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('[openapi-no-resource]')]);
  });
});
