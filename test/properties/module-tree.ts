import { Group, together, type Chance, type Document } from './random-configuration.js';

type Block = Record<string, unknown>;

/** A folder of modules: the document of each, by its path; that of the root is the empty path. */
export type Folders = ReadonlyMap<string, Document & { readonly module?: Block }>;

interface Placed {
  readonly name: string;
  readonly group: Group;
  /** The module that calls it; undefined for the root. */
  readonly parent: Placed | undefined;
  readonly repetition: 'none' | 'count' | 'each';
}

/**
 * Groups as modules that call each other, up to three levels deep, in some steps. Each parent uses what its modules return, and
 * passes them values of its own.
 */
export class ModuleTree {
  readonly #chance: Chance;
  readonly #root: Group;
  readonly #placed: Placed[] = [];

  constructor(chance: Chance, count: number) {
    this.#chance = chance;
    this.#root = new Group(chance, 'g_');
    for (let index = 0; index < count; index += 1) {
      const parent = chance.often(0.5) ? undefined : this.#placed.at(-1);
      const repetition = chance.pick(['none', 'none', 'count', 'each'] as const);
      this.#placed.push({ name: `g${index}`, group: new Group(chance, `g${index}_`), parent, repetition });
    }
  }

  step(index: number): Folders {
    const folders = new Map<string, Document & { module?: Block }>([['', together([this.#root.step(index)])]]);
    for (const { name, group } of this.#placed) folders.set(name, withoutMarks(together([group.step(index)])));
    // From the innermost, whose outputs the others use.
    for (const placed of this.#placed.toReversed()) {
      if (index > 0 && this.#chance.often(0.1)) continue;
      const parent = folders.get(placed.parent?.name ?? '')!;
      parent.module = { ...parent.module, [placed.name]: this.#call(placed) };
      this.#use(placed, Object.keys(folders.get(placed.name)!.output), parent);
    }
    return folders;
  }

  #call({ name, parent, repetition }: Placed): Block {
    const chance = this.#chance;
    const outer = parent === undefined ? 'g_' : `${parent.name}_`;
    const call: Block = { source: parent === undefined ? `./${name}` : `../${name}` };
    if (repetition === 'count') call['count'] = chance.pick<unknown>([0, 1, 2, `\${var.${outer}number}`]);
    if (repetition === 'each')
      call['for_each'] = chance.pick<unknown>([{ k: 1 }, { k: 1, 'l.m': 2 }, `\${toset(local.${outer}keys)}`]);
    const own = repetition === 'count' ? '${count.index}' : repetition === 'each' ? '${each.key}' : 'plain';
    if (chance.often(0.5)) call[`${name}_text`] = chance.pick([`\${var.${outer}text}`, own, `\${local.${outer}text}`]);
    if (chance.often(0.4)) call[`${name}_maybe`] = chance.pick([`\${var.${outer}secret}`, own, 'given']);
    if (chance.often(0.3)) call[`${name}_number`] = `\${var.${outer}number}`;
    if (chance.often(0.3)) call[`${name}_list`] = chance.pick<unknown>([[], ['p'], `\${var.${outer}list}`]);
    return call;
  }

  /** What the parent does with the outputs of a module: through an output, a local value and a resource. */
  #use(
    { name, parent, repetition }: Placed,
    outputs: readonly string[],
    document: Document & { module?: Block },
  ): void {
    const chance = this.#chance;
    const prefix = parent === undefined ? 'g_' : `${parent.name}_`;
    const module = `module.${name}`;
    const resources = document.resource.terraform_data;
    if (outputs.length === 0) {
      if (chance.often(0.3)) resources[`${prefix}after_${name}`] = { depends_on: [module] };
      return;
    }
    const output = chance.pick(outputs);
    const all =
      repetition === 'count'
        ? `\${${module}[*].${output}}`
        : repetition === 'each'
          ? `\${{ for key, one in ${module} : key => one.${output} }}`
          : `\${${module}.${output}}`;
    if (chance.often(0.6))
      document.output[`${prefix}of_${name}`] = parent === undefined ? { value: all, sensitive: true } : { value: all };
    if (chance.often(0.5)) resources[`${prefix}uses_${name}`] = { input: all };
    if (chance.often(0.3)) {
      document.locals[`${prefix}of_${name}`] = all;
      resources[`${prefix}local_${name}`] = { input: `\${local.${prefix}of_${name}}` };
    }
    if (chance.often(0.2)) resources[`${prefix}after_${name}`] = { depends_on: [module] };
  }
}

/** Outputs without `sensitive`: of a module with instances, Terraform forgets it. Secrets keep their own marks. */
function withoutMarks(document: Document): Document {
  const outputs = Object.entries(document.output as Readonly<Record<string, Block>>);
  const unmarked = outputs.map(([name, { sensitive: _, ...output }]) => [name, output]);
  return { ...document, output: Object.fromEntries(unmarked) as Block };
}
