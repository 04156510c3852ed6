import { flag, list, number, object, record, text } from '../shape.js';
import type { Shaped } from '../shape.js';
import type { Call } from '../system.js';
import { isSeen, profiles, metadataBody, packValues, placement, poolProfile } from './entries.js';
import type { AttachedProfile, Pool } from './entries.js';
import { withValues } from './packs.js';

export const clusterConfigBody = object(
  {},
  { network: object({}, { networkName: text }), ntpServers: list(text), sshKeys: list(text), placement },
);

export const poolBody = object(
  {
    poolConfig: object(
      { name: text, size: number },
      { isControlPlane: flag, useControlPlaneAsWorker: flag, labels: list(text) },
    ),
  },
  {
    cloudConfig: object({}, { instanceType: record(number), placements: list(placement) }),
    profileConfig: poolProfile,
  },
);

export const profileBody = object({ uid: text }, { packValues: list(packValues) });

/** A cluster in a request, in the form of the documented or the current API. */
export const clusterBody = object(
  {},
  {
    metadata: metadataBody,
    spec: object(
      {},
      {
        cloudAccountUid: text,
        cloudConfig: clusterConfigBody,
        machinepoolconfig: list(poolBody),
        profileUid: text,
        packValues: list(packValues),
        profiles: list(profileBody),
      },
    ),
  },
);

export type ProfileBody = Shaped<typeof profileBody>;
type ClusterBody = Shaped<typeof clusterBody>;
type ClusterConfigBody = Shaped<typeof clusterConfigBody>;
type PoolBody = Shaped<typeof poolBody>;

/** The profiles in a body: `profiles`, or the single one of the documented API. */
export function profilesIn({ spec }: ClusterBody): readonly ProfileBody[] {
  if (spec?.profiles !== undefined) return spec.profiles;
  if (spec?.profileUid === undefined) return [];
  return [{ uid: spec.profileUid, ...(spec.packValues === undefined ? {} : { packValues: spec.packValues }) }];
}

/**
 * The profile as a cluster gets it now. Undefined if none is published. Overrides that are not listed stay unchanged.
 */
export function attach(call: Call, body: ProfileBody, before?: AttachedProfile): AttachedProfile | undefined {
  const profile = profiles(call.store).get(body.uid);
  if (profile?.published === undefined || !isSeen(profile, call)) return undefined;
  const packValues = body.packValues ?? before?.packValues ?? [];
  return { uid: body.uid, packValues, packs: withValues(profile.published.packs, packValues) };
}

/** Like the real service, it shows the network in the placement wherever it was set. */
export function clusterConfig(body: ClusterConfigBody): Readonly<Record<string, unknown>> {
  const { network, placement = {}, ...rest } = body;
  const placed = network === undefined ? placement : { network, ...placement };
  return { ...rest, placement: { imageTemplateFolder: 'spectro-templates', ...placed } };
}

/** Default labels follow from the pool's role. */
export function pool({ cloudConfig = {}, poolConfig, profileConfig }: PoolBody): Pool {
  const { isControlPlane = false, useControlPlaneAsWorker = false, labels, name, size } = poolConfig;
  const { instanceType, placements } = cloudConfig;
  return {
    name,
    size,
    isControlPlane,
    useControlPlaneAsWorker,
    labels: labels ?? [isControlPlane ? 'control-plane' : 'worker'],
    ...(instanceType === undefined ? {} : { instanceType }),
    ...(placements === undefined ? {} : { placements }),
    ...(profileConfig === undefined ? {} : { profileConfig }),
  };
}

/** The pool's profile that no cluster can have. */
export function strangeProfile(call: Call, pools: readonly Pool[]): string | undefined {
  const named = pools.flatMap(({ profileConfig }) => profileConfig?.infraProfileUid ?? []);
  return named.find((uid) => attach(call, { uid }) === undefined);
}

/** Whether the change requires replacing nodes: another Kubernetes version, or another operating system. */
export function repaves(before: readonly AttachedProfile[], after: readonly AttachedProfile[]): boolean {
  const core = (attached: readonly AttachedProfile[]): string =>
    JSON.stringify(
      attached.flatMap(({ packs }) =>
        packs.filter(({ layer }) => layer === 'k8s' || layer === 'os').map(({ name, tag }) => [name, tag]),
      ),
    );
  return core(before) !== core(after);
}
