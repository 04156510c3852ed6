import type * as cdktf from 'cdktf';
import { Construct } from 'constructs';

export type Library = typeof cdktf;

/** Local modules, relative to the project. */
export const PARTS = './test/cli/cdktf/typescript/parts';

/** What a program is given: the library that synthesizes it, and its app. */
export interface Given {
  readonly c: Library;
  readonly app: cdktf.App;
  readonly stack: cdktf.TerraformStack;
  /** A resource with these attributes, as a generated class synthesizes them. */
  readonly make: (id: string, attributes?: object, more?: object, scope?: Construct) => cdktf.TerraformResource;
  readonly provider: (id: string, alias?: string) => cdktf.TerraformProvider;
}

export function givenTo(c: Library, app: cdktf.App): Given {
  const stack = new c.TerraformStack(app, 'main');
  class Thing extends c.TerraformResource {
    readonly attributes: Record<string, unknown>;
    constructor(scope: Construct, id: string, attributes: object, more: object) {
      super(scope, id, { terraformResourceType: 'acme_thing', ...more });
      this.attributes = { ...attributes };
    }
    protected override synthesizeAttributes(): Record<string, unknown> {
      return this.attributes;
    }
  }
  class Acme extends c.TerraformProvider {
    readonly name: string | undefined;
    constructor(scope: Construct, id: string, alias?: string) {
      super(scope, id, {
        terraformResourceType: 'acme',
        terraformGeneratorMetadata: {
          providerName: 'acme',
          providerVersion: '1.2.3',
          providerVersionConstraint: '~> 1.0',
        },
        terraformProviderSource: 'acme/acme',
      });
      this.name = alias;
    }
    override get alias(): string | undefined {
      return this.name;
    }
    override set alias(_name: string | undefined) {
      // It is only given to the constructor.
    }
    protected override synthesizeAttributes(): Record<string, unknown> {
      return { alias: this.name, region: 'north' };
    }
  }
  return {
    c,
    app,
    stack,
    make: (id, attributes = {}, more = {}, scope = stack) => new Thing(scope, id, attributes, more),
    provider: (id, alias) => new Acme(stack, id, alias),
  };
}

/** Programs that CDKTF and Landform's library must synthesize alike. */
export const programs: Readonly<Record<string, (given: Given) => void>> = {
  'attributes in each form of token': ({ c, make }) => {
    const r = make('r');
    const list = r.getListAttribute('list');
    make('q', {
      text: r.getStringAttribute('id'),
      inside: `x-${r.getStringAttribute('id')}-${r.getStringAttribute('b')}`,
      number: r.getNumberAttribute('n'),
      list,
      numbers: r.getNumberListAttribute('nl'),
      map: r.getStringMapAttribute('m'),
      bool: r.getBooleanAttribute('b'),
      any: r.getAnyMapAttribute('a'),
      json: JSON.stringify({ id: r.getStringAttribute('id') }),
      key: { [`k-${r.getStringAttribute('id')}`]: 1 },
      kept: { empty: [], none: {}, no: null, false: false, zero: 0, undefined: undefined, text: 'a\n"b" ${c} $${d}' },
      first: c.Fn.element(list, 0),
    });
  },
  'functions, operators and other expressions': ({ c, stack, make }) => {
    const { Fn, Op, Token } = c;
    const r = make('r');
    const id = r.getStringAttribute('id');
    const value = r.getBooleanAttribute('b');
    const map = r.getStringMapAttribute('m');
    make('q', {
      join: Fn.join(',', [id, 'a', `p-${id}`, '${var.x}']),
      format: Fn.format('%s-%s', ['a', id]),
      merge: Fn.merge([map, { a: id, 'b c': [1, true, id] }]),
      concat: Fn.concat([r.getListAttribute('l'), ['x']]),
      setunion: Fn.setunion(['a'], [['b'], ['c']]),
      attempt: Fn.try([id, 'b']),
      range: Fn.range(1, 3),
      bcrypt: Fn.bcrypt('x', 4),
      lookup: [Fn.lookup(map, 'a', 'b'), Fn.lookup(map, 'a'), Fn.lookupNested({ a: { b: 1 } }, ['a', 'b'])],
      raw: [Fn.rawString('a${b}%{c}'), Fn.upper(Fn.rawString('a"b${c}'))],
      written: Fn.replace(id, '/\\\\d+/', 'x'),
      nested: Fn.upper(Fn.lower(Fn.trimspace(id))),
      length: Fn.lengthOf(r.getListAttribute('l')),
      conditional: Fn.conditional(Op.eq(id, 'x'), 'a', id),
      operators: [
        Op.add(Op.mul(r.getNumberAttribute('n'), 2), 1),
        Op.not(value),
        Op.negate(Op.add(1, 2)),
        Op.or(value, true),
      ],
      access: c.propertyAccess(map, ['a', 0, 'b c', id]),
      template: Fn.templatefile('a.tpl', { x: id }),
      list: Token.asList('${var.list}'),
      unset: Token.nullValue(),
      late: c.Lazy.stringValue({ produce: () => `late ${id}` }),
      lateList: c.Lazy.listValue({ produce: () => ['a', id] }),
      lateNumber: c.Lazy.numberValue({ produce: () => 3 }),
      omitted: c.Lazy.listValue({ produce: () => [] }, { omitEmpty: true }),
      lateAny: c.Lazy.anyValue({ produce: () => ({ a: id }) }),
    });
    new c.TerraformLocal(stack, 'for', [
      c.forExpression([1, 2], Fn.upper(c.FOR_EXPRESSION_VALUE as unknown as string)),
      c.forExpression({ a: 1 }, c.FOR_EXPRESSION_VALUE, c.FOR_EXPRESSION_KEY),
    ]);
  },
  'complex objects, lists, sets and maps': ({ c, stack, make }) => {
    class Items extends c.ComplexList {
      get(index: number): cdktf.ComplexObject {
        return new c.ComplexObject(this.terraformResource, this.terraformAttribute, this.wrapsSet, index);
      }
    }
    const r = make('r');
    const list = new Items(r, 'things', false);
    new c.TerraformLocal(stack, 'values', [
      list,
      `x ${list.fqn}`,
      list.get(0).getStringAttribute('name'),
      new Items(r, 'sets', true).get(0).getNumberAttribute('n'),
      new c.ComplexObject(r, 'one', false, 0).getListAttribute('l'),
      new c.ComplexObject(r, 'single', false).getBooleanAttribute('b'),
      new c.ComplexObject(list.get(1), 'inner', false).getStringMapAttribute('m'),
      new c.StringMap(r, 'tags').lookup('a b'),
      new c.StringMap(r, 'tags'),
      new c.AnyMap(r, 'any').lookup('x'),
      new c.StringListList(r, 'll', false).get(1),
      new c.NumberMap(r, 'nm').lookup('n'),
      new c.BooleanList(r, 'bl', false).get(2),
      new c.StringMapList(r, 'ml', false).get(1).lookup('k'),
    ]);
    make('all', { v: list.allWithMapKey('name').value }, { forEach: list.allWithMapKey('name') });
  },
  'meta-arguments, lifecycle, provisioners and connections': ({ c, stack, make, provider }) => {
    provider('acme');
    const north = provider('north', 'north');
    const r = make('r', {}, { provider: north });
    const count = c.TerraformCount.of(3);
    const counted = make('counted', { i: count.index, n: `x-${count.toString()}` }, { count });
    const q = make(
      'q',
      {},
      {
        dependsOn: [r, { fqn: 'acme_thing.other' }],
        count: c.Fn.lengthOf(['a']),
        lifecycle: {
          createBeforeDestroy: true,
          preventDestroy: false,
          ignoreChanges: ['a', 'b'],
          replaceTriggeredBy: [r, 'acme_thing.r.id'],
          precondition: [{ condition: r.getBooleanAttribute('ok'), errorMessage: 'no' }],
        },
        connection: { type: 'ssh', host: 'h', user: 'u', bastionHost: 'b' },
        provisioners: [
          {
            type: 'local-exec',
            command: c.TerraformSelf.getString('id'),
            workingDir: 'w',
            environment: { A_b: 'c', camelCase: 'd' },
            when: 'destroy',
          },
          { type: 'file', source: 'a', destination: 'b', connection: { type: 'winrm', host: 'h', useNtlm: true } },
          { type: 'remote-exec', inline: ['a'] },
        ],
      },
    );
    q.dependsOn?.push('acme_thing.late');
    new c.TerraformDataSource(stack, 'data', {
      terraformResourceType: 'acme_data',
      dependsOn: [counted],
      lifecycle: { ignoreChanges: 'all', postcondition: [{ condition: true, errorMessage: 'x' }] },
    });
  },
  'iterators, dynamic blocks and for expressions': ({ c, stack, make }) => {
    const list = c.TerraformIterator.fromList(['a', 'b']);
    const map = c.TerraformIterator.fromMap({ x: { n: 1 }, y: { n: 2 } });
    const many = make('many', { v: list.value, k: `v-${list.value}`, key: list.key }, { forEach: list });
    make('maps', { n: map.getNumber('n'), s: map.getString('n'), key: map.key, v: map.value }, { forEach: map });
    const over = c.TerraformIterator.fromResources(many);
    make('over', { id: over.getString('id'), key: over.key }, { forEach: over });
    const blocks = c.listMapper((block: Record<string, unknown>) => ({ from_port: block['fromPort'] }), true);
    const attribute = c.listMapper(c.stringToTerraform, false);
    make('dynamic', {
      rule: blocks(list.dynamic({ fromPort: list.value })) as unknown,
      inside: { rule: blocks(map.dynamic({ fromPort: map.getNumber('n') })) as unknown },
      values: attribute(list.dynamic({ value: list.value })) as unknown,
      known: blocks([{ fromPort: 1 }, { fromPort: 2 }]) as unknown,
      later: blocks(c.Token.asAny('${var.rules}')) as unknown,
      map: c.hashMapper(c.stringToTerraform)({ a: 'b', c: undefined }) as unknown,
      unset: blocks(undefined) as unknown,
    });
    new c.TerraformLocal(stack, 'for', [
      list.pluckProperty('n'),
      map.keys(),
      map.values(),
      map.forExpressionForList('val.n'),
      many.getStringAttribute('id'),
      many.fqn,
    ]);
  },
  'variables, locals and outputs': ({ c, stack, make }) => {
    const v = new c.TerraformVariable(stack, 'v', {
      type: c.VariableType.object({ a: c.VariableType.list('string') }),
      default: { a: ['x'] },
      description: 'd',
      sensitive: true,
      nullable: false,
      validation: [{ condition: true, errorMessage: 'x' }],
    });
    const l = new c.TerraformLocal(stack, 'l', {
      a: v.value as unknown,
      b: v.stringValue,
      c: v.listValue,
      d: `${v.numberValue}` === '',
    });
    new c.TerraformLocal(stack, 'l2', [l.asString, l.asList, l.asStringMap, l.fqn, l.toString()]);
    new c.TerraformOutput(stack, 'o', { value: l.asString, description: 'd', sensitive: true });
    new c.TerraformOutput(stack, 'resource', { value: make('r') });
    const inner = new Construct(stack, 'inner');
    new c.TerraformOutput(inner, 'o', { value: [1, { a: l.asBoolean }] });
    new c.TerraformOutput(inner, 'named', { value: 1, staticId: true });
    new c.TerraformOutput(inner, 'other', { value: 1 }).overrideLogicalId('renamed');
    new c.TerraformVariable(inner, 'v', {});
    new c.DataResource(stack, 'data', { input: { aB: l.fqn }, triggersReplace: { x: 1 } });
  },
  'names of the tree': ({ c, app, stack, make }) => {
    const a = new Construct(stack, 'a');
    make('Default', {}, {}, new Construct(a, 'Default'));
    make('Resource', {}, {}, new Construct(a, 'x.y z'));
    make('aa', {}, {}, a);
    make('web server', {});
    const renamed = make('old', {});
    renamed.overrideLogicalId('new');
    make('reader', { id: renamed.getStringAttribute('id'), fqn: renamed.fqn, part: `${renamed.fqn}.id` });
    class Own extends c.TerraformStack {
      protected override allocateLogicalId(element: cdktf.TerraformElement | Construct['node']): string {
        return `own_${super.allocateLogicalId(element)}`;
      }
    }
    make('x', {}, {}, new Own(app, 'own'));
  },
  'escape hatches': ({ c, stack, make }) => {
    const r = make('r', { a: { b: [{ c: 1 }, { c: 2 }] }, z: 1, block: { x: 1 } });
    r.addOverride('a.b.0.c', 9);
    r.addOverride('z', undefined);
    r.addOverride('n.m', [r.fqn]);
    r.addOverride('block', { y: 2 });
    r.addOverride('lifecycle.ignore_changes', ['a']);
    r.addOverride('provisioner', [{ 'local-exec': { command: 'x' } }]);
    new c.TerraformOutput(stack, 'o', { value: 1 }).addOverride('description', 'later');
    stack.addOverride('terraform.required_version', '>= 1.0');
    stack.addOverride('resource.acme_thing.r.w', r.getStringAttribute('id'));
    const raw = new c.TerraformElement(stack, 'raw');
    raw.toTerraform = () => ({ check: { x: { assert: [{ condition: true, error_message: 'x' }] } } });
    const two = new c.TerraformElement(stack, 'two');
    two.toTerraform = () => ({ resource: { acme_x: { a: { v: 1 }, b: { v: r.getStringAttribute('id') } } } });
  },
  'import and moved blocks': ({ c, stack, make, provider }) => {
    const north = provider('north', 'north');
    make('imported').importFrom('ID', north);
    make('plain').importFrom('x');
    make('came').moveFromId('acme_thing.old');
    make('target').addMoveTarget('there');
    make('goes', { a: 1 }).moveTo('there', 'key');
    make('leaves').moveToId('acme_thing.next');
    new c.ImportableResource(stack, 'unwritten', { terraformResourceType: 'acme_x', importId: 'i', provider: north });
  },
  'references between stacks, in every position': ({ c, app, stack, make }) => {
    const r = make('r');
    const web = new c.TerraformStack(app, 'web');
    make(
      'reader',
      {
        id: r.getStringAttribute('id'),
        part: r.getStringAttribute('list[0].name'),
        whole: r.fqn,
        inside: c.Fn.join(',', [r.getStringAttribute('id'), r.getNumberAttribute('n') as unknown as string]),
        text: `x-${r.getStringAttribute('id')}`,
      },
      { dependsOn: [r] },
      web,
    );
    new c.S3Backend(stack, {
      bucket: 'b',
      key: 'k',
      region: 'r',
      usePathStyle: true,
      skipS3Checksum: true,
      endpoints: { s3: 'http://x' },
    });
    const last = new c.TerraformStack(app, 'last');
    last.addDependency(web);
    make('alone', {}, {}, last);
  },
  'backends and remote states': ({ c, app }) => {
    const on = (id: string): cdktf.TerraformStack => new c.TerraformStack(app, id);
    new c.LocalBackend(on('local'), { path: 'x.tfstate', workspaceDir: 'w' });
    new c.GcsBackend(on('gcs'), { bucket: 'b', prefix: 'p' });
    new c.AzurermBackend(on('azurerm'), {
      storageAccountName: 's',
      containerName: 'c',
      key: 'k',
      resourceGroupName: 'r',
    });
    new c.HttpBackend(on('http'), { address: 'a', lockAddress: 'l', retryWaitMin: 3 });
    new c.PgBackend(on('pg'), { connStr: 'c', skipSchemaCreation: true });
    new c.ConsulBackend(on('consul'), { address: 'a', scheme: 's', path: 'p', accessToken: 't' });
    new c.RemoteBackend(on('remote'), {
      organization: 'o',
      hostname: 'h',
      workspaces: new c.PrefixedRemoteWorkspaces('p-'),
    });
    new c.CloudBackend(on('cloud'), { organization: 'o', workspaces: new c.NamedCloudWorkspace('w', 'p') });
    new c.CloudBackend(on('tags'), { organization: 'o', workspaces: new c.TaggedCloudWorkspaces(['a']) });
    new c.S3Backend(on('s3'), {
      bucket: 'b',
      key: 'k',
      assumeRole: { roleArn: 'r', tags: { camelCase: 'x' } },
    }).addOverride('use_lockfile', true);
    const reader = on('reader');
    const states = [
      new c.DataTerraformRemoteState(reader, 'a', {
        organization: 'o',
        workspaces: new c.NamedRemoteWorkspace('n'),
        workspace: 'w',
      }),
      new c.DataTerraformRemoteStateS3(reader, 'b', { bucket: 'b', key: 'k', defaults: { aB: 1 } }),
      new c.DataTerraformRemoteStateLocal(reader, 'c', { path: 'p' }),
      new c.DataTerraformRemoteStateGcs(reader, 'd', { bucket: 'b', prefix: 'x' }),
    ];
    new c.TerraformLocal(
      reader,
      'read',
      states.map((state) => [state.getString('x'), state.getNumber('n'), state.getList('l'), state.get('z')]),
    );
  },
  'modules of a registry': ({ c, stack, make, provider }) => {
    const north = provider('north', 'north');
    const acme = provider('acme');
    const list = c.TerraformIterator.fromList(['a']);
    const module = new c.TerraformHclModule(stack, 'm', {
      source: 'acme/parts/acme',
      version: '~> 1.0',
      variables: { aB: 1, unset: undefined, id: make('r').fqn },
      providers: [acme, { provider: north, moduleAlias: 'inner' }],
    });
    module.set('more', { x: [1] });
    const many = new c.TerraformHclModule(stack, 'many', {
      source: 'git::https://x/y.git',
      forEach: list,
      dependsOn: [module],
    });
    new c.TerraformLocal(stack, 'outputs', [
      module.get('a') as unknown,
      module.getString('b'),
      module.getNumber('c'),
      module.getList('d'),
      module.fqn,
      many.get('o') as unknown,
    ]);
    make('after', {}, { dependsOn: [module, many] });
  },
  'assets and local modules, which are copied': ({ c, stack, make }) => {
    const inner = new Construct(stack, 'inner');
    const assets = [
      new c.TerraformAsset(stack, 'folder', { path: PARTS }),
      new c.TerraformAsset(inner, 'a file', { path: 'test/cli/cdktf/typescript/note.txt' }),
      new c.TerraformAsset(inner, 'named', { path: PARTS, assetHash: 'own' }),
      new c.TerraformAsset(stack, 'zip', { path: PARTS, type: c.AssetType.ARCHIVE }),
    ];
    make('uses', { assets: assets.map(({ path, fileName, assetHash }) => [path, fileName, assetHash]) });
    new c.TerraformHclModule(stack, 'parts', { source: PARTS });
    new c.TerraformHclModule(stack, 'part', { source: `${PARTS}/inner` });
    new c.TerraformHclModule(stack, 'kept', { source: './kept', skipAssetCreationFromLocalModules: true });
  },
  'aspects and context': ({ c, stack, make }) => {
    stack.node.setContext('region', 'north');
    const r = make('r', { region: stack.node.tryGetContext('region') as unknown });
    c.Aspects.of(stack).add({
      visit(node) {
        if (node instanceof c.TerraformResource && node.node.id === 'r') node.addOverride('tags.by', 'aspect');
        if (node === r) make('made', {}, {}, stack);
      },
    });
  },
};
