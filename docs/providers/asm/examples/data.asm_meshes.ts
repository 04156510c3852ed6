import { Output, type Stack } from 'landform';
import { DataMeshes } from 'landform/providers/asm';

export default (stack: Stack): void => {
  const old = new DataMeshes(stack, 'old', { version: '1.15.7-r1' });
  new Output(stack, 'old_meshes', { value: old.meshes });
};
