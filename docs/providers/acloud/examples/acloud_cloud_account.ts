import type { Stack } from 'landform';
import { CloudAccount, DataCloudProfiles } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const profiles = new DataCloudProfiles(stack, 'aws', { type: 'aws' });
  new CloudAccount(stack, 'prod', {
    displayName: 'Production',
    cloudProfile: profiles.cloudProfiles.at(0).identity,
    metadata: { owner: 'platform' },
  });
};
