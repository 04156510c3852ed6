import type { Stack } from 'landform';
import { Blueprint, Deployment, Site } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const blueprint = new Blueprint(stack, 'blueprint', { blueprintId: 'shop', archive: 'blueprints/shop' });
  const london = new Site(stack, 'london', { name: 'london', location: '51.509865, -0.118092' });
  new Deployment(stack, 'shop-london', {
    id: 'shop-london',
    blueprintId: blueprint.blueprintId,
    inputs: { port: 8080 },
    siteName: london.name,
    labels: { team: ['shops'] },
    // Runs the workflow "install" after the create, and "uninstall" before the delete.
    install: true,
  });
};
