import type { Stack } from 'landform';
import { Snapshot } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  new Snapshot(stack, 'before-upgrade', { id: 'before-upgrade', includeEvents: false, includeLogs: false });
};
