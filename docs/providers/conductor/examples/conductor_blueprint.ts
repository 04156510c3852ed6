import type { Stack } from 'landform';
import { Blueprint } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  // A folder of the project. It is packed the same way every time, so only another content uploads it again.
  new Blueprint(stack, 'blueprint', {
    blueprintId: 'shop',
    archive: 'blueprints/shop',
    visibility: 'tenant',
    labels: { team: ['shops'] },
  });
};
