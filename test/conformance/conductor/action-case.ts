import type { Diagnostic, JsonObject } from '../../../src/model/index.js';
import type { InvokeActionResponse } from '../../../src/providers/requests.js';
import { configValue, quiet } from '../provider-driver.js';
import type { ManagerWorld } from './world.js';

export interface ActionCase {
  readonly type: string;
  /** What to call it when there are several cases of one type. */
  readonly title?: string;
  config(world: ManagerWorld): JsonObject | Promise<JsonObject>;
  /** What it says it did. */
  readonly did?: RegExp;
  /** Attributes with which it fails. */
  readonly failing?: JsonObject;
}

/** Checks, plans and invokes an action, as the engine does. */
export async function invoke(
  { provider }: ManagerWorld,
  type: string,
  json: JsonObject,
): Promise<InvokeActionResponse & { readonly checked: readonly Diagnostic[] }> {
  const actions = provider.abilities.actions!;
  const config = configValue(provider.schemas.action(type)!.block, json);
  const checked = [
    ...(await actions.validate({ type, config })).diagnostics,
    ...(await actions.plan({ type, config })).diagnostics,
  ];
  const answer = await actions.invoke({ type, config, requestKey: 'request-1', context: quiet() });
  return { ...answer, checked };
}
