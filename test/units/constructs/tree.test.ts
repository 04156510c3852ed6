import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { CloudAccount } from '../../../src/bindings/acloud.js';
import { TerraformData } from '../../../src/bindings/terraform.js';
import { captureLocation } from '../../../src/constructs/origin.js';
import { App, Aspects, Resource, Stack, Testing, isConstructError } from '../../../src/constructs/index.js';

const stackOf = (): Stack => new Stack(new App(), 'prod');

const blocks = (stack: Stack, type: string): Record<string, Record<string, unknown>> =>
  (JSON.parse(Testing.synth(stack)) as { resource: Record<string, Record<string, Record<string, unknown>>> }).resource[
    type
  ]!;

describe('dependsOn', () => {
  const dependenciesOf = (stack: Stack, name: string): unknown => blocks(stack, 'terraform_data')[name]!.depends_on;

  test('on a construct covers all resources inside it', () => {
    const stack = stackOf();
    const group = new Construct(stack, 'group');
    new TerraformData(group, 'a');
    new TerraformData(new Construct(group, 'inner'), 'b');
    new TerraformData(stack, 'c', { dependsOn: [group] });
    expect(dependenciesOf(stack, 'c')).toEqual([
      expect.stringMatching(/^terraform_data\.group_a_/),
      expect.stringMatching(/^terraform_data\.group_inner_b_/),
    ]);
  });

  test('accepts references, template literals and addresses', () => {
    const stack = stackOf();
    const [a, b] = [new TerraformData(stack, 'a'), new TerraformData(stack, 'b')];
    new TerraformData(stack, 'c', { dependsOn: [a.output, `${b.id}`, 'module.m', '${var.x}', a] });
    expect(dependenciesOf(stack, 'c')).toEqual(['terraform_data.a', 'terraform_data.b', 'module.m', 'var.x']);
  });

  test('between constructs, as in the constructs library, covers everything inside', () => {
    const stack = stackOf();
    const group = new Construct(stack, 'group');
    const a = new TerraformData(stack, 'a');
    const b = new TerraformData(group, 'b');
    group.node.addDependency(a);
    expect(dependenciesOf(stack, b.logicalId)).toEqual(['terraform_data.a']);
  });

  test('on a value that is not a construct is an error', () => {
    const stack = stackOf();
    new TerraformData(stack, 'c', { dependsOn: [1 as never] });
    expect(() => Testing.synth(stack)).toThrow(/not a construct of this app/);
  });
});

describe('aspects', () => {
  test('visit everything in their scope, outermost first, including what they add', () => {
    const stack = stackOf();
    const group = new Construct(stack, 'group');
    new TerraformData(group, 'a', { input: 1 });
    const visited: string[] = [];
    Aspects.of(group).add({ visit: (node) => void visited.push(`inner ${node.node.path}`) });
    Aspects.of(stack).add({
      visit(node) {
        visited.push(`outer ${node.node.path}`);
        if (node === group) new TerraformData(group, 'added');
      },
    });
    Testing.synth(stack);
    expect(visited).toEqual([
      'outer prod',
      'outer prod/group',
      'inner prod/group',
      'outer prod/group/a',
      'inner prod/group/a',
      'outer prod/group/added',
      'inner prod/group/added',
    ]);
  });

  test('can change arguments of constructs', () => {
    const stack = stackOf();
    new TerraformData(stack, 'a', { input: 1 });
    Aspects.of(stack).add({
      visit(node) {
        if (Resource.isResource(node)) Object.assign(node, { lifecycle: { preventDestroy: true } }).inputs.input = 2;
      },
    });
    expect(blocks(stack, 'terraform_data').a).toMatchObject({ input: 2, lifecycle: { prevent_destroy: true } });
  });
});

describe('typed resources', () => {
  const REQUIRED = { cloudProfile: 'aws', displayName: 'A' };

  test('are written with Terraform names', () => {
    const stack = stackOf();
    const account = new CloudAccount(stack, 'a', {
      ...REQUIRED,
      lifecycle: { ignoreChanges: ['displayName', 'metadata["x"]', 'enabled'] },
    });
    new TerraformData(stack, 'b', { triggersReplace: account.primaryCloudCredentialsIdentity });
    expect(blocks(stack, 'acloud_cloud_account').a).toMatchObject({
      cloud_profile: 'aws',
      display_name: 'A',
      lifecycle: { ignore_changes: ['display_name', 'metadata["x"]', 'enabled'] },
    });
    expect(blocks(stack, 'terraform_data').b).toMatchObject({
      triggers_replace: '${acloud_cloud_account.a.primary_cloud_credentials_identity}',
    });
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a misspelt attribute', { displayname: 'B' }, /There is no attribute displayname.*Did you mean displayName/],
    ['a computed-only attribute', { identity: 'x' }, /identity cannot be set/],
    ['an object instead of a string', { displayName: {} }, /displayName must be a string, not an object/],
    ['a list instead of a map', { metadata: ['x'] }, /metadata must be a map, not a list/],
    ['a string instead of a map', { metadata: 'x' }, /metadata must be a map, not a string/],
    ['a promise', { displayName: Promise.resolve('x') }, /displayName is a Promise.*Await/],
    ['no number', { deleteWaitSeconds: Number.NaN }, /deleteWaitSeconds is NaN/],
  ])('%s is an error', (_, wrong, message) => {
    const stack = stackOf();
    new CloudAccount(stack, 'a', { ...REQUIRED, ...wrong });
    expect(() => Testing.synth(stack)).toThrow(message);
  });
});

describe('errors in the construct tree are reported where they occur', () => {
  test.each<[string, (stack: Stack) => unknown, string, RegExp]>([
    [
      'a duplicate id',
      (stack) => [new TerraformData(stack, 'a'), new TerraformData(stack, 'a')],
      'duplicate-id',
      /already a construct prod\/a/,
    ],
    ['no id', (stack) => new TerraformData(stack, ''), 'invalid-id', /non-empty/],
    ['no scope', () => new TerraformData(undefined as never, 'a'), 'no-scope', /"a" has no scope/],
    ['outside a stack', (stack) => new TerraformData(stack.node.root, 'a'), 'no-stack', /not part of a stack/],
    [
      'a reference as an id',
      (stack) => new TerraformData(stack, `x-${new TerraformData(stack, 'a').id}`),
      'reference-in-id',
      /contains a reference/,
    ],
    [
      'count and forEach',
      (stack) => new TerraformData(stack, 'a', { count: 1, forEach: ['a'] }),
      'count-and-for-each',
      /has both count and forEach/,
    ],
    [
      'a stack name that is not a valid folder name',
      (stack) => new Stack(stack.node.root, 'a:b'),
      'invalid-id',
      /"a:b"/,
    ],
    [
      'a construct after synth',
      (stack) => {
        Testing.synth(stack);
        new TerraformData(stack, 'late');
      },
      'modified-after-synth',
      /prod\/late is created after synth/,
    ],
  ])('%s', (_, make, code, message) => {
    let error: unknown;
    try {
      make(stackOf());
    } catch (thrown) {
      error = thrown;
    }
    expect(isConstructError(error)).toBe(true);
    expect(error).toMatchObject({ code, location: expect.stringMatching(/tree\.test\.ts:\d+:\d+$/) as string });
    expect((error as Error).message).toMatch(message);
  });
});

describe('a construct has the location where it is created', () => {
  const locationOf = (stack: Stack): unknown => {
    const [block] = Object.values(blocks(stack, 'thing'));
    return (block!['//'] as { metadata: { location: string } }).metadata.location;
  };
  class Generated extends Resource {
    constructor(scope: Construct, id: string) {
      super(scope, id, { type: 'thing' });
    }
  }
  class Inherited extends Generated {}
  class Mine extends Inherited {
    constructor(scope: Construct) {
      super(scope, 'mine');
    }
  }
  class Group extends Construct {
    readonly line: string | undefined;
    constructor(scope: Construct) {
      super(scope, 'group');
      [, this.line] = [new Mine(this), captureLocation()];
    }
  }

  test.each<[string, (stack: Stack) => unknown]>([
    ['outside the constructor of a generated class', (stack) => [new Generated(stack, 'a'), captureLocation()][1]],
    [
      'outside the constructor of a class that inherits from one',
      (stack) => [new Inherited(stack, 'a'), captureLocation()][1],
    ],
    ['outside its own constructor', (stack) => [new Mine(stack), captureLocation()][1]],
    ['inside the constructor of another construct', (stack) => new Group(stack).line],
  ])('%s', (_, make) => {
    const stack = stackOf();
    const line = make(stack) as string;
    expect(line).toContain((locationOf(stack) as string).replace(/:\d+$/, ':'));
  });

  test('an error in its constructor has that location too', () => {
    const stack = stackOf();
    new Mine(stack);
    const lines: (string | undefined)[] = [];
    const again = (): unknown => [lines.push(captureLocation()), new Mine(stack)];
    expect(again).toThrow(
      expect.objectContaining({ location: expect.stringContaining('tree.test.ts') as string }) as Error,
    );
    try {
      again();
    } catch (error) {
      lines.push((error as { location: string }).location);
    }
    const [line, , place] = lines.map((each) => each?.replace(/:\d+$/, ''));
    expect(place).toBe(line);
  });
});

test('Testing matches parts of documents', () => {
  const document = Testing.synthScope((scope) => {
    new TerraformData(scope, 'a', { input: { x: [1, { y: 2 }], z: 3 } });
  });
  expect(Testing.toHaveResource(document, TerraformData.tfResourceType)).toBe(true);
  expect(Testing.toHaveResourceWithProperties(document, 'terraform_data', { input: { x: [1, { y: 2 }] } })).toBe(true);
  expect(Testing.toHaveResourceWithProperties(document, 'terraform_data', { input: { x: [1] } })).toBe(false);
  expect(Testing.toHaveDataSource(document, 'terraform_data')).toBe(false);
  expect(Testing.toHaveProvider(document, 'terraform')).toBe(false);
});
