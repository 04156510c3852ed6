import { expect, test } from 'vitest';
import { errorDiagnostic } from '../../../src/model/index.js';
import { DataProvider } from '../../../src/providers/builtin/data.js';
import { EngineRig } from '../../support/engine.js';

const SOURCE = 'registry.terraform.io/example/picky';

/** Refuses each configuration. */
class Picky extends DataProvider {
  override async configure(): ReturnType<DataProvider['configure']> {
    return { diagnostics: [errorDiagnostic('wrong-endpoint', 'The endpoint is wrong', { path: ['endpoint'] })] };
  }
}

const ORIGIN = { path: 'prod/picky', location: 'main.ts:8:1' };

const configuration = {
  terraform: { required_providers: { picky: { source: 'example/picky' } } },
  provider: { picky: [{ '//': { metadata: ORIGIN } }] },
  resource: { terraform_data: { a: { provider: 'picky' } } },
};

test('an error in the provider configuration is reported at the line of the program and in the file', async () => {
  const rig = new EngineRig(SOURCE, { create: async () => new Picky({ version: '1.0.0', uuid: () => 'id' }) });
  expect((await rig.plan(configuration)).diagnostics).toMatchObject([
    {
      code: 'wrong-endpoint',
      address: 'provider.picky',
      origin: { constructPath: 'prod/picky', location: 'main.ts:8:1' },
      source: { path: ['provider', 'picky', 0, 'endpoint'] },
    },
  ]);
});
