import { expect, test } from 'vitest';
import { objectValue, sensitive, type Json, type Plan, type Value } from '../../src/model/index.js';
import { runPolicies } from '../../src/policy/index.js';
import { aChange, aPlan } from '../support/plans.js';

const NAMES = [
  'blast-radius',
  'literal-secrets',
  'missing-tags',
  'old-drift',
  'public-exposure',
  'stateful-delete',
  'stateful-replace',
  'unpinned-providers',
];

/** What one of the shipped policies says of a plan. */
async function found(
  name: string,
  plan: Plan,
  parameters: Readonly<Record<string, Json>> = {},
  configuration?: Json,
): Promise<readonly string[]> {
  const levels = Object.fromEntries(NAMES.filter((one) => one !== name).map((one) => [one, 'off'] as const));
  const { policies, findings, problems } = await runPolicies({
    directory: process.cwd(),
    sources: [{ from: 'landform/policy', levels, parameters: { [name]: parameters } }],
    plans: [{ name: '', plan, configuration }],
  });
  expect(problems).toEqual([]);
  expect(policies.map((policy) => policy.name)).toEqual([name]);
  expect(findings.every(({ remediation }) => remediation !== undefined)).toBe(true);
  return findings.map(({ message }) => message);
}

const created = (address: string, values: Readonly<Record<string, Value>>) =>
  aChange(address, 'create', { after: objectValue(values) });

test('stateful-delete catches what is destroyed, not what is kept, replaced or empty', async () => {
  const plan = aPlan([
    aChange('aws_db_instance.main', 'delete'),
    aChange('aws_db_instance.kept', 'forget', { after: null }),
    aChange('aws_s3_bucket.logs', 'update'),
    aChange('aws_s3_bucket.replaced', 'delete-create'),
    aChange('aws_instance.web', 'delete'),
    aChange('acme_store.a', 'delete'),
  ]);
  expect(await found('stateful-delete', plan)).toEqual(['aws_db_instance.main is destroyed with its content']);
  expect(await found('stateful-delete', plan, { types: ['acme_*'] })).toEqual([
    'acme_store.a is destroyed with its content',
  ]);
});

test('stateful-replace names what cannot be changed in place', async () => {
  const plan = aPlan([
    aChange('aws_db_instance.main', 'delete-create', { replacePaths: [['engine'], ['tags', 'a']] }),
    aChange('aws_ebs_volume.new', 'create-delete'),
    aChange('aws_instance.web', 'delete-create', { replacePaths: [['ami']] }),
    aChange('aws_db_instance.gone', 'delete'),
  ]);
  expect(await found('stateful-replace', plan)).toEqual([
    'aws_db_instance.main is replaced and loses its content: engine, tags.a cannot be changed in place',
    'aws_ebs_volume.new is replaced and loses its content',
  ]);
});

test('public-exposure catches what opens to everyone, and no outgoing rules, routes or old exposures', async () => {
  const open = objectValue({ cidr_blocks: ['0.0.0.0/0'], from_port: 22 });
  const plan = aPlan([
    created('aws_security_group.open', { ingress: [open], egress: [open] }),
    created('aws_security_group.closed', { ingress: [objectValue({ cidr_blocks: ['10.0.0.0/8'] })], egress: [open] }),
    created('aws_security_group_rule.out', { type: 'egress', cidr_blocks: ['0.0.0.0/0'] }),
    created('aws_security_group_rule.in', { type: 'ingress', ipv6_cidr_blocks: ['::/0'] }),
    created('aws_vpc_security_group_egress_rule.out', { cidr_ipv4: '0.0.0.0/0' }),
    created('aws_route.internet', { destination_cidr_block: '0.0.0.0/0' }),
    created('aws_s3_bucket_acl.public', { acl: 'public-read' }),
    created('aws_s3_bucket_acl.private', { acl: 'private' }),
    created('aws_db_instance.public', { publicly_accessible: true }),
    created('aws_db_instance.private', { publicly_accessible: false }),
    created('google_storage_bucket_iam_member.all', { member: 'allUsers' }),
    created('google_compute_firewall.hidden', { source_ranges: sensitive(['0.0.0.0/0']) }),
    aChange('aws_db_instance.before', 'update', {
      before: objectValue({ publicly_accessible: true }),
      after: objectValue({ publicly_accessible: true }),
    }),
    aChange('aws_db_instance.gone', 'delete', { before: objectValue({ publicly_accessible: true }) }),
  ]);
  expect(await found('public-exposure', plan)).toEqual([
    'aws_security_group.open is open to the internet: ingress.0.cidr_blocks has 0.0.0.0/0',
    'aws_security_group_rule.in is open to the internet: ipv6_cidr_blocks has ::/0',
    'aws_s3_bucket_acl.public is open to the internet: acl is public-read',
    'aws_db_instance.public is open to the internet: publicly_accessible is true',
    'google_storage_bucket_iam_member.all is open to the internet: member has allUsers',
  ]);
  expect(await found('public-exposure', plan, { except: ['aws_*', 'google_storage*'] })).toEqual([]);
});

test('literal-secrets catches constants that are sensitive or named like secrets, not references', async () => {
  const plan = aPlan([
    created('acme_user.a', {
      password: 'hunter-two',
      token_ttl: '1h',
      note: 'n',
      key: sensitive('k-1234'),
      auth: [objectValue({ secret: 's' })],
    }),
    created('acme_user.b', { password: 'from-a-variable' }),
    created('module.m.acme_user.c[0]', { api_key: 'k' }),
  ]);
  const constant = (value: Json): Json => ({ constant_value: value });
  const user = (name: string, expressions: Json): Json => ({ address: `acme_user.${name}`, expressions });
  const configuration: Json = {
    root_module: {
      resources: [
        user('a', {
          password: constant('hunter-two'),
          token_ttl: constant('1h'),
          note: constant('n'),
          key: constant('k-1234'),
          auth: [{ secret: constant('s') }],
        }),
        user('b', { password: { references: ['var.password'] } }),
      ],
      module_calls: { m: { module: { resources: [user('c', { api_key: constant('k') })] } } },
    },
  };
  const messages = await found('literal-secrets', plan, {}, configuration);
  expect(messages).toEqual([
    'password of acme_user.a is a secret that is written in the configuration',
    'key of acme_user.a is a secret that is written in the configuration',
    'auth.0.secret of acme_user.a is a secret that is written in the configuration',
    'api_key of module.m.acme_user.c[0] is a secret that is written in the configuration',
  ]);
  expect(messages.join()).not.toMatch(/hunter|k-1234/);
  expect(await found('literal-secrets', plan, { except: ['key', 'password', 'secret'] }, configuration)).toEqual([
    messages.at(-1),
  ]);
});

test('missing-tags looks at objects with tags or labels, and at default tags of a provider', async () => {
  const plan = aPlan([
    created('aws_instance.none', { tags: null }),
    created('aws_instance.some', { tags: objectValue({ owner: 'a' }), tags_all: null }),
    created('aws_instance.all', { tags: objectValue({ owner: 'a', team: 'b' }) }),
    created('aws_instance.defaults', { tags: null, tags_all: objectValue({ owner: 'a', team: 'b' }) }),
    created('aws_instance.hidden', { tags: sensitive(objectValue({})) }),
    created('google_disk.listed', { labels: objectValue({ team: 'b' }) }),
    created('acme_thing.plain', { id: 'a' }),
    aChange('aws_instance.unchanged', 'no-op', { after: objectValue({ tags: null }) }),
    aChange('aws_instance.gone', 'delete', { before: objectValue({ tags: null }) }),
  ]);
  expect(await found('missing-tags', plan, { tags: ['owner', 'team'], except: ['google_*'] })).toEqual([
    'aws_instance.none lacks the tags owner, team',
    'aws_instance.some lacks the tag team',
    'aws_instance.unchanged lacks the tags owner, team',
  ]);
});

test('unpinned-providers wants an upper bound, except of what is shipped', async () => {
  const provider = (name: string, source: string, version?: string): readonly [string, Json] => [
    name,
    { name, full_name: source, ...(version === undefined ? {} : { version_constraint: version }) },
  ];
  const configuration = {
    provider_config: Object.fromEntries([
      provider('aws', 'registry.terraform.io/hashicorp/aws'),
      provider('google', 'registry.terraform.io/hashicorp/google', '>= 5.0'),
      provider('azurerm', 'registry.terraform.io/hashicorp/azurerm', '~> 4.0'),
      provider('null', 'registry.terraform.io/hashicorp/null', '>= 3.0, < 4.0'),
      provider('tls', 'registry.terraform.io/hashicorp/tls', '4.0.5'),
      provider('random', 'registry.terraform.io/hashicorp/random'),
      provider('terraform', 'terraform.io/builtin/terraform'),
    ]),
  };
  expect(await found('unpinned-providers', aPlan(), { except: ['hashicorp/random'] }, configuration)).toEqual([
    'The provider aws has no version constraint',
    'The version constraint of the provider google has no upper bound: >= 5.0',
  ]);
});

test('blast-radius counts what changes and what ends, not what is read or unchanged', async () => {
  const plan = aPlan([
    aChange('a_thing.a', 'create'),
    aChange('a_thing.b', 'delete'),
    aChange('a_thing.c', 'delete-create'),
    aChange('a_thing.d', 'no-op'),
    aChange('data.a_thing.e', 'read'),
  ]);
  expect(await found('blast-radius', plan)).toEqual([]);
  expect(await found('blast-radius', plan, { changes: 3, destroys: 2 })).toEqual([]);
  expect(await found('blast-radius', plan, { changes: 2, destroys: 1 })).toEqual([
    'The plan changes 3 objects, more than 2',
    'The plan destroys or replaces 2 objects, more than 1',
  ]);
});

test('old-drift goes by the date of the service and the time of the plan', async () => {
  const drifted = (address: string, after: Readonly<Record<string, Value>>) =>
    aChange(address, 'update', { after: objectValue(after) });
  const drift = [
    drifted('a_thing.old', { updated_at: '2025-12-20T00:00:00Z' }),
    drifted('a_thing.new', { updated_at: '2025-12-30T00:00:00Z' }),
    drifted('a_thing.undated', { updated_at: 'yesterday' }),
    drifted('a_thing.other', { touched: '2025-12-31T00:00:00Z' }),
    aChange('a_thing.gone', 'delete'),
  ];
  const plan = aPlan([], { drift });
  expect(await found('old-drift', plan)).toEqual(['a_thing.old was changed outside the program 13 days ago']);
  expect(await found('old-drift', plan, { days: 1, dates: ['touched'] })).toEqual([
    'a_thing.other was changed outside the program 2 days ago',
  ]);
});
