import type { Stack } from 'landform';
import { Mesh } from 'landform/providers/asm';

export default (stack: Stack): void => {
  new Mesh(stack, 'shop', {
    name: 'mesh-shop',
    version: '1.18.7-r1',
    clusters: [
      {
        clusterId: '8df4c986-b052-11ee-9662-0255ac101231',
        nodeIds: ['b07b6512-b053-11ee-9662-0255ac101231'],
        namespaces: ['default'],
      },
    ],
    tags: { team: 'shop' },
  });
};
