import type { Stack } from 'landform';
import { DataClusterProfile, ProfilePublish } from 'landform/providers/palette';

export default (stack: Stack): void => {
  const profile = new DataClusterProfile(stack, 'base', { name: 'base', version: '1.0.0' });
  // Publishes a draft from the console: landform apply --invoke=action.palette_profile_publish.publish
  new ProfilePublish(stack, 'publish', { uid: profile.uid });
};
