import { Output, type Stack } from 'landform';
import { DataPack } from 'landform/providers/palette';

export default (stack: Stack): void => {
  const calico = new DataPack(stack, 'calico', { name: 'cni-calico', version: '3.10.2' });
  new Output(stack, 'values', { value: calico.values });
};
