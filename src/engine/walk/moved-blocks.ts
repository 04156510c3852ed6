import {
  addressIn,
  formatInstance,
  formatKey,
  formatModule,
  formatResource,
  modulesOf,
  parseAddress,
  parseModule,
  splitModule,
  type Configuration,
  type InstanceKey,
  type InstanceState,
  type ModuleStep,
  type MovedConfiguration,
  type RefreshedEntry,
  type ResourceAddress,
  type ResourceState,
  type State,
  errorDiagnostic,
  type Diagnostic,
} from '../../model/index.js';

/** An instance that continues under another address. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A `moved` block with its addresses taken apart. They are relative to any instance of the module of the block. */
export interface MoveStatement {
  readonly block: MovedConfiguration;
  /** The calls that lead to the module of the block. */
  readonly declared: readonly ModuleStep[];
  readonly from: Endpoint;
  readonly to: Endpoint;
}

interface Endpoint {
  readonly steps: readonly ModuleStep[];
  /** Absent if a module moves. */
  readonly resource?: Pick<ResourceAddress, 'mode' | 'type' | 'name'>;
  readonly key: InstanceKey;
}

export function moveStatements(configuration: Configuration): readonly MoveStatement[] {
  return modulesOf(configuration).flatMap(({ path, moved }) =>
    moved.map((block) => ({
      block,
      declared: parseModule(path) ?? [],
      from: endpointOf(block.from),
      to: endpointOf(block.to),
    })),
  );
}

function endpointOf(text: string): Endpoint {
  const address = parseAddress(text);
  if (address === undefined) return { steps: parseModule(text) ?? [], key: undefined };
  const { module, ...resource } = address.resource;
  return { steps: parseModule(module) ?? [], resource, key: address.key };
}

/**
 * The statements in the order in which they apply: one that begins where another ends comes after it. The first of a
 * cycle in its place if there is one.
 */
export function orderStatements(
  statements: readonly MoveStatement[],
): { readonly order: readonly MoveStatement[] } | { readonly cycle: MoveStatement } {
  const order: MoveStatement[] = [];
  const left = new Set(statements);
  while (left.size > 0) {
    const ready = [...left].filter((one) => ![...left].some((other) => other !== one && follows(one, other)));
    const [stuck] = left;
    if (ready.length === 0 && stuck !== undefined) return { cycle: stuck };
    for (const one of ready) {
      order.push(one);
      left.delete(one);
    }
  }
  return { order };
}

/** Whether a statement begins at the end of another one, or inside the module that the other moves. */
function follows(one: MoveStatement, other: MoveStatement): boolean {
  const [from, to] = [absolute(one, one.block.from), absolute(other, other.block.to)];
  return from === to || from.startsWith(`${to}.`) || from.startsWith(`${to}[`);
}

/** The address of an endpoint from the root, without the keys of the module of the block. */
export const absolute = ({ declared }: MoveStatement, address: string): string =>
  addressIn(formatModule(declared), address);

export const moveStillDeclared = ({ source, origin }: MovedConfiguration, address: string): Diagnostic =>
  errorDiagnostic('invalid-move', `${address} moves, but is still declared`, {
    source,
    ...(origin === undefined ? {} : { origin }),
    detail: 'Remove its declaration, or remove this block.',
  });

/** A resource in state on its way, with the addresses that its instances had at first. */
interface Moving extends Pick<ResourceState, 'address' | 'provider'> {
  readonly instances: Map<string, InstanceState>;
  readonly origins: Map<string, string>;
}

export interface MovedState {
  readonly state: State;
  readonly moves: ReadonlyMap<string, Move>;
  /** What apply must record. */
  readonly entries: readonly RefreshedEntry[];
  /** Statements that found an object in place of another. */
  readonly blocked: readonly MoveStatement[];
}

/** Moves the objects in state as the statements say, in their order. An object is never moved over another one. */
export function applyMoves(state: State, statements: readonly MoveStatement[]): MovedState {
  const resources = new Map<string, Moving>();
  for (const [key, { address, provider, instances }] of state.resources) {
    const origins = new Map([...instances].map(([id, instance]) => [id, formatInstance(key, instance.key)]));
    resources.set(key, { address, provider, instances: new Map(instances), origins });
  }
  const blocked = statements.filter((statement) => !applyOne(statement, resources));
  const moves = new Map<string, Move>();
  const [gone, come]: [RefreshedEntry[], RefreshedEntry[]] = [[], []];
  const moved = new Map<string, ResourceState>();
  for (const [key, { address, provider, instances, origins }] of resources) {
    if (instances.size === 0) continue;
    moved.set(key, { address, provider, instances });
    for (const [id, instance] of instances) {
      const to = formatInstance(key, instance.key);
      const from = origins.get(id) ?? to;
      const before = from === to ? undefined : parseAddress(from);
      if (before === undefined) continue;
      moves.set(to, { from, to });
      const old = { resource: before.resource, key: before.key, provider };
      const now = { resource: address, key: instance.key, provider };
      if (instance.current !== undefined) {
        gone.push({ ref: old, object: null });
        come.push({ ref: now, object: instance.current });
      }
      for (const [deposed, object] of instance.deposed) {
        gone.push({ ref: { ...old, deposed }, object: null });
        come.push({ ref: { ...now, deposed }, object });
      }
    }
  }
  return {
    state: moves.size === 0 ? state : { ...state, resources: moved },
    moves,
    entries: [...gone, ...come],
    blocked,
  };
}

/** False if something is in the way of an object. */
function applyOne(statement: MoveStatement, resources: Map<string, Moving>): boolean {
  const { from, to } = statement;
  const isOfInstance = from.resource !== undefined && (from.key !== undefined || to.key !== undefined);
  const existing = new Set(resources.keys());
  const modules = new Set([...existing].map((key) => splitModule(key).module));
  let free = true;
  for (const key of existing) {
    const moving = resources.get(key);
    const address = moving === undefined ? undefined : destination(statement, moving.address);
    if (moving === undefined || address === undefined || moving.instances.size === 0) continue;
    const target = formatResource(address);
    if (isOfInstance) {
      free = moveInstance(moving, target, address, statement, resources) && free;
    } else if (from.resource === undefined ? isTaken(statement, address.module, modules) : existing.has(target)) {
      free = false;
    } else {
      resources.delete(key);
      resources.set(target, { ...moving, address });
    }
  }
  return free;
}

function moveInstance(
  moving: Moving,
  target: string,
  address: ResourceAddress,
  { from, to }: MoveStatement,
  resources: Map<string, Moving>,
): boolean {
  const [id, next] = [formatKey(from.key), formatKey(to.key)];
  const instance = moving.instances.get(id);
  if (instance === undefined) return true;
  const known = resources.get(target);
  if (known?.instances.has(next) === true) return false;
  const place = known ?? { address, provider: moving.provider, instances: new Map(), origins: new Map() };
  moving.instances.delete(id);
  place.instances.set(next, { ...instance, key: to.key });
  place.origins.set(next, moving.origins.get(id) ?? formatInstance(formatResource(moving.address), from.key));
  resources.set(target, place);
  return true;
}

/** Whether the module instance that a module would become already has something in state. */
function isTaken({ declared, to }: MoveStatement, module: string, modules: ReadonlySet<string>): boolean {
  const place = formatModule((parseModule(module) ?? []).slice(0, declared.length + to.steps.length));
  for (const other of modules) if (other === place || other.startsWith(`${place}.`)) return true;
  return false;
}

/** The address that a resource has after a statement; undefined if the statement is not about it. */
function destination({ declared, from, to }: MoveStatement, address: ResourceAddress): ResourceAddress | undefined {
  const steps = parseModule(address.module) ?? [];
  if (steps.length < declared.length || !declared.every(({ name }, index) => steps[index]?.name === name))
    return undefined;
  const around = steps.slice(0, declared.length);
  const inside = steps.slice(declared.length);
  const isCall = from.steps.at(-1)?.key === undefined && to.steps.at(-1)?.key === undefined;
  const last = from.steps.length - 1;
  const isMet = from.steps.every(({ name, key }, index) => {
    const step = inside[index];
    // A call moves with all instances of its module.
    const isAny = from.resource === undefined && isCall && index === last;
    return step?.name === name && (isAny || step.key === key);
  });
  if (!isMet) return undefined;
  if (from.resource === undefined) {
    const key = isCall ? inside[last]?.key : to.steps.at(-1)?.key;
    const moved = [...to.steps.slice(0, -1), ...to.steps.slice(-1).map(({ name }) => ({ name, key }))];
    return { ...address, module: formatModule([...around, ...moved, ...inside.slice(from.steps.length)]) };
  }
  const { mode, type, name } = from.resource;
  if (inside.length !== from.steps.length) return undefined;
  if (address.mode !== mode || address.type !== type || address.name !== name) return undefined;
  return { ...address, ...to.resource, module: formatModule([...around, ...to.steps]) };
}
