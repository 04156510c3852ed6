import { parameter, bodyOf } from '../asked.js';
import { list, object, text } from '../shape.js';
import type { Call, Reply } from '../system.js';
import {
  changedMaps,
  clusters,
  created,
  isSeen,
  keptOf,
  metadataOf,
  noContent,
  ok,
  onEntry,
  profiles,
  refusal,
  refusalWith,
  scopeOf,
  metadataBody,
  variable,
} from './entries.js';
import type { ProfileEntry, Template, Variable } from './entries.js';
import { profilePack, tidy, packInput } from './packs.js';
import type { PackInput } from './packs.js';

const profileBody = object(
  {},
  {
    metadata: metadataBody,
    spec: object(
      {},
      {
        template: object({}, { cloudType: text, type: text, packs: list(packInput) }),
        version: text,
        variables: list(variable),
      },
    ),
  },
);

const MASK = '********';

export function createClusterProfile(call: Call): Reply {
  const { metadata, spec } = bodyOf(call, profileBody);
  const [name, version] = [metadata?.name ?? '', spec?.version ?? '1.0.0'];
  if (name === '') return refusal(400, 'A cluster profile needs a name.');
  if (isTaken(call, name, version)) return duplicate(name, version);
  const template = spec?.template ?? {};
  const entry: ProfileEntry = {
    identity: call.store.newIdentity(),
    scope: scopeOf(call.headers),
    name,
    ...keptOf(metadata),
    version,
    draft: {
      cloudType: template.cloudType ?? 'all',
      type: template.type ?? 'cluster',
      packs: (template.packs ?? []).map((pack) => profilePack(call.store, pack)),
    },
    variables: spec?.variables ?? [],
  };
  profiles(call.store).put(entry);
  return created(entry.identity);
}

/** A version is another profile: the clone has its own uid. */
export function cloneClusterProfile(call: Call): Reply {
  return onEntry(call, profiles(call.store), (source) => {
    const { metadata } = bodyOf(call, object({ metadata: object({ name: text }, { version: text }) }));
    const version = metadata.version ?? '1.0.0';
    if (isTaken(call, metadata.name, version)) return duplicate(metadata.name, version);
    const { published: _published, ...rest } = source;
    const identity = call.store.newIdentity();
    const scope = scopeOf(call.headers);
    profiles(call.store).put({ ...rest, identity, scope, name: metadata.name, version, draft: latest(source) });
    return created(identity);
  });
}

function isTaken(call: Call, name: string, version: string, but?: string): boolean {
  const scope = scopeOf(call.headers);
  return profiles(call.store)
    .where('name', name)
    .some((profile) => profile.scope === scope && profile.version === version && profile.identity !== but);
}

function duplicate(name: string, version: string): Reply {
  return refusalWith('DuplicateClusterProfile', 409, `The cluster profile ${name} ${version} already exists.`);
}

export const getClusterProfile = (call: Call): Reply =>
  onEntry(call, profiles(call.store), (profile) => ok(showProfile(call, profile)));

export function listClusterProfiles(call: Call): Reply {
  const seen = profiles(call.store)
    .all()
    .filter((profile) => isSeen(profile, call));
  return ok({
    items: seen.map((profile) => ({
      metadata: metadataOf(profile),
      spec: { cloudType: latest(profile).cloudType, version: profile.version },
    })),
  });
}

/** Replaces all packs. */
export function updateClusterProfile(call: Call): Reply {
  return onEntry(call, profiles(call.store), (profile) => {
    const { spec } = bodyOf(call, profileBody);
    const packs = spec?.template?.packs;
    if (packs === undefined) return noContent;
    return draft(call, profile, { packs: packs.map((pack) => profilePack(call.store, pack)) });
  });
}

/** One pack is set to a version; without values it gets the version's defaults. */
export function updateClusterProfilePackValues(call: Call): Reply {
  const { values } = bodyOf(call, object({}, { values: text }));
  const tag = parameter(call, 'packVersion');
  return updatePack(call, { tag, ...(values === undefined ? {} : { values }) });
}

export function updateClusterProfilePack(call: Call): Reply {
  return updatePack(call, bodyOf(call, object({ pack: packInput })).pack);
}

function updatePack(call: Call, change: Partial<PackInput>): Reply {
  return onEntry(call, profiles(call.store), (profile) => {
    const name = parameter(call, 'packName');
    const template = latest(profile);
    const old = template.packs.find((pack) => pack.name === name);
    if (old === undefined) return refusal(404, `The cluster profile has no pack ${name}.`);
    const kept = {
      layer: old.layer,
      type: old.type,
      ...(change.tag === undefined ? { tag: old.tag, values: old.values } : {}),
    };
    const pack = profilePack(call.store, { ...kept, ...change, name });
    return draft(call, profile, { packs: template.packs.map((other) => (other.name === name ? pack : other)) });
  });
}

function draft(call: Call, profile: ProfileEntry, change: Partial<Template>): Reply {
  profiles(call.store).put({ ...profile, draft: { ...latest(profile), ...change } });
  return noContent;
}

export function publishClusterProfile(call: Call): Reply {
  return onEntry(call, profiles(call.store), (profile) => {
    const { draft: _draft, ...rest } = profile;
    profiles(call.store).put({ ...rest, published: latest(profile) });
    return noContent;
  });
}

export function updateClusterProfileMetadata(call: Call): Reply {
  return onEntry(call, profiles(call.store), (profile) => {
    const { metadata = {} } = bodyOf(call, profileBody);
    const { name = profile.name } = metadata;
    if (isTaken(call, name, profile.version, profile.identity)) return duplicate(name, profile.version);
    profiles(call.store).put({ ...profile, name, ...changedMaps(metadata) });
    return noContent;
  });
}

export function getClusterProfileVariables(call: Call): Reply {
  return onEntry(call, profiles(call.store), (profile) =>
    ok({
      variables: profile.variables.map((variable) =>
        hasSecret(variable) ? { ...variable, defaultValue: MASK } : variable,
      ),
    }),
  );
}

/** Replaces all; the mask stands for the present value. */
export function updateClusterProfileVariables(call: Call): Reply {
  return onEntry(call, profiles(call.store), (profile) => {
    const old = new Map(profile.variables.map((variable) => [variable.name, variable.defaultValue]));
    const { variables = [] } = bodyOf(call, object({}, { variables: list(variable) }));
    const kept = variables.map((variable) => {
      const value = variable.defaultValue === MASK ? old.get(variable.name) : variable.defaultValue;
      const { defaultValue: _value, ...rest } = variable;
      return value === undefined ? rest : { ...rest, defaultValue: value };
    });
    profiles(call.store).put({ ...profile, variables: kept });
    return noContent;
  });
}

const hasSecret = ({ isSensitive, defaultValue }: Variable): boolean =>
  isSensitive === true && defaultValue !== undefined;

export function deleteClusterProfile(call: Call): Reply {
  return onEntry(call, profiles(call.store), (profile) => {
    const users = usersOf(call, profile.identity);
    if (users.length > 0) {
      return refusalWith('ClusterProfileInUse', 409, `The cluster profile is used by ${users.length} clusters.`);
    }
    profiles(call.store).remove(profile.identity);
    return noContent;
  });
}

function usersOf(call: Call, uid: string): readonly { uid: string; name: string; projectUid: string }[] {
  return clusters(call.store)
    .all()
    .filter(({ profiles: attached, state }) => state !== 'Deleted' && attached.some((profile) => profile.uid === uid))
    .map(({ identity, name, scope }) => ({ uid: identity, name, projectUid: scope }));
}

export function latest({ draft: written, published }: ProfileEntry): Template {
  return written ?? published ?? { cloudType: 'all', type: 'cluster', packs: [] };
}

function showProfile(call: Call, profile: ProfileEntry): unknown {
  const users = usersOf(call, profile.identity);
  return {
    metadata: metadataOf(profile),
    spec: {
      version: profile.version,
      ...(profile.draft === undefined ? {} : { draft: showTemplate(profile, profile.draft) }),
      ...(profile.published === undefined ? {} : { published: showTemplate(profile, profile.published) }),
    },
    status: {
      isPublished: profile.draft === undefined,
      inUseClusters: users,
      inUseClusterUids: users.map(({ uid }) => uid),
    },
  };
}

export function showTemplate({ identity, name, version }: ProfileEntry, template: Template): unknown {
  return {
    uid: identity,
    name,
    ...template,
    profileVersion: version,
    packs: template.packs.map((pack) => ({ ...pack, version: pack.tag, values: tidy(pack.values) })),
  };
}
