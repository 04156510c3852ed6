import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Construct, IConstruct } from 'constructs';
import { ConstructError } from '../error.js';
import { jsonText } from '../json-text.js';
import type { Dynamic } from '../reference.js';
import { includes } from '../testing.js';
import { App, nameOf } from './app.js';
import { TerraformBackend } from './backend.js';
import * as matchers from './matchers.js';
import { TerraformStack } from './stack.js';

export interface TestingAppConfig {
  readonly outdir?: string | undefined;
  readonly stackTraces?: boolean | undefined;
  readonly stubVersion?: boolean | undefined;
  readonly enableFutureFlags?: boolean | undefined;
  readonly fakeCdktfJsonPath?: boolean | undefined;
  readonly context?: Record<string, Dynamic> | undefined;
}

export type IScopeCallback = (scope: Construct) => void;

type Properties = Record<string, Dynamic>;

/** Helpers for tests of constructs and the documents they produce. */
// oxlint-disable-next-line typescript/no-extraneous-class -- CDKTF's programs call static methods
export class Testing {
  static app({ outdir, context, fakeCdktfJsonPath }: TestingAppConfig = {}): App {
    const app = new App({
      outdir: outdir ?? mkdtempSync(path.join(tmpdir(), 'cdktf.outdir.')),
      ...(context && { context }),
    });
    return fakeCdktfJsonPath === false ? app : Testing.fakeCdktfJsonPath(app);
  }

  static stubVersion(app: App): App {
    return app;
  }

  static enableFutureFlags(app: App): App {
    return app;
  }

  /** Lets relative paths start in the working directory. */
  static fakeCdktfJsonPath(app: App): App {
    app.node.setContext('cdktfJsonPath', path.join(process.cwd(), 'cdktf.json'));
    return app;
  }

  /** Returns the document of a stack that the callback fills. */
  static synthScope(fn: IScopeCallback): string {
    const stack = new TerraformStack(Testing.app(), 'stack');
    fn(stack);
    return Testing.synth(stack);
  }

  /** Returns the document of a stack, without what each stack has: its metadata and its default backend. */
  static synth(stack: TerraformStack, runValidations = false): string {
    if (runValidations) stack.runAllValidations();
    const found = App.of(stack)
      .assemble()
      .stacks.find(({ name }) => name === nameOf(stack));
    if (found === undefined) throw new ConstructError('no-app', `The stack ${stack.node.path} is not part of its App`);
    const { terraform, ...document } = withoutMetadata(JSON.parse(found.document)) as Record<string, Dynamic>;
    const { backend, ...settings } = (terraform ?? {}) as Record<string, Dynamic>;
    const chosen = stack.node.findAll().some((each) => TerraformBackend.isBackend(each));
    const rest = chosen ? { ...settings, backend: backend as unknown } : settings;
    return jsonText({ ...document, ...(Object.keys(rest).length > 0 && { terraform: rest }) }).trimEnd();
  }

  /** Writes the stack's document, and returns the folder of all documents. */
  static fullSynth(stack: TerraformStack): string {
    const app = App.of(stack);
    app.synth();
    return app.outdir;
  }

  static synthHcl(): never {
    throw new ConstructError(
      'not-in-landform',
      'Landform writes documents in JSON only',
      'Use Testing.synth, and "landform convert" for HCL.',
    );
  }

  static renderConstructTree(construct: IConstruct): string {
    return `${line(construct)}\n${branches(construct, '')}`;
  }

  static toHaveResource(received: string, resourceType: string): boolean {
    return matchers.bodies(received, 'resource', resourceType).length > 0;
  }
  static toHaveResourceWithProperties(received: string, resourceType: string, properties: Properties = {}): boolean {
    return matchers.bodies(received, 'resource', resourceType).some((body) => includes(body, properties));
  }
  static toHaveDataSource(received: string, resourceType: string): boolean {
    return matchers.bodies(received, 'data', resourceType).length > 0;
  }
  static toHaveDataSourceWithProperties(received: string, resourceType: string, properties: Properties = {}): boolean {
    return matchers.bodies(received, 'data', resourceType).some((body) => includes(body, properties));
  }
  static toHaveProvider(received: string, resourceType: string): boolean {
    return matchers.bodies(received, 'provider', resourceType).length > 0;
  }
  static toHaveProviderWithProperties(received: string, resourceType: string, properties: Properties = {}): boolean {
    return matchers.bodies(received, 'provider', resourceType).some((body) => includes(body, properties));
  }

  static toBeValidTerraform(): never {
    return matchers.needsCommand();
  }

  /** Adds the matchers to `expect` of Jest or Vitest. */
  static setupJest(): void {
    matchers.setupJest();
  }
}

function withoutMetadata(value: Dynamic): Dynamic {
  if (Array.isArray(value)) return value.map((item: unknown): unknown => withoutMetadata(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, unknown>).filter(([key]) => key !== '//');
  return Object.fromEntries(entries.map(([key, item]): [string, unknown] => [key, withoutMetadata(item)]));
}

const line = (construct: IConstruct): string => `${construct.node.id || 'App'} (${construct.constructor.name})`;

function branches(construct: IConstruct, indent: string): string {
  const { children } = construct.node;
  return children
    .map((child, index) => {
      const last = index === children.length - 1;
      return `${indent}${last ? '└── ' : '├── '}${line(child)}\n${branches(child, `${indent}${last ? '    ' : '│   '}`)}`;
    })
    .join('');
}
