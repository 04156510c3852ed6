import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listIn, objectIn, type Diagnostic, type Plan, type ResourceChange } from '../../model/index.js';
import { stateRemove, type OperationEnvironment } from '../../operations/index.js';
import { createHarness, testEnvironment, type Harness } from '../harness.js';

/** Configurations by resource type; each has one resource, `example`. */
export type Configs = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The result of a plan or an apply, by resource type. */
export interface Tried {
  readonly changes: ReadonlyMap<string, ResourceChange>;
  /** Type → the first error about it. */
  readonly errors: ReadonlyMap<string, string>;
  /** Errors about none of them. */
  readonly other: readonly string[];
}

/** Writes the provider's files where the test projects find it, and the package that it imports. */
export async function writeProvider(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const provider = path.join(folder, 'provider');
  await mkdir(provider);
  for (const [name, text] of files) await writeFile(path.join(provider, name), text);
  await mkdir(path.join(folder, 'node_modules'));
  await symlink(packageRoot(), path.join(folder, 'node_modules', 'landform'), 'junction');
}

/** The folder of this package, when run from sources or built. */
function packageRoot(): string {
  for (let here = fileURLToPath(new URL('.', import.meta.url)); ; here = path.dirname(here))
    if (existsSync(path.join(here, 'package.json'))) return here;
}

/** A project with one resource of each type, in its own folder. */
export class TrialProject {
  readonly #folder: string;
  readonly #name: string;
  readonly #harness: Harness;
  readonly #environment: OperationEnvironment;

  private constructor(folder: string, name: string, environment: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#name = name;
    this.#harness = createHarness({ directory: folder, environment });
    this.#environment = testEnvironment({ directory: folder, environment });
  }

  /** `name` is that of the provider, whose files are in `provider` beside the new folder. */
  static async make(
    folder: string,
    name: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<TrialProject> {
    await mkdir(folder);
    const settings = { providers: { [`${name}/${name}`]: '../provider/provider.js' } };
    await writeFile(path.join(folder, 'landform.json'), JSON.stringify(settings));
    return new TrialProject(folder, name, environment);
  }

  async configure(configs: Configs): Promise<void> {
    const required = { [this.#name]: { source: `${this.#name}/${this.#name}` } };
    const configuration = {
      terraform: { required_providers: required },
      resource: Object.fromEntries([...configs].map(([type, config]) => [type, { example: config }])),
    };
    await writeFile(path.join(this.#folder, 'main.tf.json'), JSON.stringify(configuration));
  }

  /** These types and what they refer to; default: all. */
  async plan(types?: readonly string[]): Promise<Tried> {
    const { stacks, diagnostics } = await this.#harness.plan(only(types));
    return tried(stacks[0]?.plan, diagnostics);
  }

  async apply(types?: readonly string[]): Promise<Tried> {
    const { diagnostics } = await this.#harness.apply(only(types));
    return tried(undefined, diagnostics);
  }

  /** Why the object with this ID cannot be imported; undefined if it was. */
  async import(type: string, id: string): Promise<string | undefined> {
    const { errors, other } = tried(
      undefined,
      (await this.#harness.import({ address: `${type}.example`, id })).diagnostics,
    );
    return errors.get(type) ?? [...errors.values()][0] ?? other[0];
  }

  async destroy(types?: readonly string[]): Promise<Tried> {
    const { diagnostics } = await this.#harness.destroy(only(types));
    return tried(undefined, diagnostics);
  }

  /** Removes these from state, including interrupted creates, and leaves their objects unchanged. */
  async forget(types: readonly string[]): Promise<void> {
    for (const type of types) await stateRemove(this.#environment, { addresses: [`${type}.example`] });
  }

  /** Type → the attributes in state. */
  async state(): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
    const text = await readFile(path.join(this.#folder, 'terraform.tfstate'), 'utf8').catch(() => '{}');
    const resources = listIn(objectIn(JSON.parse(text))['resources']).map(objectIn);
    return new Map(
      resources.flatMap(({ type, instances }) =>
        typeof type === 'string' ? [[type, objectIn(objectIn(listIn(instances)[0])['attributes'])]] : [],
      ),
    );
  }
}

function tried(plan: Plan | undefined, diagnostics: readonly Diagnostic[]): Tried {
  const errors = new Map<string, string>();
  const other: string[] = [];
  for (const { severity, summary, detail, address, code } of diagnostics) {
    if (severity !== 'error') continue;
    const text = detail === undefined ? summary : `${summary}: ${detail}`;
    const type = address?.split('.')[0];
    if (type === undefined) other.push(`${text} [${code}]`);
    else if (!errors.has(type)) errors.set(type, `${text} [${code}]`);
  }
  const changes = (plan?.changes ?? []).map((change) => [change.resource.type, change] as const);
  return { changes: new Map(changes), errors, other };
}

const only = (types: readonly string[] | undefined): { readonly targets?: readonly string[] } =>
  types === undefined ? {} : { targets: types.map((type) => `${type}.example`) };
