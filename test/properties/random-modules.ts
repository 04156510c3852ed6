import type { Chance, Document } from './random-configuration.js';

type Block = Record<string, unknown>;

/** The files of a folder, by name. */
export type Files = Readonly<Record<string, Block>>;

/** How a group of resources is called; decided once, so that later steps change the instances and not the addresses. */
interface Shape {
  readonly kind: 'root' | 'single' | 'counted' | 'keyed' | 'nested';
  /** Whether the call waits for the one before. */
  readonly waits: boolean;
}

/** Places groups of resources into modules: some in the root, some in modules with instances, some two levels deep. */
export class Placement {
  readonly #chance: Chance;
  readonly #shapes: readonly Shape[];

  constructor(chance: Chance, groups: number) {
    this.#chance = chance;
    this.#shapes = Array.from({ length: groups }, (_, index) => ({
      kind: index === 0 ? 'root' : chance.pick(['root', 'single', 'counted', 'keyed', 'nested'] as const),
      waits: chance.often(0.2),
    }));
  }

  /** The documents of the groups that stay in the root, for what is asked of single resources. */
  inRoot<T>(documents: readonly T[]): readonly T[] {
    return documents.filter((_, index) => this.#shapes[index]!.kind === 'root');
  }

  /** Addresses of modules and of instances of them. */
  modules(prefixes: readonly string[]): readonly string[] {
    return this.#shapes.flatMap(({ kind }, index) => {
      const module = `module.${prefixes[index]}m`;
      if (kind === 'root') return [];
      if (kind === 'single') return [module, `${module}.terraform_data.${prefixes[index]}r0`];
      return [module, kind === 'counted' ? `${module}[0]` : `${module}["k"]`];
    });
  }

  files(documents: readonly Document[], prefixes: readonly string[]): Files {
    const files: Record<string, Block> = {};
    const calls: Block = {};
    const outputs: Block = {};
    let before: string | undefined;
    for (const [index, shape] of this.#shapes.entries()) {
      if (shape.kind === 'root') continue;
      const prefix = prefixes[index]!;
      const document = documents[index]!;
      const name = `${prefix}m`;
      const call = this.#call(shape, prefix, before);
      if (shape.kind === 'nested') {
        files[`${name}/main.tf.json`] = this.#outer(prefix, document);
        files[`${name}/inner/main.tf.json`] = written(document);
      } else {
        files[`${name}/main.tf.json`] = written(document);
      }
      calls[name] = { source: `./${name}`, ...call };
      outputs[`${prefix}all`] = { value: `\${module.${name}}`, sensitive: true };
      const size = shape.kind === 'single' ? `\${length(keys(module.${name}))}` : `\${length(module.${name})}`;
      outputs[`${prefix}size`] = { value: `\${tostring(${size.slice(2, -1)})}` };
      before = name;
    }
    return {
      ...files,
      'modules.tf.json': before === undefined ? {} : { module: calls, output: outputs },
    };
  }

  #call({ kind, waits }: Shape, prefix: string, before: string | undefined): Block {
    const chance = this.#chance;
    const call: Block = {};
    if (kind === 'counted') call['count'] = chance.below(3);
    if (kind === 'keyed' || kind === 'nested')
      call['for_each'] = chance.pick<unknown>([{ k: 'x' }, { k: 'x', l: 'yy' }, '${toset(["l", "m.n"])}']);
    const values = ['given', '${upper("a")}', '${sensitive("s3")}'];
    if (kind === 'counted') values.push('c${count.index}');
    if (kind === 'keyed' || kind === 'nested') values.push('${each.key}', '${each.value}');
    if (before !== undefined) values.push(`\${nonsensitive(length(module.${before})) > 1 ? "many" : "few"}`);
    if (chance.often(0.6)) call[`${prefix}text`] = chance.pick(values);
    if (chance.often(0.3)) call[`${prefix}list`] = chance.pick([[], ['z'], ['y', 'z']]);
    if (waits && before !== undefined) call['depends_on'] = [`module.${before}`];
    return call;
  }

  /** A module around another one, which passes on its variables. */
  #outer(prefix: string, document: Document): Block {
    const chance = this.#chance;
    const [text, list] = [`${prefix}text`, `${prefix}list`];
    return {
      variable: { [text]: { default: 'o', sensitive: chance.often(0.2) }, [list]: { default: ['a'] } },
      locals: { [`${prefix}passed`]: `\${var.${text}}` },
      resource: { terraform_data: { [`${prefix}outer`]: { input: `\${var.${list}}` } } },
      module: {
        inner: {
          source: './inner',
          [text]: `\${local.${prefix}passed}`,
          [list]: `\${terraform_data.${prefix}outer.input}`,
        },
      },
      output: Object.fromEntries([
        [`${prefix}outer`, { value: `\${terraform_data.${prefix}outer.output}` }],
        ...Object.keys(document.output).map((name) => [name, { value: `\${module.inner.${name}}` }]),
      ]),
    };
  }
}

/** Neither tool accepts an empty block. */
export const written = (document: Document): Block =>
  Object.fromEntries(
    Object.entries(document).filter(([kind, blocks]) => kind === 'resource' || Object.keys(blocks as Block).length > 0),
  );
