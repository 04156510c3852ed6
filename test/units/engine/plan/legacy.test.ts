import { describe, expect, it } from 'vitest';
import { objectValue, type ObjectValue, type Value } from '../../../../src/model/index.js';
import { DataProvider, TERRAFORM_SOURCE } from '../../../../src/providers/builtin/data.js';
import type { ApplyRequest, ApplyResponse, PlanRequest, PlanResponse } from '../../../../src/providers/requests.js';
import { EngineRig } from '../../../support/engine.js';

/** `terraform_data` that plans and stores its input in upper case, with private bytes of both. */
class Shouting extends DataProvider {
  readonly asked: (string | undefined)[] = [];
  readonly #legacy: { readonly legacyTypeSystem?: true };
  /** The values that plans and results get beside that; a wrong type is never acceptable. */
  readonly #extra: Readonly<Record<string, Value>>;

  constructor(legacy: boolean, extra: Readonly<Record<string, Value>> = {}) {
    super({ version: '1.0.0', uuid: () => 'id' });
    this.#legacy = legacy ? { legacyTypeSystem: true } : {};
    this.#extra = extra;
  }

  override plan(request: PlanRequest): PlanResponse {
    if (request.proposed !== null) this.asked.push(request.private);
    const answer = super.plan(request);
    return { ...answer, planned: this.#loud(answer.planned), private: 'cGxhbm5lZA==', ...this.#legacy };
  }

  override async apply(request: ApplyRequest): Promise<ApplyResponse> {
    const answer = await super.apply(request);
    const state = request.planned === null ? null : objectValue({ ...(answer.state as ObjectValue), input: 'quiet' });
    return { ...answer, state, private: 'c3RvcmVk', ...this.#legacy };
  }

  override read(request: Parameters<DataProvider['read']>[0]): ReturnType<DataProvider['read']> {
    return { state: request.state, diagnostics: [], ...(request.private && { private: request.private }) };
  }

  #loud(planned: Value): Value {
    const object = planned as ObjectValue | null;
    if (typeof object?.input !== 'string') return planned;
    return objectValue({ ...object, input: object.input.toUpperCase(), ...this.#extra });
  }
}

const wanting = (input: string, lifecycle = {}): unknown => ({
  resource: { terraform_data: { a: { input, lifecycle } } },
});
const rigOf = (provider: DataProvider): EngineRig => new EngineRig(TERRAFORM_SOURCE, { create: () => provider });

describe('a provider with the legacy type system', () => {
  it('may plan and store something else than configured, as others may not', async () => {
    const { diagnostics } = await rigOf(new Shouting(true)).apply(wanting('one'));
    expect(diagnostics).toEqual([]);
    const strict = await rigOf(new Shouting(false)).apply(wanting('one'));
    expect(strict.diagnostics.map(({ code }) => code)).toEqual(['provider-invalid-plan']);
  });

  it('must still plan values of the type of the schema', async () => {
    const { diagnostics } = await rigOf(new Shouting(true, { nobody: 'knows me' })).plan(wanting('one'));
    expect(diagnostics.map(({ code }) => code)).toEqual(['provider-invalid-plan']);
  });

  it.each([[['input']], ['all']])('cannot change what ignore_changes = %j keeps', async (ignored) => {
    const rig = rigOf(new Shouting(true));
    await rig.apply(wanting('one'));
    const { plan } = await rig.plan(wanting('two', { ignore_changes: ignored }));
    expect(plan?.changes.map(({ action }) => action)).toEqual(['no-op']);
  });
});

it('gives the private data of the prior object to both plans of an update', async () => {
  const provider = new Shouting(true);
  const rig = rigOf(provider);
  await rig.apply(wanting('one'));
  await rig.apply(wanting('two'));
  expect(provider.asked).toEqual([undefined, undefined, 'c3RvcmVk', 'c3RvcmVk']);
});
