import { Names } from './names.js';

/** What one module of typed classes is for. */
export interface TypedEntry {
  readonly kind: 'provider' | 'resource' | 'data' | 'action';
  /** Empty for the configuration of the provider. */
  readonly type: string;
}

/** The types that a provider has. */
export interface ProviderTypes {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
  readonly actions: readonly string[];
}

/**
 * The modules of a provider, by their paths without an extension: `provider`, `s3-bucket`, `data/ami`, `actions/invoke`. A path depends
 * on all types of the provider and never on those that are generated, so that it stays the same.
 */
export function typedPlaces(prefix: string, types: ProviderTypes): ReadonlyMap<string, TypedEntry> {
  const places = new Map<string, TypedEntry>([['provider', { kind: 'provider', type: '' }]]);
  const add = (
    kind: TypedEntry['kind'],
    folder: string,
    of: readonly string[],
    taken: readonly string[] = [],
  ): void => {
    const names = new Names(taken);
    for (const type of [...of].sort()) places.set(`${folder}${names.take(fileName(prefix, type))}`, { kind, type });
  };
  add('resource', '', types.resources, ['provider']);
  add('data', 'data/', types.dataSources);
  add('action', 'actions/', types.actions);
  return places;
}

/** The word that the names of all types begin with, which is rarely not the name of the provider: `google` for `google-beta`. */
export function prefixOfTypes(name: string, { resources, dataSources, actions }: ProviderTypes): string {
  const all = [...resources, ...dataSources, ...actions];
  const [first = ''] = all[0]?.split('_') ?? [];
  return first !== '' && all.every((type) => type.startsWith(`${first}_`)) ? first : name;
}

/** Some file systems do not distinguish capital letters. */
function fileName(prefix: string, type: string): string {
  const stem = type.startsWith(`${prefix}_`) ? type.slice(prefix.length + 1) : type;
  return (
    stem
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || '_'
  );
}
