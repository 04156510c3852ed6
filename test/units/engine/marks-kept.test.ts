import { describe, expect, it } from 'vitest';
import { errorDiagnostic } from '../../../src/model/index.js';
import { DataProvider, TERRAFORM_SOURCE } from '../../../src/providers/builtin/data.js';
import { EngineRig } from '../../support/engine.js';

/** `terraform_data` that refuses to be deleted. */
class Staying extends DataProvider {
  override async apply(request: Parameters<DataProvider['apply']>[0]): ReturnType<DataProvider['apply']> {
    if (request.planned !== null) return super.apply(request);
    return { state: request.prior, diagnostics: [errorDiagnostic('request-refused', 'It stays')] };
  }
}

describe('an object whose deletion failed', () => {
  it('keeps its sensitive marks in state', async () => {
    const rig = new EngineRig(TERRAFORM_SOURCE, {
      create: async () => new Staying({ version: '1.0.0', uuid: () => 'id' }),
    });
    await rig.apply({ resource: { terraform_data: { a: { input: '${sensitive("planted")}' } } } });
    const marks = (): unknown => {
      const { resources } = JSON.parse(rig.stored) as {
        resources: readonly { instances: readonly { sensitive_attributes: unknown }[] }[];
      };
      return resources.flatMap(({ instances }) => instances.map((one) => one.sensitive_attributes));
    };
    const before = marks();
    expect(before).not.toEqual([[]]);
    await rig.apply({});
    expect(marks()).toEqual(before);
  });
});
