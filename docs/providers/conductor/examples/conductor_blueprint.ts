import type { Stack } from 'landform';
import { Blueprint } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  // A folder of the project. It is packed reproducibly, so it is only uploaded again if its content changes.
  new Blueprint(stack, 'blueprint', {
    blueprintId: 'shop',
    archive: 'blueprints/shop',
    visibility: 'tenant',
    labels: { team: ['shops'] },
  });
};
