import { parameter, bodyOf } from '../asked.js';
import type { Entry } from '../collection.js';
import { list, object, text } from '../shape.js';
import type { Reply } from '../system.js';
import { ofManager } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { collectionOf } from './entries.js';
import { noContent, ok, Refused } from './refusal.js';

interface GraphEntry extends Entry {
  readonly execution_id: string;
  readonly name: string;
}

interface OperationEntry extends Entry {
  readonly tasks_graph: string;
  readonly state: string;
}

const graphs = collectionOf<GraphEntry>('tasksGraphs');
const operations = collectionOf<OperationEntry>('operations');

const graphBody = object({ execution_id: text, name: text }, { operations: list(object({}, { id: text })) });

/** Steps of executions, as workflows store them (Conductor document, sections Operations and Tasks Graphs). */
export const graphsDomain: Domain = {
  operations: {
    listOperations: ofManager('operations', (ask) => {
      const graph = ask.query['graph_id'];
      const found =
        graph === undefined ? operations(ask.store).all() : operations(ask.store).where('tasks_graph', graph);
      return ok(found.map(showOperation));
    }),
    createOperation: ofManager('operations', (ask) => {
      const { graph_id: graph, ...given } = bodyOf(ask, object({ graph_id: text }));
      const identity = operationId(ask);
      if (operations(ask.store).get(identity) !== undefined)
        throw new Refused(409, `Operation with id ${identity} already exists`);
      if (graphs(ask.store).get(graph) === undefined)
        throw new Refused(404, `Requested \`TasksGraph\` with ID \`${graph}\` was not found`);
      const made = newOperation(identity, graph, given);
      operations(ask.store).put(made);
      return ok(showOperation(made));
    }),
    updateOperation: ofManager('operations', (ask) => {
      const { state } = bodyOf(ask, object({ state: text }));
      const changed = { ...ownOperation(ask), state };
      operations(ask.store).put(changed);
      return ok(showOperation(changed));
    }),
    deleteOperation: ofManager('operations', (ask) => {
      operations(ask.store).remove(ownOperation(ask).identity);
      return noContent;
    }),
    listTasksGraphs: ofManager('operations', listGraphs),
    createTasksGraph: ofManager('operations', (ask) => {
      const { execution_id, name, operations: given = [] } = bodyOf(ask, graphBody);
      const identity = ask.store.newIdentity();
      const made = { identity, execution_id, name };
      graphs(ask.store).put(made);
      for (const operation of given) {
        const { id = ask.store.newIdentity(), ...rest } = operation;
        operations(ask.store).put(newOperation(id, identity, rest));
      }
      return ok(showGraph(made));
    }),
  },
  kinds: {
    tasksGraphs: {
      complete: (values, store) => ({
        execution_id: '',
        name: 'made-elsewhere',
        identity: store.newIdentity(),
        ...values,
      }),
    },
    operations: {
      complete: ({ id, tasks_graph = '', ...values }, store) =>
        newOperation(typeof id === 'string' ? id : store.newIdentity(), String(tasks_graph), values),
    },
  },
};

const operationId = (ask: Ask): string => parameter(ask, 'operation_id');

function newOperation(identity: string, graph: string, given: object): OperationEntry {
  return {
    name: '',
    type: 'RemoteWorkflowTask',
    state: 'PENDING',
    dependencies: [],
    parameters: {},
    ...given,
    identity,
    tasks_graph: graph,
  };
}

function ownOperation(ask: Ask): OperationEntry {
  const found = operations(ask.store).get(operationId(ask));
  if (found === undefined)
    throw new Refused(404, `Requested \`Operation\` with ID \`${operationId(ask)}\` was not found`);
  return found;
}

/** Called a list; if one exists, it is shown by itself. */
function listGraphs({ store, query }: Ask): Reply {
  const { execution_id: execution, name } = query;
  const found = graphs(store)
    .all()
    .filter((graph) => execution === undefined || graph.execution_id === execution)
    .filter((graph) => name === undefined || graph.name === name)
    .map(showGraph);
  return ok(found.length === 1 ? found[0] : found);
}

function showGraph({ identity, execution_id, name }: GraphEntry): Readonly<Record<string, unknown>> {
  return { id: identity, execution_id, name };
}

function showOperation({ identity, ...told }: OperationEntry): Readonly<Record<string, unknown>> {
  return { id: identity, manager_name: null, agent_name: null, ...told };
}
