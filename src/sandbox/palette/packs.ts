import { object, text } from '../shape.js';
import type { Shaped } from '../shape.js';
import type { Store } from '../store.js';
import type { Call, Reply } from '../system.js';
import { packs, page } from './entries.js';
import type { PackEntry, PackValues, ProfilePack } from './entries.js';

const REGISTRY = 'registry-public';

/** The packs of the document's walkthrough, and neighbouring versions: name, layer, versions. */
const SEEDS: readonly (readonly [string, string, readonly string[]])[] = [
  ['ubuntu-vsphere', 'os', ['18.4.14', '20.4.6']],
  ['kubernetes', 'k8s', ['1.19.16', '1.20.15', '1.21.10', '1.21.14']],
  ['cni-calico', 'cni', ['3.10.2', '3.19.0']],
  ['csi-vsphere-csi', 'csi', ['1.0.0', '2.3.0']],
  ['lb-metallb', 'addon', ['0.11.0']],
];

export function seedPacks(store: Store): void {
  for (const [name, layer, versions] of SEEDS) {
    for (const version of versions) {
      const values = `pack:\n  name: ${name}\n  version: ${version}\n`;
      packs(store).put({
        identity: `pack-${name}-${version}`,
        name,
        version,
        layer,
        type: 'spectro',
        registryUid: REGISTRY,
        values,
      });
    }
  }
}

/** `filters` has the form `metadata.name=kubernetes`. */
export function listPacks(call: Call): Reply {
  const { filters } = call.query;
  const name = typeof filters === 'string' ? /^metadata\.name=(.+)$/.exec(filters)?.[1] : undefined;
  const all = packs(call.store).all();
  return page(call, name === undefined ? all : all.filter((pack) => pack.name === name), showPack);
}

function showPack({ identity, name, version, layer, type, registryUid, values }: PackEntry): unknown {
  return { metadata: { uid: identity, name }, spec: { name, version, layer, type, registryUid, values } };
}

export const packInput = object({ name: text }, { tag: text, values: text, uid: text, layer: text, type: text });
export type PackInput = Shaped<typeof packInput>;

/** The stored form of a profile's pack: defaults are filled in, and values end with one line break. */
export function profilePack(store: Store, input: PackInput): ProfilePack {
  const known = find(store, input);
  return {
    name: input.name,
    tag: input.tag ?? known?.version ?? '',
    packUid: input.uid ?? known?.identity ?? `pack-${input.name}`,
    layer: input.layer ?? known?.layer ?? 'addon',
    type: input.type ?? known?.type ?? 'spectro',
    values: tidy(input.values ?? known?.values ?? ''),
  };
}

/** The latest version that matches a pattern such as `1.21.x`. */
function find(store: Store, { name, tag }: PackInput): PackEntry | undefined {
  const prefix = (tag ?? '').replace(/x$/i, '');
  return packs(store)
    .where('name', name)
    .findLast(({ version }) => version === tag || version.startsWith(prefix));
}

export function tidy(values: string): string {
  const text = values.trim();
  return text === '' ? '' : `${text}\n`;
}

/** Packs of a profile with a cluster's overrides. */
export function withValues(own: readonly ProfilePack[], overrides: readonly PackValues[]): readonly ProfilePack[] {
  const byName = new Map(overrides.map((pack) => [pack.name, pack]));
  return own.map((pack) => {
    const other = byName.get(pack.name);
    if (other === undefined) return pack;
    return {
      ...pack,
      tag: other.tag ?? pack.tag,
      values: other.values === undefined ? pack.values : tidy(other.values),
    };
  });
}
