import { describe, expect, it } from 'vitest';
import { errorDiagnostic, warningDiagnostic, type Diagnostic, type Value } from '../../../../src/model/index.js';
import { DataProvider, TERRAFORM_SOURCE } from '../../../../src/providers/builtin/data.js';
import { leavesNoTrace } from '../../../../src/providers/builtin/local-only.js';
import type { Abilities } from '../../../../src/providers/provider.js';
import type { ApplyRequest, ApplyResponse } from '../../../../src/providers/requests.js';
import { EngineRig } from '../../../support/engine.js';

interface Manner {
  readonly said: readonly Diagnostic[];
  readonly keeps: boolean;
  /** Whether answers to creates are lost. */
  readonly loses: boolean;
}

/** `terraform_data` with something to say about its deletion. */
class Saying extends DataProvider {
  readonly #said: readonly Diagnostic[];
  readonly #keeps: boolean;
  readonly #loses: boolean;
  #made: Value = null;

  constructor({ said, keeps, loses }: Manner) {
    super({ version: '1.0.0', uuid: () => 'id' });
    this.#said = said;
    this.#keeps = keeps;
    this.#loses = loses;
  }

  override readonly abilities: Abilities = {
    locate: {
      ...leavesNoTrace,
      locate: async () => ({ outcome: 'found', state: this.#made, diagnostics: [] }),
    },
  };

  override async apply(request: ApplyRequest): Promise<ApplyResponse> {
    const response = await super.apply(request);
    if (!this.#loses) return response;
    this.#made = response.state ?? null;
    return { state: null, uncertain: true, diagnostics: [errorDiagnostic('lost', 'The answer was lost')] };
  }

  override plan(request: Parameters<DataProvider['plan']>[0]): ReturnType<DataProvider['plan']> {
    if (request.proposed !== null) return super.plan(request);
    return { planned: this.#keeps ? request.prior : null, requiresReplace: [], diagnostics: this.#said };
  }
}

const MADE = { resource: { terraform_data: { a: { input: 'x' } } } };
const TWO = { resource: { terraform_data: { a: { count: 2, input: 'x' } } } };

const WAYS = [
  ['a destroy', MADE, MADE, 'destroy', false],
  ['a resource that is no longer configured', MADE, {}, 'normal', false],
  ['an instance beyond the count', TWO, MADE, 'normal', false],
  [
    'a replacement',
    MADE,
    { resource: { terraform_data: { a: { input: 'x', triggers_replace: 'y' } } } },
    'normal',
    false,
  ],
  ['an interrupted create that is no longer configured', MADE, {}, 'normal', true],
  [
    'an interrupted create of an instance beyond the count',
    TWO,
    { resource: { terraform_data: { a: { count: 0 } } } },
    'normal',
    true,
  ],
  ['an interrupted create that is destroyed', MADE, MADE, 'destroy', true],
] as const;

describe.each(WAYS)('the plan of %s', (_, before, after, mode, loses) => {
  const rig = (said: readonly Diagnostic[], keeps = false): EngineRig => {
    const provider = new Saying({ said, keeps, loses });
    return new EngineRig(TERRAFORM_SOURCE, { create: async () => provider });
  };

  it("includes the provider's warnings", async () => {
    const warned = rig([warningDiagnostic('only-forgotten', 'It stays there')]);
    await warned.apply(before);
    const { plan, diagnostics } = await warned.plan(after, { mode });
    expect(diagnostics.map(({ code }) => code)).toContain('only-forgotten');
    expect(plan?.changes.map(({ action }) => action)).toContainEqual(expect.stringContaining('delete'));
  });

  it("stops with the provider's error at the address of the object, and without the deletion", async () => {
    const refused = rig([errorDiagnostic('belongs-elsewhere', 'It belongs elsewhere')], true);
    await refused.apply(before);
    const { plan, diagnostics } = await refused.plan(after, { mode });
    expect(diagnostics.map(({ code, address }) => [code, address])).toContainEqual([
      'belongs-elsewhere',
      expect.stringMatching(/^terraform_data\.a/),
    ]);
    expect((plan?.changes ?? []).filter(({ action }) => action.includes('delete'))).toEqual([]);
  });

  it('is an error if the provider keeps the object without a reason', async () => {
    const keeping = rig([], true);
    await keeping.apply(before);
    const { diagnostics } = await keeping.plan(after, { mode });
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['provider-invalid-plan', 'error']]);
    expect(diagnostics[0]?.address).toMatch(/^terraform_data\.a/);
  });
});
