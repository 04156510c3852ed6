import { type Attribute, type Block, type ObjectValue, type Value } from '../../model/index.js';
import { unknownType } from '../diagnostics.js';
import { unmarkedObject } from '../object-values.js';
import type { Actions, ProviderSchemas } from '../provider.js';
import type { ActionRequest, CallContext, DiagnosticsResponse, InvokeActionResponse } from '../requests.js';
import { blockOf } from './attributes.js';
import { ProviderError, type AnyAction, type Context } from './definition.js';
import { objectToPlain } from './plain.js';
import { inputsFor, withDefaults } from './plan.js';

/** The values an action receives. A default does not make an input computed, since nothing is read back. */
export function actionBlock(type: string, { schema, description }: AnyAction): Block {
  const block = blockOf(schema, description);
  return { ...block, attributes: inputsOnly(type, block.attributes) };
}

function inputsOnly(
  owner: string,
  attributes: Readonly<Record<string, Attribute>>,
): Readonly<Record<string, Attribute>> {
  const inputs = Object.entries(attributes).map(([name, { computed: _, nested, ...attribute }]) => {
    const path = `${owner}.${name}`;
    if (attribute.required !== true && attribute.optional !== true)
      throw new Error(`${path} is computed, but an action returns no values.`);
    if (nested === undefined) return [name, attribute] as const;
    return [name, { ...attribute, nested: { ...nested, attributes: inputsOnly(path, nested.attributes) } }] as const;
  });
  return Object.fromEntries(inputs);
}

type Redact = (text: string) => string;

/** What actions need from their provider. */
export interface ActionHost {
  readonly schemas: ProviderSchemas;
  readonly actions: ReadonlyMap<string, AnyAction>;
  /** The provider configuration is not known yet. */
  readonly waiting: () => boolean;
  readonly context: (context: CallContext, redact: Redact) => Context<unknown>;
  /** Runs a handler; errors it throws become diagnostics without the secrets of the value it received. */
  readonly guard: (
    doing: string,
    value: readonly [Value, Readonly<Record<string, Attribute>>],
    run: (redact: Redact) => Promise<InvokeActionResponse>,
  ) => Promise<InvokeActionResponse>;
}

/** The contract's actions, for those that an author defined with `defineProvider`. */
export function definedActions(host: ActionHost): Actions {
  const { schemas, actions } = host;

  const run = async (
    { type, config }: ActionRequest,
    doing: string,
    call: (action: AnyAction, config: ObjectValue, redact: Redact) => Promise<InvokeActionResponse>,
  ): Promise<InvokeActionResponse> => {
    const action = actions.get(type);
    if (action === undefined) return { diagnostics: [unknownType(schemas.source, 'action', type)] };
    const plain = unmarkedObject(config);
    const attributes = schemas.action(type)?.block.attributes ?? {};
    return host.guard(`${doing} ${type}`, [plain, attributes], (redact) => call(action, plain, redact));
  };

  const check = (request: ActionRequest): Promise<DiagnosticsResponse> =>
    run(request, 'checking', async (action, config) => {
      const errors = action.validate?.(objectToPlain(config)) ?? [];
      if (errors.length > 0) throw new AggregateError(errors);
      return { diagnostics: [] };
    });

  return {
    validate: check,
    plan: check,
    invoke: (request) =>
      run(request, 'invoking', async (action, config, redact) => {
        if (host.waiting()) {
          throw new ProviderError(
            'provider-not-configured',
            'The provider configuration is not known yet, so no action can be invoked',
          );
        }
        const filled = withDefaults(action.schema, config);
        const context = { ...host.context(request.context, redact), requestKey: request.requestKey };
        const said = await action.invoke(inputsFor(action.schema, filled, config), context);
        return { diagnostics: [], ...(typeof said === 'string' ? { summary: redact(said) } : {}) };
      }),
  };
}
