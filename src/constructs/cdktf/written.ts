import type { Construct } from 'constructs';
import { Subject, type Beside, type Declaration, type RequiredProvider } from '../element.js';
import type { Override } from '../overrides.js';
import { Stack, type BackendConfig } from '../stack.js';

/** An element of CDKTF's with everything resolved, as an element of Landform's. */
export interface WrittenElement {
  readonly address: string;
  readonly name: string;
  readonly section: readonly string[];
  readonly repeated: boolean;
  readonly body: Readonly<Record<string, unknown>>;
  readonly beside: readonly Beside[];
  readonly requires: readonly RequiredProvider[];
  readonly overrides: readonly Override[];
}

/** Appears in the document as CDKTF's element would. Landform names, places and refers to it as to elements of its own. */
export class Written extends Subject {
  readonly #written: WrittenElement;

  constructor(scope: Construct, id: string, written: WrittenElement) {
    super(scope, id);
    this.#written = written;
  }

  override get logicalId(): string {
    return this.#written.name;
  }

  override get fqn(): string {
    return this.#written.address;
  }

  override get overrides(): readonly Override[] {
    return this.#written.overrides;
  }

  override declare(): Declaration {
    const { section, repeated, body, beside, requires } = this.#written;
    return { section, repeated, body, beside, requires };
  }
}

/** A stack whose backend is CDKTF's: other stacks read its state as CDKTF lets them. */
export class WrittenStack extends Stack {
  readonly #name: string;
  readonly #remote: BackendConfig;

  constructor(scope: Construct, id: string, name: string, remote: BackendConfig) {
    super(scope, id);
    this.#name = name;
    this.#remote = remote;
  }

  override get name(): string {
    // The constructor of the base class checks the name, before there is one.
    return #name in this ? this.#name : super.name;
  }

  override get backend(): BackendConfig {
    return this.#remote;
  }

  override set backend(backend: BackendConfig) {
    super.backend = backend;
  }

  override get choosesBackend(): boolean {
    return false;
  }

  override get marksExports(): boolean {
    return false;
  }
}
