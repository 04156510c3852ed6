import type { Stack } from 'landform';
import { Plugin, PluginsUpdate } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  // Existing deployments keep their version of the plugin until they are updated.
  const update = new PluginsUpdate(stack, 'update', { blueprintId: 'shop', allToLatest: true });
  new Plugin(stack, 'openstack', {
    archiveUrl: 'https://plugins.example.org/cloudify_openstack_plugin-3.3.1-py36-none-linux_x86_64.wgn',
    title: 'OpenStack',
    lifecycle: { actionTriggers: [{ events: ['after_create'], actions: [update] }] },
  });
};
