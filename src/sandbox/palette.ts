import { SandboxError } from './error.js';
import {
  authenticate,
  authorize,
  createApiKey,
  deleteApiKey,
  endAccess,
  getApiKey,
  listApiKeys,
  refreshToken,
  switchApiKey,
  updateApiKey,
} from './palette/access.js';
import type { PaletteAccess } from './palette/access.js';
import {
  createVsphereAccount,
  deleteVsphereAccount,
  getVsphereAccount,
  listVsphereAccounts,
  updateVsphereAccount,
} from './palette/accounts.js';
import { clusterHandlers } from './palette/clusters.js';
import { configHandlers } from './palette/configs.js';
import { PALETTE, projects, refusal } from './palette/entries.js';
import { KINDS } from './palette/kinds.js';
import { Limit } from './palette/limit.js';
import { listPacks, seedPacks } from './palette/packs.js';
import {
  cloneClusterProfile,
  createClusterProfile,
  deleteClusterProfile,
  getClusterProfile,
  getClusterProfileVariables,
  listClusterProfiles,
  publishClusterProfile,
  updateClusterProfile,
  updateClusterProfileMetadata,
  updateClusterProfilePack,
  updateClusterProfilePackValues,
  updateClusterProfileVariables,
} from './palette/profiles.js';
import { advanceClusters } from './palette/provisioning.js';
import type { Pace } from './palette/provisioning.js';
import type { Store } from './store.js';
import type { Arrival, Reply, System } from './system.js';

/** How long a cluster takes by default: long enough to see its states. */
const MILLISECONDS = 2000;

/** Spectro Cloud Palette, with the documented API and the vendor's current one. */
export function palette(access: PaletteAccess): System {
  const pace: Pace = { milliseconds: MILLISECONDS, approvals: false, failing: undefined };
  const limit = new Limit();
  return {
    name: PALETTE,
    handlers: {
      authenticate: authenticate(access),
      refreshToken,
      createApiKey,
      listApiKeys,
      getApiKey,
      updateApiKey,
      switchApiKey,
      deleteApiKey,
      createClusterProfile,
      cloneClusterProfile,
      getClusterProfile,
      listClusterProfiles,
      updateClusterProfile,
      updateClusterProfilePackValues,
      updateClusterProfilePack,
      publishClusterProfile,
      updateClusterProfileMetadata,
      getClusterProfileVariables,
      updateClusterProfileVariables,
      deleteClusterProfile,
      createVsphereAccount,
      getVsphereAccount,
      listVsphereAccounts,
      updateVsphereAccount,
      deleteVsphereAccount,
      listPacks,
      ...clusterHandlers(pace),
      ...configHandlers(pace),
    },
    kinds: KINDS,
    controls: {
      // How long clusters take from now on, whether repaves wait for approval, and why the next cluster fails.
      provisioning: (values) => setPace(pace, values),
      // Enforces the limits of the real service: 10 requests per second, 50 for profiles and cloud configurations.
      rateLimit({ enabled }) {
        limit.keep(enabled === true);
        return { enabled: enabled === true };
      },
    },
    nullIsAbsent: true,
    authorize: (arrival, store) => throttled(limit, arrival) ?? authorize(access, arrival, store),
    advance(store, now) {
      endAccess(store, now);
      advanceClusters(pace, store, now);
    },
    refusal,
    seed: (store) => seed(access, store),
    environment: (url) => ({
      // Sandbox controls take effect at once.
      SPECTROCLOUD_LANDS_WITHIN_SECONDS: '1',
      SPECTROCLOUD_HOST: url,
      SPECTROCLOUD_APIKEY: access.apiKey,
      SPECTROCLOUD_PROJECT_UID: access.project,
    }),
  };
}

function throttled(limit: Limit, { url, now }: Arrival): Reply | undefined {
  return limit.exceeded(url.pathname, now.getTime()) ? refusal(429, 'Too many requests.') : undefined;
}

function setPace(pace: Pace, values: Readonly<Record<string, unknown>>): Pace {
  const { milliseconds = pace.milliseconds, approvals = pace.approvals, failing } = values;
  if (typeof milliseconds !== 'number' || typeof approvals !== 'boolean') {
    throw new SandboxError(
      'sandbox_bad_control',
      'provisioning takes `milliseconds`, a number, and `approvals`, true or false.',
    );
  }
  Object.assign(pace, { milliseconds, approvals, failing: typeof failing === 'string' ? failing : undefined });
  return { ...pace };
}

function seed(access: PaletteAccess, store: Store): void {
  projects(store).put({ identity: access.project, name: 'Default' });
  projects(store).put({ identity: 'project-other', name: 'Other' });
  seedPacks(store);
}
