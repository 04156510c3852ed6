import { buildGraph } from '../engine/index.js';
import { references } from '../language/index.js';
import { hasErrors, type Diagnostic } from '../model/index.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';

export type NodeKind =
  'variable' | 'local' | 'provider' | 'resource' | 'data' | 'action' | 'output' | 'check' | 'import' | 'module';

export interface StackGraph {
  readonly name: string;
  readonly nodes: readonly { readonly name: string; readonly kind: NodeKind }[];
  /** From the dependent to the dependency, by name. */
  readonly edges: readonly (readonly [string, string])[];
}

export interface GraphResult {
  readonly stacks: readonly StackGraph[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The dependency graph of the configuration. Cycles are included. */
export async function graph(env: OperationEnvironment, options: StackOptions = {}): Promise<GraphResult> {
  return guarded<GraphResult>({ stacks: [] }, async (seen) => {
    const project = await openProject(env, options, seen);
    if (hasErrors(project.diagnostics)) return { stacks: [], diagnostics: project.diagnostics };
    const stacks = project.stacks.map((stack): StackGraph => {
      const built = buildGraph(stack.configuration, references);
      const nodes = built.nodes.map((node, index) => ({ name: built.names[index] ?? '', kind: kindOf(node) }));
      const edges = nodes.flatMap(({ name }, index) =>
        (built.needs[index] ?? []).flatMap((need) => {
          const needed = nodes[need];
          return needed === undefined ? [] : [[name, needed.name] as const];
        }),
      );
      return { name: stack.name, nodes, edges };
    });
    return { stacks, diagnostics: project.diagnostics };
  });
}

type GraphNode = ReturnType<typeof buildGraph>['nodes'][number];

function kindOf(node: GraphNode): NodeKind {
  if (node.kind === 'resource') return node.resource.address.mode === 'data' ? 'data' : 'resource';
  return node.kind === 'call' || node.kind === 'end' ? 'module' : node.kind;
}
