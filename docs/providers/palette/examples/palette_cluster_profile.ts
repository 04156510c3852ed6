import type { Stack } from 'landform';
import { ClusterProfile, DataPack } from 'landform/providers/palette';

export default (stack: Stack): void => {
  const kubernetes = new DataPack(stack, 'kubernetes', { name: 'kubernetes', version: '1.21.10' });
  new ClusterProfile(stack, 'base', {
    name: 'base',
    cloudType: 'vsphere',
    labels: { team: 'platform' },
    packs: [
      { name: 'ubuntu-vsphere', tag: '18.4.14' },
      { name: 'kubernetes', tag: '1.21.10', uid: kubernetes.uid, values: kubernetes.values },
      { name: 'cni-calico', tag: '3.10.2' },
      { name: 'csi-vsphere-csi', tag: '1.0.0' },
    ],
    variables: [{ name: 'region', format: 'string', required: true }],
  });
};
