import { impliedType, type Diagnostic, type Schema, type Value } from '../../../model/index.js';
import { SchemaChecker } from '../../rest/description/replies.js';
import { checkLimits } from '../../rest/description/validate.js';
import { valuesOf } from '../../rest/values/projection.js';
import { decodeBlock, type DynamicValue } from '../values/dynamic-value.js';
import { sentDiagnostics } from './answers.js';
import type { Handlers } from './handlers.js';
import type { ServedProvider } from './session.js';
import { known } from './known.js';

/** Configurations: of the provider, and of what it manages. */
export function configurationHandlers(served: ServedProvider) {
  const validated = async (
    mode: 'managed' | 'data',
    typeName: string,
    config: DynamicValue | undefined,
  ): Promise<{ readonly diagnostics: ReturnType<typeof sentDiagnostics> }> => {
    const provider = await served.plain();
    const { schema, type } = known(provider, mode, typeName);
    const value = decodeBlock(config, schema.block);
    const { diagnostics } = await provider.validate({ mode, type: typeName, config: value });
    return { diagnostics: sentDiagnostics(withLimits(diagnostics, schema, value), type) };
  };
  return {
    ValidateProviderConfig: async ({ config }) => {
      const provider = await served.plain();
      const schema = provider.schemas.provider();
      const value = decodeBlock(config, schema.block);
      const { diagnostics } = await provider.validateConfig(value);
      return { diagnostics: sentDiagnostics(withLimits(diagnostics, schema, value), impliedType(schema.block)) };
    },
    ConfigureProvider: async ({ config }) => {
      const { block } = (await served.plain()).schemas.provider();
      const answer = await served.configure(decodeBlock(config, block));
      return { diagnostics: sentDiagnostics(answer.diagnostics, impliedType(block)) };
    },
    ValidateResourceConfig: ({ typeName, config }) => validated('managed', typeName, config),
    ValidateDataResourceConfig: ({ typeName, config }) => validated('data', typeName, config),
    Stop: async () => {
      await served.stop();
      return {};
    },
  } satisfies Handlers;
}

/** Checks without an API description. */
const limits = new SchemaChecker({ document: {}, replyCheck: () => undefined });

/**
 * Adds the violations of a schema's constraints, which Landform's engine checks and Terraform cannot know. A provider that has
 * checked them itself has reported the same.
 */
function withLimits(diagnostics: readonly Diagnostic[], { block }: Schema, config: Value): readonly Diagnostic[] {
  const reported = new Set(diagnostics.map(({ summary }) => summary));
  const found = checkLimits(block, valuesOf(config), limits);
  return [...diagnostics, ...found.filter(({ summary }) => !reported.has(summary))];
}
