import type { JsonObject } from '../../../../src/model/index.js';
import type { Manager } from './manager.js';

/** The main file of a blueprint with an input, an output, a capability and one node. */
export const WEB: JsonObject = {
  description: 'A web server.',
  inputs: { port: { type: 'integer', default: 80 }, motto: { type: 'string', default: 'hello' } },
  node_templates: { server: { type: 'cloudify.nodes.WebServer', properties: { port: { get_input: 'port' } } } },
  outputs: {
    url: { value: { concat: ['http://', { get_attribute: ['server', 'address'] }, ':', { get_input: 'port' }] } },
  },
  capabilities: { port: { value: { get_input: 'port' } } },
  labels: { 'csys-obj-type': { values: ['service'] }, owner: { values: ['platform'] } },
};

/** A blueprint that was uploaded past the provider. */
export async function web(manager: Manager, id = 'web', more: JsonObject = {}): Promise<void> {
  await manager.made('blueprints', { id, plan: WEB, ...more });
}
