import { describe, expect, it } from 'vitest';
import { formatPath } from '../../../../src/model/index.js';
import { conductorProvider, CONDUCTOR_SOURCE } from '../../../../src/providers/conductor/index.js';
import { EngineRig } from '../../../support/engine.js';

const schedule = (more: object): object => ({
  id: 'nightly',
  deployment_id: 'shop',
  workflow_id: 'heal',
  since: '2030-1-1 2:00:00',
  ...more,
});
const inProject = (blocks: object): object => ({
  terraform: { required_providers: { conductor: { source: 'landform/conductor' } } },
  variable: { days: { type: 'list(string)' }, kind: { type: 'string' } },
  ...blocks,
});
const scheduled = (more: object): object =>
  inProject({ resource: { conductor_execution_schedule: { nightly: schedule(more) } } });

describe('validation asks providers to check rules across attributes', () => {
  const rig = new EngineRig(CONDUCTOR_SOURCE, { create: async () => conductorProvider({ environment: {} }) });

  it.each<readonly [rule: string, document: object, found: readonly string[]]>([
    [
      'of a resource',
      scheduled({ recurrence: '2 weeks', weekdays: ['2mo'] }),
      ['conductor_execution_schedule.nightly weekdays'],
    ],
    ['of a valid resource', scheduled({ recurrence: '2 weeks', weekdays: ['mo'] }), []],
    ['with unknown values', scheduled({ recurrence: '2 weeks', weekdays: '${var.days}' }), []],
    [
      'of a repeated resource, once',
      scheduled({ count: 3, recurrence: '2 weeks', weekdays: ['2mo'] }),
      ['conductor_execution_schedule.nightly weekdays'],
    ],
    [
      'of a data source',
      inProject({
        data: { conductor_summary: { s: { resource_type: 'blueprints', target_field: 'status' } } },
      }),
      ['data.conductor_summary.s target_field'],
    ],
    [
      'of an action',
      inProject({
        action: { conductor_blueprint_validation: { v: { config: { blueprint_id: 'shop' } } } },
      }),
      ['action.conductor_blueprint_validation.v archive'],
    ],
    [
      'of its own configuration',
      inProject({ provider: { conductor: { endpoint: 'manager' } } }),
      ['provider.conductor endpoint'],
    ],
    [
      'of each of its configurations',
      inProject({
        provider: {
          conductor: [{ endpoint: 'https://conductor.test' }, { alias: 'other', endpoint: 'http://conductor.test' }],
        },
      }),
      ['provider.conductor endpoint'],
    ],
    [
      'of its configuration with an unknown value',
      inProject({ provider: { conductor: { endpoint: '${var.kind}' } } }),
      [],
    ],
    [
      'of a configuration without values that the environment may provide',
      inProject({ provider: { conductor: { username: 'admin' } } }),
      [],
    ],
    [
      'once, if a single attribute is already invalid',
      scheduled({ recurrence: '2 weeks', weekdays: ['2xx'] }),
      ['conductor_execution_schedule.nightly weekdays[0]'],
    ],
  ])('%s', async (_rule, document, found) => {
    const diagnostics = await rig.validate(document);
    expect(diagnostics.map(({ address, path = [] }) => `${address} ${formatPath(path)}`)).toEqual(found);
  });
});
