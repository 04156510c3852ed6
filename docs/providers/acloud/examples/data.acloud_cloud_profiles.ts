import { Output, type Stack } from 'landform';
import { DataCloudProfiles } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const profiles = new DataCloudProfiles(stack, 'hetzner', { type: 'hetzner' });
  new Output(stack, 'profile', { value: profiles.cloudProfiles.at(0).identity });
};
