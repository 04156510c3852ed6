import { errorDiagnostic, type Diagnostic, type Path, type ProviderSource } from '../model/index.js';

/** One small function per message of this room. */

export function unknownProvider(source: ProviderSource, available: readonly ProviderSource[]): Diagnostic {
  const name = localName(source);
  const twin = available.find((other) => localName(other) === name && other !== source);
  const detail = source.includes('/-/')
    ? `The state refers to it without a namespace, as Terraform 0.12 did. Set the provider that manages it now:  landform state replace-provider ${source} ${twin ?? `NAMESPACE/${name}`}`
    : twin === undefined
      ? `Available providers: ${available.map(shortSource).join(', ')}. Declare a provider of your own under "providers" in landform.json.`
      : `Landform has ${shortSource(twin)}. Declare it in the configuration: ` +
        `"terraform": {"required_providers": {"${name}": {"source": "${shortSource(twin)}"}}}.`;
  return errorDiagnostic('unknown-provider', `There is no provider ${shortSource(source)}`, { detail });
}

export function providerNotStarted(source: ProviderSource, reason: string): Diagnostic {
  return errorDiagnostic(
    'provider-not-started',
    `The provider ${shortSource(source)} could not be started: ${reason}`,
    {
      detail: `Fix the provider's module, which landform.json declares under "providers".`,
    },
  );
}

export function unknownType(
  source: ProviderSource,
  kind: 'resource' | 'data source' | 'action' | 'ephemeral resource',
  type: string,
): Diagnostic {
  return errorDiagnostic('unknown-type', `The provider ${shortSource(source)} has no ${kind} ${type}`, {
    detail: 'Correct the type, or select the right provider with the `provider` argument.',
  });
}

export function storedByNewerVersion(type: string, stored: number, known: number): Diagnostic {
  return errorDiagnostic('newer-schema', `The state of this ${type} was written by a newer version of its provider`, {
    detail: `It has schema version ${stored}, but this provider supports versions up to ${known}. Upgrade the provider.`,
  });
}

export function storedOfWrongType(type: string, reason: string): Diagnostic {
  return errorDiagnostic('stored-object-invalid', `An attribute of the stored ${type} has the wrong type: ${reason}`, {
    detail:
      'The state file was changed by hand or by another tool. Restore it, or remove the object from state and import it again.',
  });
}

export function readOnlyAttribute(name: string): Diagnostic {
  return errorDiagnostic('read-only-attribute', `The attribute ${name} cannot be set`, {
    detail: 'The provider computes it. Remove it from the configuration.',
    path: [name],
  });
}

export function notImportable(type: string, reason: string): Diagnostic {
  return errorDiagnostic('not-importable', `${type} cannot be imported`, { detail: reason });
}

export function invalidValue(path: Path, summary: string, detail: string): Diagnostic {
  return errorDiagnostic('invalid-value', summary, { detail, path });
}

/** `landform/local`: a source without the default registry. */
export function shortSource(source: ProviderSource): string {
  return source.replace(/^registry\.terraform\.io\//, '');
}

export function localName(source: ProviderSource): string {
  return source.slice(source.lastIndexOf('/') + 1);
}
