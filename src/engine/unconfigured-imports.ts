import {
  configuredResource,
  hasErrors,
  NO_LIFECYCLE,
  ROOT_MODULE,
  type Block,
  type Diagnostic,
  type ProviderReference,
  type ResourceConfiguration,
  type Value,
} from '../model/index.js';
import type { EngineContext } from './context.js';
import { canGenerate, importsByResource } from './graph/imports.js';
import { markSensitiveAttributes } from './diff/sensitivity.js';
import { readObject } from './import.js';
import { shownIdOf } from './plan/import-object.js';
import { ImportBlocks } from './walk/import-blocks.js';
import { ProviderConfigurations } from './walk/provider-configurations.js';
import { valuesFromState } from './walk/values-from-state.js';

/** An object to import that has no configuration yet. */
export interface UnconfiguredImport {
  readonly type: string;
  readonly name: string;
  /** Set if the import block names a provider. */
  readonly provider?: ProviderReference;
  /** Absent if it is sensitive. */
  readonly id?: string;
  readonly value: Value;
  readonly block: Block;
}

/** Reads the objects of import blocks whose resources are not configured, with the values in state. */
export async function unconfiguredImports(
  context: EngineContext,
): Promise<{ readonly objects: readonly UnconfiguredImport[]; readonly diagnostics: readonly Diagnostic[] }> {
  const { configuration } = context;
  const blocks = [...importsByResource(configuration)].flatMap(([resource, found]) =>
    configuredResource(configuration, resource) === undefined ? found.filter(canGenerate) : [],
  );
  const values = await valuesFromState(context, { withoutInstances: 'unknown' });
  const imports = new ImportBlocks();
  const diagnostics: Diagnostic[] = [...imports.evaluate(blocks, values).diagnostics];
  const providers = new ProviderConfigurations(context, values, true);
  const objects: UnconfiguredImport[] = [];
  try {
    await readWanted();
  } finally {
    diagnostics.push(...(await providers.ephemerals.close()));
  }
  return { objects, diagnostics };

  async function readWanted(): Promise<void> {
    for (const wanted of imports.wanted) {
      const { address, block } = wanted;
      const { type, name } = block.to;
      const resource: ResourceConfiguration = {
        address: { module: ROOT_MODULE, mode: 'managed', type, name },
        key: address,
        provider: block.provider ?? { name: type.replace(/_.*/s, '') },
        body: { content: {}, source: block.source },
        dependsOn: [],
        lifecycle: NO_LIFECYCLE,
        ...(block.origin === undefined ? {} : { origin: block.origin }),
      };
      const { provider, diagnostics: found } = await providers.forResource(resource);
      diagnostics.push(...found);
      if (provider === undefined || hasErrors(found)) continue;
      const read = await readObject(context, { type: resource.address.type, resource }, address, wanted, provider);
      diagnostics.push(...read.diagnostics);
      if (read.object === undefined) continue;
      const { state, schema } = read.object;
      const shownId = shownIdOf(wanted, markSensitiveAttributes(state, schema.block));
      objects.push({
        type,
        name,
        ...(block.provider === undefined ? {} : { provider: block.provider }),
        ...(typeof shownId === 'string' && block.by === 'id' ? { id: shownId } : {}),
        value: state,
        block: schema.block,
      });
    }
  }
}
