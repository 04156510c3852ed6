import { Output, type Stack } from 'landform';
import { DataCloudAccount } from 'landform/providers/palette';

export default (stack: Stack): void => {
  const account = new DataCloudAccount(stack, 'vcenter', { name: 'vcenter' });
  new Output(stack, 'address', { value: account.vcenterServer });
};
