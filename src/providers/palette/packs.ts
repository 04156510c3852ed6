import { createHash } from 'node:crypto';
import { isJsonList, type Json } from '../../model/index.js';
import type { Nested } from '../rest/mapping/definition.js';
import { pointerGet } from '../rest/pointer.js';
import { textAt } from './protocol.js';

const LAYERS = ['kernel', 'os', 'k8s', 'cni', 'csi', 'addon'];
const TYPES = ['spectro', 'helm', 'manifest', 'oci'];

/** The layers of a profile. Omitted values are set by the service, which is not a difference. */
export const PACKS: Nested = {
  nesting: 'list',
  key: 'name',
  members: {
    name: { at: '/name', required: true, description: 'Its name in the registry.' },
    tag: { at: '/tag', description: 'Its version: `1.21.10`, or `1.21.x` for the latest of these.' },
    uid: {
      at: '/uid',
      shown: '/packUid',
      changesWith: 'tag',
      description: 'Its uid in the registry; see `palette_pack`.',
    },
    layer: { at: '/layer', constraint: { enum: LAYERS }, description: `Its layer: ${LAYERS.join(', ')}.` },
    type: { at: '/type', constraint: { enum: TYPES }, description: `Its kind: ${TYPES.join(', ')}.` },
    values: {
      at: '/values',
      same: 'trimmed',
      description: 'Its values, as YAML. Surrounding white space is ignored.',
    },
  },
};

/** A cluster's overrides of its profile. Packs not listed here are as in the profile. */
export const PACK_VALUES: Nested = {
  nesting: 'list',
  key: 'name',
  onlyKnown: true,
  members: {
    name: { at: '/name', required: true, description: 'ID of the pack.' },
    tag: { at: '/tag', description: 'Its version.' },
    values: { at: '/values', same: 'trimmed', description: 'Its values, as YAML.' },
  },
};

const FORMATS = ['string', 'number', 'boolean', 'ipv4', 'ipv4cidr', 'ipv6', 'version', 'base64'];

/** Variables of a profile. The service shows sensitive values as asterisks. */
export const VARIABLES: Nested = {
  nesting: 'list',
  key: 'name',
  members: {
    name: { at: '/name', required: true, description: 'Name that values use to refer to it.' },
    display_name: { at: '/displayName', description: 'Display name.' },
    description: { at: '/description', description: 'Its description.' },
    format: { at: '/format', constraint: { enum: FORMATS }, description: `Format: ${FORMATS.join(', ')}.` },
    default_value: {
      at: '/defaultValue',
      sensitive: true,
      masked: /^\*+$/,
      description: 'Default value if a cluster does not set it.',
    },
    regex: { at: '/regex', description: 'Format of its value.' },
    required: { at: '/required', type: 'bool', otherwise: false, description: 'Whether a value is required.' },
    immutable: {
      at: '/immutable',
      type: 'bool',
      otherwise: false,
      description: 'Whether the value cannot be changed.',
    },
    hidden: { at: '/hidden', type: 'bool', otherwise: false, description: 'Whether it is hidden from users.' },
    is_sensitive: { at: '/isSensitive', type: 'bool', otherwise: false, description: 'Whether the value is a secret.' },
  },
};

/** A string that changes whenever a pack that clusters use does. */
export function revisionOf(packs: Json): string | undefined {
  if (!isJsonList(packs)) return undefined;
  const told = packs.map((pack) => [
    textAt(pack, '/name') ?? '',
    textAt(pack, '/tag') ?? '',
    (textAt(pack, '/values') ?? '').trim(),
  ]);
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 16);
}

/** The latest template: the draft, if there is one. */
export function latestTemplate(spec: Json): Json | undefined {
  return pointerGet(spec, '/draft') ?? pointerGet(spec, '/published');
}
