import { Output, type Stack } from 'landform';
import { DataMeshes, DataWorkshops } from 'landform/providers/asm';

export default (stack: Stack): void => {
  const meshes = new DataMeshes(stack, 'shop', { name: 'mesh-shop' });
  const tasks = new DataWorkshops(stack, 'tasks', { meshId: meshes.meshes.at(0).metadata.uid, name: 'bookinfo' });
  new Output(stack, 'port', { value: tasks.workshops.at(0).spec.ingress.port });
};
