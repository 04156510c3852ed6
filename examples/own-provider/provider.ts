/**
 * A provider of one's own: boxes on a shelf. The shelf stands for any system with an API; here it is a folder of JSON
 * documents, so that the example runs anywhere.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ProviderError, defineProvider, list, number, string } from 'landform/provider';

interface Box {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly labels: readonly string[];
  readonly revision: number;
}

/** The client of our system: what would be `fetch` elsewhere. */
class Shelf {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(id: string): Promise<Box | undefined> {
    try {
      return JSON.parse(await readFile(join(this.#folder, `${id}.json`), 'utf8')) as Box;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async all(): Promise<Box[]> {
    const files = await readdir(this.#folder).catch(() => []);
    const ids = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
    const boxes = await Promise.all(ids.map((id) => this.get(id)));
    return boxes.filter((box) => box !== undefined);
  }

  async put(box: Box): Promise<Box> {
    await mkdir(this.#folder, { recursive: true });
    const beside = join(this.#folder, `${box.id}.${randomUUID()}.tmp`);
    await writeFile(beside, JSON.stringify(box));
    await rename(beside, join(this.#folder, `${box.id}.json`));
    return box;
  }

  async remove(id: string): Promise<void> {
    await rm(join(this.#folder, `${id}.json`), { force: true });
  }
}

export default defineProvider({
  name: 'acme/thing',
  version: '1.0.0',
  configuration: {
    folder: string({ required: true, description: 'Where the shelf is.' }),
  },
  configure: (config, { directory }) => new Shelf(resolve(directory, config.folder)),

  resources: {
    thing_box: {
      description: 'A box on the shelf.',
      schema: {
        name: string({ required: true, minLength: 1, replaces: true, description: 'Unique on the shelf.' }),
        size: number({ default: 1, integer: true, minimum: 1, maximum: 100 }),
        labels: list(string()),
        id: string({ computed: true, stable: true }),
        revision: number({ computed: true, description: 'Counts the changes.' }),
      },

      async create(inputs, { client }) {
        if ((await client.all()).some((box) => box.name === inputs.name)) {
          throw new ProviderError(
            'box-exists',
            `There already is a box ${inputs.name}`,
            'Choose another name, or import the box with its id.',
            ['name'],
          );
        }
        const box = await client.put({ ...inputs, labels: inputs.labels ?? [], id: randomUUID(), revision: 1 });
        return { ...box, labels: labelsAs(inputs.labels, box) };
      },

      async read(state, { client }) {
        const box = await client.get(state.id);
        return box && { ...box, labels: labelsAs(state.labels, box) };
      },

      async update(inputs, prior, { client }) {
        const box = { ...inputs, labels: inputs.labels ?? [], id: prior.id, revision: prior.revision + 1 };
        await client.put(box);
        return { revision: box.revision };
      },

      async delete(state, { client }) {
        await client.remove(state.id);
      },

      async import(id, { client }) {
        return client.get(id);
      },

      /** Names are unique, so the name tells whether a create that was cut off has happened. */
      async locate(inputs, { client }) {
        return (await client.all()).find((box) => box.name === inputs.name);
      },
    },
  },

  dataSources: {
    thing_boxes: {
      description: 'All boxes with a label.',
      schema: {
        label: string({ required: true }),
        names: list(string(), { computed: true }),
      },
      async read(config, { client }) {
        const boxes = (await client.all()).filter((box) => box.labels.includes(config.label));
        return { names: boxes.map((box) => box.name).sort() };
      },
    },
  },
});

/** The shelf knows no difference between no labels and an empty list, so what was configured is kept. */
function labelsAs(known: readonly string[] | null, box: Box): readonly string[] | null {
  return known === null && box.labels.length === 0 ? null : box.labels;
}
