import { stringifyJson } from '../../model/index.js';
import { unknownType } from '../diagnostics.js';
import type { Moves } from '../provider.js';
import { readDiagnostics } from './diagnostics.js';
import { PluginIdentities } from './identities.js';
import { bytesOf, privateOf, type PluginParts } from './requests.js';
import { decodeBlock } from './values/dynamic-value.js';

/** Objects of other types that a plugin takes over. */
export function pluginMoves({ host, calls, schemas }: PluginParts): Moves {
  const identities = new PluginIdentities(schemas);
  return {
    move: async ({ source, sourceType, version, attributes, private: kept, identity, type }) => {
      const schema = schemas.resource(type);
      if (schema === undefined) return { state: null, diagnostics: [unknownType(host.source, 'resource', type)] };
      return calls.ask(
        calls.named('MoveResourceState'),
        () => ({
          sourceProviderAddress: source,
          sourceTypeName: sourceType,
          sourceSchemaVersion: version,
          sourceState: { json: Buffer.from(stringifyJson(attributes)) },
          sourcePrivate: bytesOf(kept),
          targetTypeName: type,
          ...(identity !== undefined && {
            sourceIdentity: { json: Buffer.from(stringifyJson(identity.attributes)) },
            sourceIdentitySchemaVersion: identity.version,
          }),
        }),
        (answer) => ({
          state: decodeBlock(answer.targetState, schema.block),
          ...privateOf(answer.targetPrivate),
          ...identities.of(type, answer.targetIdentity),
          diagnostics: readDiagnostics(answer.diagnostics),
        }),
        (diagnostics) => ({ state: null, diagnostics }),
      );
    },
  };
}
