import {
  configuredResource,
  formatKey,
  hasErrors,
  markedTexts,
  objectIn,
  plainJson,
  sensitive,
  type Diagnostic,
  type ResourceChange,
  type ResourceConfiguration,
  type Sensitive,
  type Value,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { importInstanceMissing, importTargetMissing } from '../import-diagnostics.js';
import { readObject } from '../import.js';
import { canGenerate } from '../graph/imports.js';
import { providerText, storedIdentity, toObjectState, configurationOf } from '../object-state.js';
import type { RefreshedObject } from '../refresh/refresh.js';
import type { WantedImport } from '../walk/import-blocks.js';
import type { PlanWalk } from './plan-walk.js';

/** Reads an object that an import block names. Apply records it before anything else happens to it. */
export async function importedObject(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  wanted: WantedImport,
  provider: Provider,
): Promise<{ readonly object?: RefreshedObject; readonly diagnostics: readonly Diagnostic[] }> {
  const { address, key } = wanted;
  const read = await walk.limit(() =>
    readObject(walk.context, { type: resource.address.type, resource }, address, wanted, provider),
  );
  const { object: found, diagnostics } = read;
  if (found === undefined) return { diagnostics };
  const { state, schema, private: privateBytes, identity } = found;
  const value = markSensitiveAttributes(state, schema.block);
  const object: RefreshedObject = {
    ref: {
      resource: resource.address,
      key,
      provider: providerText(configurationOf(provider.schemas.source, resource.provider)),
    },
    resourceKey: resource.key,
    address,
    remembered: null,
    value,
    plain: state,
    status: 'ready',
    private: privateBytes,
    ...storedIdentity(provider.schemas, resource.address.type, identity),
    changed: true,
    object: toObjectState(value, schema, {
      status: 'ready',
      private: privateBytes,
      identity,
      dependencies: [],
      createBeforeDestroy: false,
    }),
    schema,
  };
  return { object, diagnostics };
}

/** What a change says about the import of its object. */
export function importingOf(wanted: WantedImport, object: Value): NonNullable<ResourceChange['importing']> {
  const id = shownIdOf(wanted, object);
  if (wanted.identity === undefined || typeof id !== 'string') return { id };
  return { id, identity: objectIn(plainJson(wanted.identity)) };
}

/** The ID as it may be shown: of some objects, it is the secret itself. */
export function shownIdOf({ id, shownId }: WantedImport, object: Value): string | Sensitive {
  for (const secret of markedTexts(object)) if (secret === id) return sensitive(id);
  return shownId;
}

/** How many instances a message lists. */
const LISTED = 5;

/**
 * Errors for import blocks whose target does not exist: a resource that is not configured, or an instance of one that
 * is.
 *
 * @param instances the formatted keys of the instances of each resource that was planned.
 */
export function missingTargets(
  walk: PlanWalk,
  instances: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Diagnostic[] {
  // An error may be the reason for missing instances.
  if (hasErrors(walk.diagnostics)) return [];
  return [...walk.imports.wanted].flatMap(({ address, module, resourceKey, key, block }) => {
    if (configuredResource(walk.context.configuration, resourceKey) === undefined) {
      return [importTargetMissing(address, block, canGenerate(block))];
    }
    const keys = instances.get(resourceKey);
    if (keys?.has(formatKey(key)) === true) return [];
    if (keys === undefined && walk.values.at(module) !== 'missing') return [];
    const listed = [...(keys ?? [])].slice(0, LISTED).map((one) => `${resourceKey}${one}`);
    return [importInstanceMissing(address, listed, block)];
  });
}
