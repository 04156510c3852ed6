import { Output, type Stack } from 'landform';
import { DataClusterProfile } from 'landform/providers/palette';

export default (stack: Stack): void => {
  const profile = new DataClusterProfile(stack, 'base', { name: 'base', version: '1.0.0' });
  new Output(stack, 'made_from_it', { value: profile.inUseBy });
};
