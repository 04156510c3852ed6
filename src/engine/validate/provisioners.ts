import {
  connectionOf,
  nearest,
  type Body,
  type Diagnostic,
  type Origin,
  type Provisioning,
} from '../../model/index.js';
import type { Provisioners } from '../provisioner.js';
import { connectionMissing, notOneOf, unknownProvisioner, winrmUnsupported } from '../provisioner-diagnostics.js';
import { validateBody } from './schema.js';

/** Something with provisioners, and its address. */
interface Provisioned {
  readonly key: string;
  readonly provisioning?: Provisioning;
  readonly origin?: Origin;
}

/** Checks provisioners and connections against what their types support. */
export function validateProvisioners(
  { key, provisioning, origin }: Provisioned,
  { byType, connection: schema }: Provisioners,
): readonly Diagnostic[] {
  if (provisioning === undefined) return NONE;
  const found: Diagnostic[] = [];
  const connections = new Set<Body>();
  for (const configuration of provisioning.provisioners) {
    const provisioner = byType.get(configuration.type);
    if (provisioner === undefined) {
      found.push(unknownProvisioner(key, configuration, nearest(configuration.type, [...byType.keys()])));
      continue;
    }
    const { body } = configuration;
    const { alternatives } = provisioner;
    const given = alternatives.filter((name) => Object.hasOwn(body.content, name));
    if (alternatives.length > 0 && given.length !== 1) found.push(notOneOf(key, configuration, alternatives, given));
    found.push(...validateBody({ body, ...(origin === undefined ? {} : { origin }) }, provisioner.block, key));
    const connection = connectionOf(provisioning, configuration);
    if (connection !== undefined) connections.add(connection);
    else if (provisioner.isRemote) found.push(connectionMissing(key, configuration));
  }
  for (const body of connections) {
    if (isWinrm(body)) found.push({ ...winrmUnsupported(key, body), ...(origin === undefined ? {} : { origin }) });
    else found.push(...validateBody({ body, ...(origin === undefined ? {} : { origin }) }, schema, key));
  }
  return found;
}

/** Its other arguments would only be errors, too. */
function isWinrm({ content }: Body): boolean {
  const { type } = content;
  return type?.kind === 'literal' && type.value === 'winrm';
}

const NONE: readonly Diagnostic[] = [];
