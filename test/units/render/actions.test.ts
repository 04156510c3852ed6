import { describe, expect, it } from 'vitest';
import {
  objectValue,
  sensitive,
  Unknown,
  type ActionInvocation,
  type Event,
  type Plan,
} from '../../../src/model/index.js';
import {
  formatTerminal,
  LineProgress,
  lineText,
  LiveLines,
  Messages,
  planPage,
  type Line,
} from '../../../src/render/index.js';
import { aChange, aPlan } from '../../support/plans.js';

const AFTER = {
  kind: 'lifecycle',
  resource: 'ops_service.web',
  event: 'after_create',
  block: 1,
  index: 0,
} as const;
const ASKED = { kind: 'invoke' } as const;

const invocation = (name: string, more: Partial<ActionInvocation> = {}): ActionInvocation => ({
  action: { module: '', type: 'ops_note', name },
  key: undefined,
  provider: { source: 'registry.terraform.io/acme/ops' },
  config: objectValue({ text: name, none: null, secret: sensitive(null) }),
  trigger: AFTER,
  ...more,
});

const text = (plan: Plan): string => formatTerminal(planPage(plan), { color: false });

describe('the actions of a plan', () => {
  it('are listed under the change that triggers them, first those before it, then those after it', () => {
    const plan = aPlan([aChange('ops_service.web', 'create', { after: objectValue({ name: 'web' }) })], {
      invocations: [
        invocation('announce', { config: objectValue({ text: new Unknown('string') }) }),
        invocation('drain', { key: 'eu', trigger: { ...AFTER, event: 'before_create', block: 0 } }),
      ],
    });
    expect(text(plan)).toBe(`+ 1 to create

  + ops_service.web  create
        name = "web"
        invokes before: action.ops_note.drain["eu"]  before_create
            text = "drain"
        invokes after: action.ops_note.announce  after_create
            text = (known after apply)

Plan: 1 to add, 0 to change, 0 to destroy. Actions: 2 to invoke.
`);
  });

  it('are shown in a destroy plan, which shows no attributes', () => {
    const trigger = { ...AFTER, event: 'before_destroy' } as const;
    const plan = aPlan([aChange('ops_service.web', 'delete')], {
      mode: 'destroy',
      invocations: [invocation('bye', { trigger })],
    });
    expect(text(plan)).toContain('invokes before: action.ops_note.bye  before_destroy');
    expect(text(plan)).not.toContain('id = ');
  });

  it('invoked on request have their own section, with the line of the program that declares them', () => {
    const origin = { constructPath: 'prod/backup', location: 'main.ts:7:18' };
    const plan = aPlan([], { mode: 'invoke', invocations: [invocation('backup', { trigger: ASKED, origin })] });
    expect(text(plan)).toBe(`To be invoked:

    action.ops_note.backup  main.ts:7:18
        text = "backup"

Plan: 0 to add, 0 to change, 0 to destroy. Actions: 1 to invoke.
`);
  });

  it('left over from an earlier run are listed, because their triggers have no change', () => {
    const plan = aPlan([aChange('ops_service.web', 'no-op')], { invocations: [invocation('say', { owed: true })] });
    expect(text(plan)).toBe(`Pending from an earlier run:

    action.ops_note.say  after_create of ops_service.web
        text = "say"

Plan: 0 to add, 0 to change, 0 to destroy. Actions: 1 to invoke.
`);
  });

  it('hide sensitive values, even if the same action repeats them', () => {
    const secret = objectValue({ token: sensitive('hunter2-hunter2'), text: 'with hunter2-hunter2' });
    const plan = aPlan([aChange('ops_service.web', 'create', { after: objectValue({ name: 'web' }) })], {
      invocations: [invocation('say', { config: secret })],
    });
    expect(text(plan)).not.toContain('hunter2');
  });
});

const run = { address: 'action.ops_note.say', elapsedMs: 3000 };
const plain = (lines: readonly Line[]): string[] => lines.map((line) => lineText(line, { color: false }));

describe('the progress of an action', () => {
  it.each<[Event, string]>([
    [{ type: 'action-start', ...run, trigger: AFTER }, 'Invoking... (after_create of ops_service.web)'],
    [{ type: 'action-start', ...run, trigger: ASKED }, 'Invoking...'],
    [{ type: 'action-progress', ...run, trigger: ASKED, message: '3 of 7' }, '3 of 7'],
    [{ type: 'action-complete', ...run, trigger: ASKED }, 'Action complete after 3s'],
    [{ type: 'action-complete', ...run, trigger: ASKED, summary: 'wrote it' }, 'Action complete after 3s: wrote it'],
    [{ type: 'action-errored', ...run, trigger: ASKED, error: 'No paper' }, 'Action errored after 3s: No paper'],
  ])('%j is a line', (event, expected) => {
    expect(plain(new LineProgress().event(event, 0))).toEqual([`action.ops_note.say: ${expected}`]);
  });

  it('is repeated every ten seconds for each invocation', () => {
    const progress = new LineProgress();
    const other = { ...AFTER, resource: 'ops_service.api' };
    progress.event({ type: 'action-start', ...run, trigger: AFTER }, 0);
    progress.event({ type: 'action-start', ...run, trigger: other }, 5000);
    expect(plain(progress.tick(10_000))).toEqual(['action.ops_note.say: Still invoking... [10s elapsed]']);
    progress.event({ type: 'action-complete', ...run, trigger: AFTER }, 11_000);
    expect(plain(progress.tick(15_000))).toEqual(['action.ops_note.say: Still invoking... [10s elapsed]']);
    expect(plain(progress.tick(16_000))).toEqual([]);
  });

  it('is drawn while it runs, and counted when it ends', () => {
    const live = new LiveLines();
    live.event({ type: 'phase', phase: 'apply', total: 2 }, 0);
    live.event({ type: 'action-start', ...run, trigger: AFTER }, 0);
    live.event({ type: 'action-progress', ...run, trigger: AFTER, message: '3 of 7' }, 500);
    const frame = plain(live.frame(2000, { columns: 100, rows: 10 }));
    expect(frame).toHaveLength(2);
    expect(frame[1]).toBe('   » action.ops_note.say (after_create of ops_service.web)  2s  3 of 7');
    expect(plain(live.event({ type: 'action-complete', ...run, trigger: AFTER, summary: 'wrote it' }, 3000))).toEqual([
      '✓ action.ops_note.say: Action complete after 3s: wrote it',
    ]);
    expect(plain(live.frame(3000, { columns: 100, rows: 10 }))).toEqual([expect.stringContaining('1/2')]);
  });
});

const messages = (): Messages => new Messages({ timestamp: () => 'T', version: '0.1.0', terraformVersion: '1.11.4' });
const read = (lines: readonly string[]): unknown[] => lines.map((line) => JSON.parse(line) as unknown);

const ACTION = {
  addr: 'action.ops_note.say',
  module: '',
  action: 'action.ops_note.say',
  implied_provider: 'ops',
  action_type: 'ops_note',
  action_name: 'say',
  action_key: null,
};
const RESOURCE = {
  addr: 'ops_service.web',
  module: '',
  resource: 'ops_service.web',
  implied_provider: 'ops',
  resource_type: 'ops_service',
  resource_name: 'web',
  resource_key: null,
};
const LIFECYCLE = { resource: RESOURCE, trigger_index: 1, actions_index: 0, trigger_event: 'AfterCreate' };

// The words and keys are those of Terraform 1.14's own views.
describe('the messages of an action', () => {
  it.each<[Event, string, string, object]>([
    [
      { type: 'action-start', ...run, trigger: AFTER },
      'action_start',
      'ops_service.web.trigger[1]: Action started: action.ops_note.say',
      { action: ACTION, lifecycle: LIFECYCLE },
    ],
    [
      { type: 'action-progress', ...run, trigger: AFTER, message: '3 of 7' },
      'action_progress',
      'ops_service.web (1): action.ops_note.say - 3 of 7',
      { action: ACTION, lifecycle: LIFECYCLE, message: '3 of 7' },
    ],
    [
      { type: 'action-complete', ...run, trigger: ASKED, summary: 'wrote it' },
      'action_complete',
      'Action complete: action.ops_note.say',
      { action: ACTION, invoke: {} },
    ],
    [
      { type: 'action-errored', ...run, trigger: ASKED, error: 'No paper' },
      'action_errored',
      'Action errored: action.ops_note.say - No paper',
      { action: ACTION, invoke: {}, error: 'No paper' },
    ],
  ])('%j', (event, type, message, hook) => {
    expect(read(messages().event(event, 0))).toEqual([
      { '@level': 'info', '@message': message, '@module': 'terraform.ui', '@timestamp': 'T', hook, type },
    ]);
  });

  it('report what is planned, with counts', () => {
    const plan = aPlan([aChange('ops_service.web', 'create')], {
      invocations: [invocation('say', { trigger: ASKED }), invocation('say')],
    });
    const told = read(messages().plan([{ name: '', plan: plan }])) as {
      type: string;
      invocation?: object;
      changes?: object;
    }[];
    expect(told.filter(({ type }) => type === 'planned_action_invocation').map((one) => one.invocation)).toEqual([
      { action_addr: ACTION, action_trigger: {} },
      {
        action_addr: ACTION,
        lifecycle_trigger: {
          triggering_resource: RESOURCE,
          triggering_event: 'AfterCreate',
          action_trigger_block_index: 1,
          actions_list_index: 0,
        },
      },
    ]);
    expect(told.at(-1)!.changes).toEqual({
      add: 1,
      change: 0,
      import: 0,
      remove: 0,
      action_invocation: 2,
      action_fail: 0,
      operation: 'plan',
    });
  });
});
