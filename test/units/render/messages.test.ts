import { describe, expect, it } from 'vitest';
import { errorDiagnostic, objectValue, type Event, type OutputState } from '../../../src/model/index.js';
import { addCounts, Messages } from '../../../src/render/index.js';
import { aChange, aPlan } from '../../support/plans.js';

const messages = (sourceText?: (file: string) => string): Messages =>
  new Messages({
    timestamp: () => 'T',
    version: '0.1.0',
    terraformVersion: '1.11.4',
    ...(sourceText === undefined ? {} : { sourceText }),
  });

const frame = (level: string, message: string): object => ({
  '@level': level,
  '@message': message,
  '@module': 'terraform.ui',
  '@timestamp': 'T',
});
const resource = (name: string, key: string | number | null = null): object => ({
  addr: `terraform_data.${name}${key === null ? '' : `[${JSON.stringify(key)}]`}`,
  module: '',
  resource: `terraform_data.${name}${key === null ? '' : `[${JSON.stringify(key)}]`}`,
  implied_provider: 'terraform',
  resource_type: 'terraform_data',
  resource_name: name,
  resource_key: key,
});
const read = (lines: readonly string[]): unknown[] => lines.map((line) => JSON.parse(line) as unknown);
const id = { key: 'id', value: 'i-1' };

// The expected messages are what Terraform 1.11.4 writes for the same, but for the version line.
describe('JSON messages', () => {
  it("begin with the version, and have Terraform's key order", () => {
    expect(messages().version()).toBe(
      '{"@level":"info","@message":"Landform 0.1.0","@module":"terraform.ui","@timestamp":"T","landform":"0.1.0","terraform":"1.11.4","type":"version","ui":"1.2"}',
    );
  });

  it('report a wait once', () => {
    const said = messages();
    const wait: Event = { type: 'waiting', what: 'the rate limit', elapsedMs: 0 };
    expect(read(said.event(wait, 0))).toEqual([{ ...frame('info', 'Waiting for the rate limit'), type: 'log' }]);
    expect(said.event(wait, 1)).toEqual([]);
  });

  it.each<[Event, object]>([
    [
      { type: 'refresh-start', address: 'terraform_data.a', action: 'no-op', id, elapsedMs: 0 },
      {
        ...frame('info', 'terraform_data.a: Refreshing state... [id=i-1]'),
        hook: { resource: resource('a'), id_key: 'id', id_value: 'i-1' },
        type: 'refresh_start',
      },
    ],
    [
      { type: 'refresh-complete', address: 'terraform_data.a', action: 'no-op', id, elapsedMs: 0 },
      {
        ...frame('info', 'terraform_data.a: Refresh complete [id=i-1]'),
        hook: { resource: resource('a'), id_key: 'id', id_value: 'i-1' },
        type: 'refresh_complete',
      },
    ],
    [
      { type: 'apply-start', address: 'terraform_data.a[0]', action: 'create', elapsedMs: 0 },
      {
        ...frame('info', 'terraform_data.a[0]: Creating...'),
        hook: { resource: resource('a', 0), action: 'create' },
        type: 'apply_start',
      },
    ],
    [
      { type: 'apply-start', address: 'terraform_data.a["k"]', action: 'update', id, elapsedMs: 0 },
      {
        ...frame('info', 'terraform_data.a["k"]: Modifying... [id=i-1]'),
        hook: { resource: resource('a', 'k'), action: 'update', id_key: 'id', id_value: 'i-1' },
        type: 'apply_start',
      },
    ],
    [
      { type: 'apply-complete', address: 'terraform_data.a', action: 'create', id, elapsedMs: 11_100 },
      {
        ...frame('info', 'terraform_data.a: Creation complete after 11s [id=i-1]'),
        hook: { resource: resource('a'), action: 'create', id_key: 'id', id_value: 'i-1', elapsed_seconds: 11 },
        type: 'apply_complete',
      },
    ],
    [
      { type: 'apply-complete', address: 'terraform_data.a', action: 'delete', id, elapsedMs: 900 },
      {
        ...frame('info', 'terraform_data.a: Destruction complete after 0s'),
        hook: { resource: resource('a'), action: 'delete', elapsed_seconds: 0 },
        type: 'apply_complete',
      },
    ],
    [
      { type: 'apply-errored', address: 'terraform_data.a', action: 'create', elapsedMs: 0 },
      {
        ...frame('info', 'terraform_data.a: Creation errored after 0s'),
        hook: { resource: resource('a'), action: 'create', elapsed_seconds: 0 },
        type: 'apply_errored',
      },
    ],
  ])('%j', (event, expected) => {
    expect(read(messages().event(event, 0))).toEqual([expected]);
  });

  it('repeat progress every ten seconds', () => {
    const stream = messages();
    stream.event({ type: 'apply-start', address: 'terraform_data.a', action: 'create', elapsedMs: 0 }, 0);
    expect(stream.tick(9000)).toEqual([]);
    expect(read(stream.tick(10_000))).toEqual([
      {
        ...frame('info', 'terraform_data.a: Still creating... [10s elapsed]'),
        hook: { resource: resource('a'), action: 'create', elapsed_seconds: 10 },
        type: 'apply_progress',
      },
    ]);
  });

  it('report a plan: drift, changes, the summary, outputs', () => {
    const plan = aPlan(
      [
        aChange('terraform_data.same', 'no-op'),
        aChange('terraform_data.a', 'delete-create', { reason: 'replace_because_tainted' }),
        aChange('terraform_data.b', 'delete', { reason: 'delete_because_no_resource_config' }),
        aChange('terraform_data.c', 'forget'),
        aChange('terraform_data.d', 'no-op', { previousAddress: 'terraform_data.old' }),
        aChange('terraform_data.e', 'update', { importing: { id: 'i-9' } }),
        aChange('data.x_y.z', 'delete'),
      ],
      {
        drift: [aChange('terraform_data.a', 'update')],
        outputs: [
          { name: 'o', action: 'no-op', before: 1, after: 1, sensitive: false },
          { name: 's', action: 'create', before: null, after: 'hunter2', sensitive: true },
        ],
      },
    );
    expect(read(messages().plan([{ name: '', plan }]))).toEqual([
      {
        ...frame('info', 'terraform_data.a: Drift detected (update)'),
        change: { resource: resource('a'), action: 'update' },
        type: 'resource_drift',
      },
      {
        ...frame('info', 'terraform_data.a: Plan to replace'),
        change: { resource: resource('a'), action: 'replace', reason: 'tainted' },
        type: 'planned_change',
      },
      {
        ...frame('info', 'terraform_data.b: Plan to delete'),
        change: { resource: resource('b'), action: 'delete', reason: 'delete_because_no_resource_config' },
        type: 'planned_change',
      },
      {
        ...frame('info', 'terraform_data.c: Plan to remove'),
        change: { resource: resource('c'), action: 'remove' },
        type: 'planned_change',
      },
      {
        ...frame('info', 'terraform_data.d: Plan to move'),
        change: { resource: resource('d'), previous_resource: resource('old'), action: 'move' },
        type: 'planned_change',
      },
      {
        ...frame('info', 'terraform_data.e: Plan to update'),
        change: { resource: resource('e'), action: 'update', importing: { id: 'i-9' } },
        type: 'planned_change',
      },
      {
        ...frame('info', 'Plan: 1 to import, 1 to add, 1 to change, 2 to destroy, 1 to forget.'),
        changes: { add: 1, change: 1, import: 1, remove: 2, operation: 'plan' },
        type: 'change_summary',
      },
      {
        ...frame('info', 'Outputs: 2'),
        outputs: { o: { sensitive: false, action: 'noop' }, s: { sensitive: true, action: 'create' } },
        type: 'outputs',
      },
    ]);
  });

  it('report outputs, without the value of a sensitive one', () => {
    const outputs: Record<string, OutputState> = {
      k: { value: objectValue({ a: 1 }), type: 'dynamic', sensitive: false },
      s: { value: 'hunter2', type: 'string', sensitive: true },
    };
    expect(read([messages().outputs(outputs)])).toEqual([
      {
        ...frame('info', 'Outputs: 2'),
        outputs: {
          k: { sensitive: false, type: ['object', { a: 'number' }], value: { a: 1 } },
          s: { sensitive: true, type: 'string' },
        },
        type: 'outputs',
      },
    ]);
  });

  it('report the end of a run', () => {
    const counts = addCounts([{ add: 1, change: 0, remove: 2, import: 0, forget: 0, invoke: 0, failedInvocations: 0 }]);
    expect(read([messages().summary('Apply complete!', counts, 'apply')])).toEqual([
      {
        ...frame('info', 'Apply complete!'),
        changes: { add: 1, change: 0, import: 0, remove: 2, operation: 'apply' },
        type: 'change_summary',
      },
    ]);
  });

  it('report diagnostics with their locations', () => {
    const diagnostic = errorDiagnostic('unknown-attribute', 'Unknown attribute inptu', {
      detail: 'Did you mean input?',
      address: 'terraform_data.z',
      source: { file: 'z.tf.json', path: ['resource', 'terraform_data', 'z', 'inptu'] },
      range: { file: 'z.tf.json', start: { line: 1, column: 37, byte: 36 }, end: { line: 1, column: 44, byte: 43 } },
    });
    const code = '{"resource":{"terraform_data":{"z":{"inptu":"x"}}}}';
    expect(read([messages(() => code).diagnostic(diagnostic)])).toEqual([
      {
        ...frame('error', 'Error: Unknown attribute inptu'),
        diagnostic: {
          severity: 'error',
          summary: 'Unknown attribute inptu',
          detail: 'Did you mean input?',
          address: 'terraform_data.z',
          range: {
            filename: 'z.tf.json',
            start: { line: 1, column: 37, byte: 36 },
            end: { line: 1, column: 44, byte: 43 },
          },
          snippet: {
            context: 'resource.terraform_data.z',
            code,
            start_line: 1,
            highlight_start_offset: 36,
            highlight_end_offset: 43,
            values: [],
          },
          code: 'unknown-attribute',
        },
        type: 'diagnostic',
      },
    ]);
  });
});
