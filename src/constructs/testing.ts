import type { Construct } from 'constructs';
import { App, type AppOptions } from './app.js';
import { ConstructError } from './error.js';
import { Stack } from './stack.js';

type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** Helpers for tests of constructs and the documents they produce. */
export const Testing = {
  app: (options?: AppOptions): App => new App(options),

  /** Returns the document of a stack, as text. */
  synth(stack: Stack): string {
    const app = stack.node.root;
    if (!App.isApp(app)) throw new ConstructError('no-app', `The stack ${stack.node.path} is not part of an App`);
    const found = app.assemble().stacks.find(({ name }) => name === stack.name);
    if (found === undefined) throw new ConstructError('no-app', `The stack ${stack.node.path} is not part of its App`);
    return found.document;
  },

  /** Returns the document of a stack that `build` fills. */
  synthScope(build: (scope: Construct) => void): string {
    const stack = new Stack(new App(), 'stack');
    build(stack);
    return Testing.synth(stack);
  },

  toHaveResource: (document: string, type: string): boolean => blocks(document, 'resource', type).length > 0,

  toHaveResourceWithProperties: (
    document: string,
    type: string,
    properties: Readonly<Record<string, unknown>>,
  ): boolean => blocks(document, 'resource', type).some((block) => includes(block, properties)),

  toHaveDataSource: (document: string, type: string): boolean => blocks(document, 'data', type).length > 0,

  toHaveDataSourceWithProperties: (
    document: string,
    type: string,
    properties: Readonly<Record<string, unknown>>,
  ): boolean => blocks(document, 'data', type).some((block) => includes(block, properties)),

  toHaveProvider: (document: string, name: string): boolean =>
    Object.hasOwn((JSON.parse(document) as { provider?: object }).provider ?? {}, name),
};

function blocks(document: string, section: 'resource' | 'data', type: string): Readonly<Record<string, unknown>>[] {
  const ofSection = (JSON.parse(document) as Readonly<Record<string, Blocks | undefined>>)[section];
  return Object.values(ofSection?.[type] ?? {});
}

/** Whether a value contains the expected value. Objects may have additional members. */
export function includes(value: unknown, expected: unknown): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(value) &&
      value.length === expected.length &&
      expected.every((item, index) => includes(value[index], item))
    );
  }
  if (typeof expected !== 'object' || expected === null) return value === expected;
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  return Object.entries(expected).every(([key, item]) => members.has(key) && includes(members.get(key), item));
}
