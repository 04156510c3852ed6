/** A seeded choice, so that a seed names one configuration. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Mulberry32: a number of [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  often(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }
}

type Block = Record<string, unknown>;

interface Resource {
  readonly name: string;
  readonly repetition: 'none' | 'count' | 'each';
  readonly body: Block;
}

export interface Document {
  readonly resource: { readonly terraform_data: Block };
  readonly variable: Block;
  readonly locals: Block;
  readonly output: Block;
}

const CONSTANTS = [
  'one',
  'two words',
  '',
  'é',
  3,
  0.5,
  -7,
  true,
  false,
  null,
  ['a', 'b'],
  [],
  { k: 'v' },
  {},
  [1, ['x']],
];
const KEYS = ['k', 'l', 'm.n', 'o p'];

/**
 * One group of `terraform_data` in three steps: variables, locals, resources that refer to earlier ones, outputs. Names begin
 * with the prefix, so groups can share a folder. Later steps change some of the resources and keep the others.
 */
export class Group {
  readonly prefix: string;
  readonly #chance: Chance;
  #resources: Resource[] = [];

  constructor(chance: Chance, prefix: string) {
    this.#chance = chance;
    this.prefix = prefix;
  }

  step(index: number): Document {
    const chance = this.#chance;
    const count = 1 + chance.below(5);
    const kept = index === 0 ? [] : this.#resources;
    this.#resources = [];
    for (let position = 0; position < count; position += 1) {
      const before = kept[position];
      const keep = before !== undefined && chance.often(0.5) && this.#fits(before);
      this.#resources.push(keep ? before : this.#resource(`${this.prefix}r${position}`));
    }
    return {
      resource: { terraform_data: Object.fromEntries(this.#resources.map(({ name, body }) => [name, body])) },
      variable: this.#variables(),
      locals: this.#locals(),
      output: this.#outputs(),
    };
  }

  /** What a kept resource refers to must still be there, with the same repetition. */
  #fits({ body }: Resource): boolean {
    const text = JSON.stringify(body);
    const named = [...text.matchAll(/terraform_data\.(\w+)(.?)/g)];
    return named.every(([, name, mark]) => {
      const found = this.#resources.find((other) => other.name === name);
      return found !== undefined && (mark === '[') === (found.repetition !== 'none');
    });
  }

  #variables(): Block {
    const { prefix } = this;
    const rule = {
      condition: `\${length(var.${prefix}text) < 20}`,
      error_message: 'It must be short.',
    };
    return {
      [`${prefix}text`]: { type: 'string', default: this.#chance.pick(['x', 'yy']), validation: [rule] },
      [`${prefix}number`]: { type: 'number', default: this.#chance.below(3) },
      [`${prefix}secret`]: { type: 'string', default: this.#chance.pick(['s1', 's2']), sensitive: true },
      [`${prefix}maybe`]: { type: 'string', default: null, description: 'May be null.' },
      [`${prefix}list`]: { type: 'list(string)', default: this.#chance.pick([[], ['a'], ['a', 'b']]) },
    };
  }

  #locals(): Block {
    const { prefix } = this;
    return {
      [`${prefix}text`]: this.#chance.pick([`\${var.${prefix}text}-local`, 'constant', `\${upper(var.${prefix}text)}`]),
      [`${prefix}map`]: { a: `\${var.${prefix}text}`, b: this.#chance.pick(['b', `\${var.${prefix}secret}`]) },
      [`${prefix}keys`]: this.#chance.pick([['k'], ['k', 'l'], ['l', 'm.n']]),
    };
  }

  #resource(name: string): Resource {
    const chance = this.#chance;
    const repetition = chance.pick(['none', 'none', 'none', 'count', 'each'] as const);
    const body: Block = {};
    if (repetition === 'count') body['count'] = this.#count();
    if (repetition === 'each') body['for_each'] = this.#each();
    if (chance.often(0.85)) body['input'] = this.#input(repetition);
    if (chance.often(0.3)) body['triggers_replace'] = this.#input(repetition);
    if (chance.often(0.2) && this.#resources.length > 0)
      body['depends_on'] = [`terraform_data.${chance.pick(this.#resources).name}`];
    const lifecycle = this.#lifecycle();
    if (Object.keys(lifecycle).length > 0) body['lifecycle'] = lifecycle;
    return { name, repetition, body };
  }

  #count(): unknown {
    const { prefix } = this;
    return this.#chance.pick<unknown>([
      0,
      1,
      2,
      3,
      `\${var.${prefix}number}`,
      `\${length(var.${prefix}list)}`,
      `\${var.${prefix}number > 1 ? 1 : 0}`,
    ]);
  }

  #each(): unknown {
    const { prefix } = this;
    const keys = KEYS.filter(() => this.#chance.often(0.5));
    const repeated = this.#resources.filter((resource) => resource.repetition === 'each');
    return this.#chance.pick<unknown>([
      Object.fromEntries(keys.map((key, index) => [key, index])),
      `\${toset(local.${prefix}keys)}`,
      `\${toset(var.${prefix}list)}`,
      `\${{ for index, item in var.${prefix}list : item => index }}`,
      ...(repeated.length === 0 ? [] : [`\${terraform_data.${this.#chance.pick(repeated).name}}`]),
    ]);
  }

  #input(repetition: Resource['repetition']): unknown {
    const chance = this.#chance;
    const kind = chance.below(10);
    if (kind < 3) return chance.pick(CONSTANTS);
    if (kind < 4 && repetition === 'count') return chance.pick(['${count.index}', 'n${count.index}']);
    if (kind < 4 && repetition === 'each')
      return chance.pick(['${each.key}', '${each.value}', '${{ key = each.key }}']);
    if (kind < 8) return this.#reference();
    if (kind < 9) return [this.#reference(), chance.pick(CONSTANTS)];
    return { a: this.#reference(), b: chance.pick(CONSTANTS) };
  }

  #reference(): string {
    const { prefix } = this;
    const chance = this.#chance;
    const simple = [
      `\${var.${prefix}text}`,
      `\${var.${prefix}secret}`,
      `\${local.${prefix}text}`,
      `\${local.${prefix}map}`,
      `\${local.${prefix}map.b}`,
      `\${sensitive("hidden")}`,
      `\${var.${prefix}maybe == null ? "none" : var.${prefix}maybe}`,
      `\${[for item in var.${prefix}list : upper(item)]}`,
    ];
    if (this.#resources.length === 0 || chance.often(0.4)) return chance.pick(simple);
    const { name, repetition } = chance.pick(this.#resources);
    const address = `terraform_data.${name}`;
    if (repetition === 'count')
      return chance.pick([`\${${address}[*].output}`, `\${length(${address})}`, `\${${address}[*].id}`]);
    if (repetition === 'each')
      return chance.pick([
        `\${keys(${address})}`,
        `\${{ for key, value in ${address} : key => value.output }}`,
        `\${[for value in ${address} : value.id]}`,
      ]);
    return chance.pick([
      `\${${address}.output}`,
      `\${${address}.input}`,
      `\${${address}.id}`,
      `id \${${address}.id}`,
      `\${${address}.id != "" ? "there" : "missing"}`,
      `\${try(${address}.output.a, "no a")}`,
      `\${{ made = ${address}.output, fixed = 1 }}`,
    ]);
  }

  #lifecycle(): Block {
    const chance = this.#chance;
    const { prefix } = this;
    const lifecycle: Block = {};
    if (chance.often(0.25)) lifecycle['create_before_destroy'] = chance.often(0.8);
    if (chance.often(0.15))
      lifecycle['ignore_changes'] = chance.pick<unknown>(['all', ['input'], ['triggers_replace']]);
    const single = this.#resources.filter((resource) => resource.repetition === 'none');
    if (chance.often(0.2) && this.#resources.length > 0) {
      const named = `terraform_data.${chance.pick(single.length > 0 ? single : this.#resources).name}`;
      lifecycle['replace_triggered_by'] = [
        single.length === 0 ? named : `${named}${chance.pick(['', '', '.input', '.output', '.id'])}`,
      ];
    }
    if (chance.often(0.2)) {
      const other = single.length === 0 ? undefined : chance.pick(single).name;
      const conditions = [
        `\${length(var.${prefix}text) < 10}`,
        `\${var.${prefix}secret != ""}`,
        ...(other === undefined
          ? []
          : [`\${terraform_data.${other}.id != ""}`, `\${terraform_data.${other}.output != "no"}`]),
      ];
      lifecycle['precondition'] = [{ condition: chance.pick(conditions), error_message: 'It must hold before.' }];
    }
    if (chance.often(0.2)) {
      const conditions = ['${self.id != ""}', '${self.output != "never"}', '${self.input == self.output}'];
      lifecycle['postcondition'] = [{ condition: chance.pick(conditions), error_message: 'It must hold afterwards.' }];
    }
    return lifecycle;
  }

  #outputs(): Block {
    const chance = this.#chance;
    const outputs: Block = {};
    const count = chance.below(4);
    for (let index = 0; index < count; index += 1) {
      const rule = { condition: `\${var.${this.prefix}number < 3}`, error_message: 'It must be small.' };
      outputs[`${this.prefix}o${index}`] = {
        value: chance.often(0.8) ? withoutCalculation(this.#reference()) : chance.pick(CONSTANTS),
        // A plain output must not hold a secret, and whether it does depends on much.
        sensitive: true,
        ...(chance.often(0.2) ? { precondition: [rule] } : {}),
        ...(chance.often(0.1) ? { description: 'An output.' } : {}),
      };
    }
    if (chance.often(0.5)) {
      outputs[`${this.prefix}plain`] = {
        value: chance.pick([`\${var.${this.prefix}text}`, 'constant', 7, `\${local.${this.prefix}keys}`]),
      };
      const single = this.#resources.filter((resource) => resource.repetition === 'none');
      if (single.length > 0)
        outputs[`${this.prefix}id`] = { value: `\${terraform_data.${chance.pick(single).name}.id}` };
    }
    return outputs;
  }
}

/** After a calculated number in an output, `terraform plan -refresh-only` always finds something to do, though nothing changes. */
const withoutCalculation = (template: string): string => template.replace(/^\$\{(length\(.*\))\}$/, '${tostring($1)}');

/** Several groups as one document. */
export function together(documents: readonly Document[]): Document {
  const merge = (part: (document: Document) => Block): Block => Object.assign({}, ...documents.map(part)) as Block;
  return {
    resource: { terraform_data: merge((document) => document.resource.terraform_data) },
    variable: merge((document) => document.variable),
    locals: merge((document) => document.locals),
    output: merge((document) => document.output),
  };
}
