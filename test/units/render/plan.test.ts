import { describe, expect, it } from 'vitest';
import {
  MapValue,
  objectValue,
  sensitive,
  Unknown,
  type Action,
  type ActionReason,
  type Plan,
} from '../../../src/model/index.js';
import { formatTerminal, planPage } from '../../../src/render/index.js';
import { aChange, aPlan } from '../../support/plans.js';

const text = (plan: Plan, stack?: string): string => formatTerminal(planPage(plan, stack), { color: false });
const id = new Unknown('string');

describe('a plan', () => {
  it('begins with dangerous changes, shows the differences, and ends with the counts', () => {
    const plan = aPlan(
      [
        aChange('terraform_data.new', 'create', {
          after: objectValue({
            id,
            input: 'hello',
            tags: new MapValue('string', objectValue({ team: 'x' })),
            none: null,
          }),
          origin: { constructPath: 'prod/new', location: 'main.ts:14:3' },
        }),
        aChange('terraform_data.gone[1]', 'delete', {
          reason: 'delete_because_count_index',
          before: objectValue({ id: 'g-1', input: 'v' }),
        }),
        aChange('acloud_cloud_account.main', 'delete-create', {
          reason: 'replace_because_cannot_update',
          replacePaths: [['cloud_profile']],
          before: objectValue({ id: 'a-1', cloud_profile: 'aws', name: 'main' }),
          after: objectValue({ id, cloud_profile: 'azure', name: 'main' }),
          origin: { constructPath: 'prod/main', location: 'main.ts:20:9' },
        }),
        aChange('terraform_data.same', 'no-op'),
        aChange('terraform_data.moved', 'no-op', { previousAddress: 'terraform_data.old' }),
        aChange('terraform_data.changed', 'update', {
          before: objectValue({ id: 'c-1', input: 'a', keep: 1 }),
          after: objectValue({ id: 'c-1', input: 'b', keep: 1 }),
        }),
      ],
      {
        drift: [
          aChange('terraform_data.changed', 'update', {
            before: objectValue({ input: 'z' }),
            after: objectValue({ input: 'a' }),
          }),
        ],
        outputs: [
          { name: 'url', action: 'update', before: 'x', after: id, sensitive: false },
          { name: 'same', action: 'no-op', before: 'x', after: 'x', sensitive: false },
          { name: 'password', action: 'create', before: null, after: 'hunter2', sensitive: true },
        ],
      },
    );
    expect(text(plan, 'prod')).toBe(`Stack prod

-/+ 1 to replace   - 1 to destroy   ~ 1 to update   + 1 to create   1 to move or import

Destroyed or replaced:

-/+ acloud_cloud_account.main  cloud_profile cannot be changed in place
  - terraform_data.gone[1]     count no longer includes [1]

Changed outside Landform since the last apply:

  ~ terraform_data.changed  changed
      ~ input = "z" -> "a"

-/+ acloud_cloud_account.main  [id=a-1] destroy, then create: cloud_profile cannot be changed in place  main.ts:20:9
      ~ id            = "a-1" -> (known after apply)
      ~ cloud_profile = "aws" -> "azure"  # forces replacement
        (1 unchanged attribute hidden)

  - terraform_data.gone[1]  [id=g-1] destroy: count no longer includes [1]
        id    = "g-1"
        input = "v"

  ~ terraform_data.changed  [id=c-1] update in place
      ~ input = "a" -> "b"
        (2 unchanged attributes hidden)

  + terraform_data.new  create  main.ts:14:3
        id    = (known after apply)
        input = "hello"
        tags  = { team = "x" }

    terraform_data.moved  [id=i-1] no changes (moved from terraform_data.old)

Changes to outputs:

  ~ url      = "x" -> (known after apply)
  + password = (sensitive value)

Plan: 2 to add, 1 to change, 2 to destroy.
`);
  });

  it('without changes is one line', () => {
    expect(text(aPlan([aChange('terraform_data.a', 'no-op')]))).toBe(
      'No changes. Your infrastructure matches the configuration.\n',
    );
  });

  it('to destroy is a list with one line per object', () => {
    const plan = aPlan([aChange('terraform_data.a', 'delete'), aChange('terraform_data.b', 'delete')], {
      mode: 'destroy',
    });
    expect(text(plan)).toBe(`- 2 to destroy

  - terraform_data.a  [id=i-1] destroy
  - terraform_data.b  [id=i-1] destroy

Plan: 0 to add, 0 to change, 2 to destroy.
`);
  });

  it('that only refreshes reports drift, and what applying it does', () => {
    const drift = [
      aChange('terraform_data.a', 'delete'),
      aChange('terraform_data.b', 'update', { before: objectValue({ a: 1 }), after: objectValue({ a: 2 }) }),
    ];
    expect(text(aPlan([], { mode: 'refresh-only', drift, applyable: true }))).toBe(`Changed outside Landform:

  - terraform_data.a  is gone

  ~ terraform_data.b  changed
      ~ a = 1 -> 2

Drift: 2 objects differ.
Applying only updates the state.
`);
  });

  it('with targets says that the rest was left out', () => {
    const plan = aPlan([aChange('terraform_data.a', 'create')], { targets: ['terraform_data.a'], complete: false });
    expect(text(plan)).toContain('Only terraform_data.a and their dependencies: everything else was excluded.\n');
  });

  it('counts imports and forgotten objects if there are any', () => {
    const plan = aPlan([
      aChange('terraform_data.a', 'update', { importing: { id: 'x' } }),
      aChange('terraform_data.b', 'forget'),
    ]);
    expect(text(plan)).toContain('Plan: 1 to import, 0 to add, 1 to change, 0 to destroy, 1 to forget.\n');
  });

  it('does not count reading as a change', () => {
    expect(text(aPlan([aChange('data.x_y.z', 'read')]))).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');
  });

  it('lists twenty dangerous changes and counts the rest', () => {
    const changes = Array.from({ length: 30 }, (_, index) =>
      aChange(`terraform_data.a[${index}]`, 'delete', { reason: 'delete_because_count_index' }),
    );
    const [head] = text(aPlan(changes)).split('  - terraform_data.a[0]  [id=');
    expect(head).toContain('terraform_data.a[19]  count no longer');
    expect(head).not.toContain('terraform_data.a[20]');
    expect(head).toContain('and 10 more, below');
  });

  it('of ten thousand objects is written completely', () => {
    const changes = Array.from({ length: 10_000 }, (_, index) =>
      aChange(`terraform_data.a[${index}]`, 'create', { after: objectValue({ id, input: `v${index}` }) }),
    );
    const page = text(aPlan(changes));
    expect(page.split('\n')).toHaveLength(40_004);
  });

  it('omits a sensitive attribute that is not set, and does not count it', () => {
    const unset = { input: 'a', password: sensitive(null) };
    const plan = aPlan([
      aChange('terraform_data.new', 'create', { after: objectValue(unset) }),
      aChange('terraform_data.old', 'update', {
        before: objectValue(unset),
        after: objectValue({ ...unset, input: 'b' }),
      }),
    ]);
    expect(text(plan)).not.toContain('password');
    expect(text(plan)).not.toContain('unchanged');
  });

  it('hides a sensitive value even if its mark was lost', () => {
    const plan = aPlan([
      aChange('terraform_data.a', 'update', {
        before: objectValue({ input: sensitive('hunter2-a'), output: 'hunter2-a', note: 'it is hunter2-a' }),
        after: objectValue({ input: sensitive('hunter2-b'), output: id, note: 'it is hunter2-b' }),
      }),
    ]);
    expect(text(plan)).not.toContain('hunter2');
  });
});

describe('the reason of a change', () => {
  it.each<[Action, ActionReason | undefined, string]>([
    ['delete-create', 'replace_because_cannot_update', 'a, b.c[0] cannot be changed in place'],
    ['delete-create', 'replace_because_tainted', 'tainted: incomplete or marked; "landform untaint" keeps it'],
    ['create-delete', 'replace_by_request', 'requested with --replace'],
    ['create-delete', 'replace_by_triggers', 'something in its replace_triggered_by changes'],
    ['delete', 'delete_because_no_resource_config', 'terraform_data.a is no longer in the configuration'],
    ['delete', 'delete_because_each_key', 'for_each no longer includes "k"'],
    ['delete', 'delete_because_wrong_repetition', 'the instance ["k"]'],
    ['delete', 'delete_because_no_module', 'its module is no longer called'],
    ['delete', 'delete_because_no_move_target', 'terraform_data.a, its new address, is not in the configuration'],
  ])('%s, %s', (action, reason, sentence) => {
    const change = aChange('terraform_data.a["k"]', action, {
      replacePaths: [['a'], ['b', 'c', 0]],
      ...(reason === undefined ? {} : { reason }),
    });
    expect(text(aPlan([change]))).toContain(sentence);
  });

  it('of a deposed object is its replacement', () => {
    const page = text(aPlan([aChange('terraform_data.a', 'delete', { deposed: '1a2b3c4d' })]));
    expect(page).toContain('terraform_data.a (deposed 1a2b3c4d)  left over from an unfinished replacement');
  });
});
