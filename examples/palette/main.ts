import type { Construct } from 'constructs';
import { App, Output, Stack, Variable } from 'landform';
import {
  ApiKey,
  CloudAccountVsphere,
  ClusterProfile,
  ClusterVsphere,
  DataPack,
  PaletteProvider,
} from 'landform/providers/palette';

/** The version of Kubernetes. Change it to 1.21.10, and the profile's pack is updated, and then the cluster. */
const KUBERNETES = '1.19.16';

/** One layer of a profile: a pack of the registry at one version, with the values it comes with. */
function layer(scope: Construct, name: string, version: string) {
  const pack = new DataPack(scope, name, { name, version });
  return { name, tag: version, uid: pack.uid, values: pack.values };
}

const app = new App();
const stack = new Stack(app, 'palette');

// Host, API key and project come from the environment: SPECTROCLOUD_HOST, SPECTROCLOUD_APIKEY,
// SPECTROCLOUD_PROJECT_UID. "landform sandbox" prints some that need no account.
new PaletteProvider(stack, 'palette');

// The password comes from outside, as TF_VAR_vcenter_password, and is never shown.
const server = new Variable(stack, 'vcenter_server', { type: 'string' });
const user = new Variable(stack, 'vcenter_user', { type: 'string' });
const password = new Variable(stack, 'vcenter_password', { type: 'string', sensitive: true });

// For whatever else shall talk to Palette. It is shown by nothing; `landform output --raw api_key` gives it.
const key = new ApiKey(stack, 'automation', { name: 'automation', expiry: '2030-01-01T00:00:00.000Z' });

const profile = new ClusterProfile(stack, 'profile', {
  name: 'cluster-profile-1',
  cloudType: 'vsphere',
  packs: [
    layer(stack, 'ubuntu-vsphere', '18.4.14'),
    layer(stack, 'kubernetes', KUBERNETES),
    layer(stack, 'cni-calico', '3.10.2'),
    layer(stack, 'csi-vsphere-csi', '1.0.0'),
  ],
});

const account = new CloudAccountVsphere(stack, 'account', {
  name: 'vcenter',
  vcenterServer: server.value,
  username: user.value,
  password: password.value,
  passwordVersion: '1',
});

const cluster = new ClusterVsphere(stack, 'cluster', {
  name: 'cluster-1',
  cloudAccountUid: account.uid,
  // With the revision the cluster follows its profile.
  profiles: [{ uid: profile.uid, revision: profile.revision }],
  datacenter: 'Datacenter',
  folder: 'landform',
  networkName: 'VM Network',
  machinePools: [
    { name: 'control-plane', controlPlane: true, size: 1, numCpus: 4, memoryMib: 8192, diskGib: 60 },
    { name: 'workers', size: 2, numCpus: 4, memoryMib: 8192, diskGib: 60 },
  ],
});

new Output(stack, 'cluster_state', { value: cluster.state });
new Output(stack, 'kubernetes_version', { value: KUBERNETES });
new Output(stack, 'api_key', { value: key.apiKey, sensitive: true });

app.synth();
