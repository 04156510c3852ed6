import type { Stack } from 'landform';
import { DataMeshes, Workshop } from 'landform/providers/asm';

export default (stack: Stack): void => {
  const meshes = new DataMeshes(stack, 'shop', { name: 'mesh-shop' });
  new Workshop(stack, 'bookinfo', {
    meshId: meshes.meshes.at(0).metadata.uid,
    name: 'bookinfo',
    description: 'A shop of books, to try traffic rules on',
    primaryCluster: '8df4c986-b052-11ee-9662-0255ac101231',
    ingress: { elbId: '3dbde7e5-c277-4ea3-a424-edd339357eff', elbIp: '192.0.2.7', port: 8080 },
  });
};
