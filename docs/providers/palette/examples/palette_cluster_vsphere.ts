import type { Stack } from 'landform';
import { ClusterVsphere, DataCloudAccount, DataClusterProfile } from 'landform/providers/palette';

export default (stack: Stack): void => {
  const account = new DataCloudAccount(stack, 'vcenter', { name: 'vcenter' });
  const profile = new DataClusterProfile(stack, 'base', { name: 'base', version: '1.0.0' });
  new ClusterVsphere(stack, 'shop', {
    name: 'shop',
    cloudAccountUid: account.uid,
    profiles: [
      {
        uid: profile.uid,
        // A new revision of the profile updates the cluster.
        revision: profile.revision,
        packValues: [{ name: 'cni-calico', values: 'mtu: 9000' }],
      },
    ],
    datacenter: 'Datacenter',
    folder: 'shop',
    networkName: 'VM Network',
    sshKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxyz shop'],
    machinePools: [
      { name: 'control-plane', controlPlane: true, size: 3, numCpus: 4, memoryMib: 8192, diskGib: 60 },
      { name: 'workers', size: 5, numCpus: 8, memoryMib: 16384, diskGib: 120 },
    ],
  });
};
