import { randomUUID } from 'node:crypto';

import { Collection } from './collection.js';
import type { Entry } from './collection.js';
import { SandboxError } from './error.js';
import { list, number, object, record, text, word } from './shape.js';
import { StateFile } from './state-file.js';

export interface StoreOptions {
  /** Where to store everything, as JSON. By default, it is lost when the process ends. */
  readonly file?: string;
  /** `sequential` gives the same identities to the same requests in the same order. */
  readonly identities?: 'random' | 'sequential';
}

/** System → collection → entries. */
export type Snapshot = Readonly<Record<string, Readonly<Record<string, readonly Entry[]>>>>;

const FORMAT = 'landform-sandbox/1';

const isStored = object(
  { format: word(FORMAT), systems: record(record(list(object({ identity: text })))) },
  { sequence: number },
);

/** The content of all systems of a sandbox. */
export class Store {
  readonly #systems = new Map<string, Map<string, Collection>>();
  readonly #file: StateFile | undefined;
  readonly #sequential: boolean;
  #sequence = 0;
  #version = 0;
  #savedVersion = 0;

  private constructor(options: StoreOptions) {
    this.#file = options.file === undefined ? undefined : new StateFile(options.file);
    this.#sequential = options.identities === 'sequential';
  }

  /** Contains what the file contains, or nothing if there is no file yet. */
  static async open(options: StoreOptions = {}): Promise<Store> {
    const store = new Store(options);
    const content = await store.#file?.read();
    if (content !== undefined) store.#restore(content, options.file ?? '');
    store.#savedVersion = store.#version;
    return store;
  }

  /** The collection of that name; an unknown one is created empty. */
  collection<T extends Entry = Entry>(system: string, name: string): Collection<T> {
    const collections = this.#systems.get(system) ?? new Map<string, Collection>();
    this.#systems.set(system, collections);
    const collection = collections.get(name) ?? new Collection(() => this.#version++);
    collections.set(name, collection);
    // Each name of a collection is used with one type of entry.
    return collection as unknown as Collection<T>;
  }

  newIdentity(): string {
    if (!this.#sequential) return randomUUID();
    this.#sequence += 1;
    return `00000000-0000-4000-8000-${this.#sequence.toString(16).padStart(12, '0')}`;
  }

  snapshot(): Snapshot {
    return Object.fromEntries(
      [...this.#systems].map(([system, collections]) => [
        system,
        Object.fromEntries([...collections].map(([name, collection]) => [name, collection.all()])),
      ]),
    );
  }

  clear(): void {
    for (const collections of this.#systems.values()) for (const collection of collections.values()) collection.clear();
    this.#sequence = 0;
  }

  /** Increases with every change. */
  get version(): number {
    return this.#version;
  }

  /**
   * Resolves once everything up to now is in the file. Callers during a write share the next one, so the cost depends
   * on the writes, not on the callers.
   */
  async saved(): Promise<void> {
    const wanted = this.#version;
    if (this.#file === undefined || this.#savedVersion >= wanted) return;
    await this.#file.write(() =>
      JSON.stringify({ format: FORMAT, sequence: this.#sequence, systems: this.snapshot() }),
    );
    this.#savedVersion = Math.max(this.#savedVersion, wanted);
  }

  #restore(content: unknown, path: string): void {
    if (!isStored(content)) {
      throw new SandboxError(
        'sandbox_bad_state',
        `${path} is not the state of a sandbox. Name another file, or remove it.`,
      );
    }
    this.#sequence = content.sequence ?? 0;
    for (const [system, collections] of Object.entries(content.systems)) {
      for (const [name, entries] of Object.entries(collections)) {
        const collection = this.collection(system, name);
        for (const entry of entries) collection.put(entry);
      }
    }
  }
}
