import { Variable, type Stack } from 'landform';
import { License } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const content = new Variable(stack, 'license_content', { type: 'string', sensitive: true });
  new License(stack, 'license', { content: content.value, contentVersion: '2026' });
};
