import { createHash } from 'node:crypto';
import type { Json } from '../../model/index.js';
import type { Nested } from '../rest/mapping/definition.js';
import { pointerGet } from '../rest/pointer.js';
import { textAt } from './protocol.js';

const LAYERS = ['kernel', 'os', 'k8s', 'cni', 'csi', 'addon'];
const TYPES = ['spectro', 'helm', 'manifest', 'oci'];

/** The layers of a profile. What is left out the service fills in, and that is no difference. */
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
    layer: { at: '/layer', constraint: { enum: LAYERS }, description: `The layer it is: ${LAYERS.join(', ')}.` },
    type: { at: '/type', constraint: { enum: TYPES }, description: `Its kind: ${TYPES.join(', ')}.` },
    values: {
      at: '/values',
      same: 'trimmed',
      description: 'Its values, as YAML. White space around them does not count.',
    },
  },
};

/** What a cluster has otherwise than its profile. Packs that are not named here are those of the profile. */
export const PACK_VALUES: Nested = {
  nesting: 'list',
  key: 'name',
  onlyKnown: true,
  members: {
    name: { at: '/name', required: true, description: 'The pack.' },
    tag: { at: '/tag', description: 'Its version.' },
    values: { at: '/values', same: 'trimmed', description: 'Its values, as YAML.' },
  },
};

const FORMATS = ['string', 'number', 'boolean', 'ipv4', 'ipv4cidr', 'ipv6', 'version', 'base64'];

/** Variables of a profile. The service answers the values of sensitive ones with asterisks. */
export const VARIABLES: Nested = {
  nesting: 'list',
  key: 'name',
  members: {
    name: { at: '/name', required: true, description: 'How values refer to it.' },
    display_name: { at: '/displayName', description: 'How people see it.' },
    description: { at: '/description', description: 'What it is for.' },
    format: { at: '/format', constraint: { enum: FORMATS }, description: `Its form: ${FORMATS.join(', ')}.` },
    default_value: {
      at: '/defaultValue',
      sensitive: true,
      masked: /^\*+$/,
      description: 'What it is when a cluster does not set it.',
    },
    regex: { at: '/regex', description: 'What its values look like.' },
    required: { at: '/required', type: 'bool', otherwise: false, description: 'Whether it needs a value.' },
    immutable: { at: '/immutable', type: 'bool', otherwise: false, description: 'Whether it stays as it is.' },
    hidden: { at: '/hidden', type: 'bool', otherwise: false, description: 'Whether people do not see it.' },
    is_sensitive: { at: '/isSensitive', type: 'bool', otherwise: false, description: 'Whether its value is a secret.' },
  },
};

/** A text that is another one as soon as a pack that clusters are made from is. */
export function revisionOf(packs: Json): string | undefined {
  if (!Array.isArray(packs)) return undefined;
  const told = (packs as readonly Json[]).map((pack) => [
    textAt(pack, '/name') ?? '',
    textAt(pack, '/tag') ?? '',
    (textAt(pack, '/values') ?? '').trim(),
  ]);
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 16);
}

/** The template that was written last: the draft, while there is one. */
export function latestTemplate(spec: Json): Json | undefined {
  return pointerGet(spec, '/draft') ?? pointerGet(spec, '/published');
}
