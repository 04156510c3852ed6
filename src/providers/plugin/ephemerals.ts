import { hasErrors, isWhollyKnown, type Diagnostic, type Schema } from '../../model/index.js';
import { unknownType } from '../diagnostics.js';
import type { Ephemerals } from '../provider.js';
import type * as requests from '../requests.js';
import { answerDiagnostics, pluginRubbish, readDiagnostics } from './diagnostics.js';
import { bytesOf, CAPABILITIES, privateOf, type PluginParts } from './requests.js';
import { decodeBlock, encodeBlock } from './values/dynamic-value.js';
import type { timestamp } from './wire/common.js';
import type { Received } from './wire/message.js';

const NO_BYTES = new Uint8Array();

/** The ephemeral resources of a plugin. */
export function pluginEphemerals({ host, calls, schemas }: PluginParts): Ephemerals {
  const schemaOf = (type: string): Schema | undefined => schemas.ephemeral?.(type);
  const missing = (type: string): requests.DiagnosticsResponse => ({
    diagnostics: [unknownType(host.source, 'ephemeral resource', type)],
  });
  const failed = (diagnostics: readonly Diagnostic[]): requests.RenewEphemeralResponse => ({ diagnostics });
  return {
    validate: async ({ type, config }) => {
      const schema = schemaOf(type);
      if (schema === undefined) return missing(type);
      return calls.ask(
        calls.named('ValidateEphemeralResourceConfig'),
        () => ({ typeName: type, config: encodeBlock(config, schema.block) }),
        ({ diagnostics }) => ({ diagnostics: readDiagnostics(diagnostics) }),
        failed,
      );
    },
    open: async ({ type, config }) => {
      const schema = schemaOf(type);
      if (schema === undefined) return { result: null, ...missing(type) };
      return calls.ask(
        calls.named('OpenEphemeralResource'),
        () => ({ typeName: type, config: encodeBlock(config, schema.block), clientCapabilities: CAPABILITIES }),
        (answer) => {
          const told = answerDiagnostics(host.name, 'OpenEphemeralResource', answer);
          const result = decodeBlock(answer.result, schema.block);
          const isUsable = hasErrors(told) || (result !== null && isWhollyKnown(result));
          const wrong = isUsable ? [] : [pluginRubbish(host.name, 'OpenEphemeralResource', 'its result is not known')];
          const diagnostics: readonly Diagnostic[] = [...told, ...wrong];
          return { result, ...renewal(answer), diagnostics };
        },
        (diagnostics) => ({ result: null, diagnostics }),
      );
    },
    renew: ({ type, private: kept }) =>
      calls.ask(
        calls.named('RenewEphemeralResource'),
        () => ({ typeName: type, private: bytesOf(kept) }),
        (answer) => ({ ...renewal(answer), diagnostics: readDiagnostics(answer.diagnostics) }),
        failed,
      ),
    close: ({ type, private: kept }) =>
      calls.ask(
        calls.named('CloseEphemeralResource'),
        () => ({ typeName: type, private: bytesOf(kept) }),
        ({ diagnostics }) => ({ diagnostics: readDiagnostics(diagnostics) }),
        failed,
      ),
  };
}

/** What a renewal needs, and when it is due. */
function renewal(answer: {
  readonly renewAt: Received<typeof timestamp> | undefined;
  readonly private: Uint8Array | undefined;
}): { readonly private?: string; readonly renewAt?: number } {
  const { renewAt, private: kept = NO_BYTES } = answer;
  return {
    ...privateOf(kept),
    ...(renewAt === undefined ? {} : { renewAt: renewAt.seconds * 1000 + renewAt.nanos / 1e6 }),
  };
}
