import { Output, type Stack } from 'landform';
import { DataPermissions } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const viewer = new DataPermissions(stack, 'viewer', { role: 'viewer' });
  new Output(stack, 'what_viewers_may_do', { value: viewer.permissions });
};
