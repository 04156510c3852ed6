import { App, Output, Stack, Variable } from 'landform';
import { AsmProvider, DataWorkshops, Mesh, Workshop } from 'landform/providers/asm';

const app = new App();
const stack = new Stack(app, 'asm');

// Region, project and credentials come from the environment: HW_REGION_NAME, HW_PROJECT_ID, HW_ACCESS_KEY and HW_SECRET_KEY, or
// a token or a password. "landform sandbox" prints some that need no account.
new AsmProvider(stack, 'asm');

const cluster = new Variable(stack, 'cluster', { type: 'string', description: 'Id of the cluster the mesh spans.' });
const nodes = new Variable(stack, 'nodes', {
  type: 'list(string)',
  description: "Ids of the nodes the mesh's components run on.",
});
// The load balancer in front of the gateway.
const elbId = new Variable(stack, 'load_balancer_id', { type: 'string' });
const elbIp = new Variable(stack, 'load_balancer_ip', { type: 'string' });

const mesh = new Mesh(stack, 'mesh', {
  name: 'mesh-shop',
  version: '1.18.7-r1',
  clusters: [{ clusterId: cluster.value, nodeIds: nodes.value, namespaces: ['default'] }],
  tags: { team: 'shop' },
});

// A small shop with a gateway of its own, to see the mesh at work. Whatever changes here makes another one.
const task = new Workshop(stack, 'task', {
  meshId: mesh.uid,
  name: 'bookinfo',
  description: 'A shop of books, to try traffic rules on',
  primaryCluster: cluster.value,
  ingress: { elbId: elbId.value, elbIp: elbIp.value, port: 8080 },
});

const tasks = new DataWorkshops(stack, 'tasks', { meshId: mesh.uid, dependsOn: [task] });

new Output(stack, 'shop', { value: `http://${task.ingress.elbIp}:${task.ingress.port}/productpage` });
new Output(stack, 'mesh_phase', { value: mesh.phase });
new Output(stack, 'first_task', { value: tasks.workshops.at(0).metadata.name });

app.synth();
