import { Group, together, type Chance, type Document } from './random-configuration.js';

type Block = Record<string, unknown>;

/** The document of a module, with what only modules have here. */
interface ModuleDocument extends Document {
  module?: Block;
  check?: Block;
  moved?: Block[];
  import?: Block[];
}

/** A folder of modules: the document of each, by its path; that of the root is the empty path. */
export type Folders = ReadonlyMap<string, ModuleDocument>;

interface Placed {
  readonly name: string;
  readonly group: Group;
  /** The module that calls it; undefined for the root. */
  readonly parent: Placed | undefined;
  readonly repetition: 'none' | 'count' | 'each';
  /** The name of its call, which moves change. */
  label: string;
}

/**
 * Groups as modules that call each other, up to three levels deep, in some steps. Each parent uses what its modules return, and
 * passes them values of its own. Later steps rename calls, and the first steps import some of the resources.
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
      this.#placed.push({
        name: `g${index}`,
        group: new Group(chance, `g${index}_`),
        parent,
        repetition,
        label: `g${index}`,
      });
    }
  }

  step(index: number): Folders {
    const folders = new Map<string, ModuleDocument>([['', together([this.#root.step(index)])]]);
    for (const { name, group } of this.#placed) folders.set(name, withoutMarks(together([group.step(index)])));
    // From the innermost, whose outputs the others use.
    for (const placed of this.#placed.toReversed()) {
      if (index > 0 && this.#chance.often(0.1)) continue;
      const parent = folders.get(placed.parent?.name ?? '')!;
      if (index > 0 && this.#chance.often(0.2)) parent.moved = [...(parent.moved ?? []), this.#rename(placed, index)];
      parent.module = { ...parent.module, [placed.label]: this.#call(placed) };
      this.#use(placed, Object.keys(folders.get(placed.name)!.output), parent);
    }
    for (const [name, document] of folders) {
      if (this.#chance.often(0.4)) document.check = this.#check(name === '' ? 'g_' : `${name}_`, document);
    }
    const imports = this.#imports(folders);
    if (imports.length > 0) folders.get('')!.import = imports;
    return folders;
  }

  #rename(placed: Placed, index: number): Block {
    const from = placed.label;
    placed.label = `${placed.name}s${index}`;
    return { from: `module.${from}`, to: `module.${placed.label}` };
  }

  /** A check of variables, local values and a resource; it may fail, which no plan and no apply minds. */
  #check(prefix: string, document: Document): Block {
    const single = singles(document);
    const conditions = [
      `\${var.${prefix}text != "yy"}`,
      `\${length(local.${prefix}keys) < 2}`,
      ...(single.length === 0 ? [] : [`\${terraform_data.${this.#chance.pick(single)}.output != "one"}`]),
    ];
    const rule = (): Block => ({ condition: this.#chance.pick(conditions), error_message: 'It should hold.' });
    return { [`${prefix}holds`]: { assert: this.#chance.often(0.3) ? [rule(), rule()] : [rule()] } };
  }

  /** Imports of resources that have one instance, in modules that have one. */
  #imports(folders: Folders): Block[] {
    const chance = this.#chance;
    const places: (readonly [path: string, document: ModuleDocument])[] = [['', folders.get('')!]];
    const single = new Map<Placed | undefined, string>([[undefined, '']]);
    for (const placed of this.#placed) {
      const outer = single.get(placed.parent);
      const calls = folders.get(placed.parent?.name ?? '')!.module ?? {};
      if (outer === undefined || placed.repetition !== 'none' || !Object.hasOwn(calls, placed.label)) continue;
      single.set(placed, `${outer}module.${placed.label}.`);
      places.push([single.get(placed)!, folders.get(placed.name)!]);
    }
    const found: Block[] = [];
    for (const [path, document] of places) {
      const names = singles(document);
      if (names.length === 0 || !chance.often(0.3)) continue;
      const name = chance.pick(names);
      const block = { to: `${path}terraform_data.${name}`, id: `found-${name}` };
      found.push(chance.often(0.2) ? { ...block, for_each: ['one'], id: `\${each.value}-${name}` } : block);
    }
    return found;
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
  #use({ name, label, parent, repetition }: Placed, outputs: readonly string[], document: ModuleDocument): void {
    const chance = this.#chance;
    const prefix = parent === undefined ? 'g_' : `${parent.name}_`;
    const module = `module.${label}`;
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

/** The names of the resources that have one instance. */
const singles = (document: Document): readonly string[] =>
  Object.entries(document.resource.terraform_data as Readonly<Record<string, Block>>).flatMap(([name, body]) =>
    'count' in body || 'for_each' in body ? [] : [name],
  );

/** Outputs without `sensitive`: of a module with instances, Terraform forgets it. Secrets keep their own marks. */
function withoutMarks(document: Document): Document {
  const outputs = Object.entries(document.output as Readonly<Record<string, Block>>);
  const unmarked = outputs.map(([name, { sensitive: _, ...output }]) => [name, output]);
  return { ...document, output: Object.fromEntries(unmarked) as Block };
}
