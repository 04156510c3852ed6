import { ConstructError } from '../error.js';
import { captureLocation } from '../origin.js';
import type { Dynamic } from '../reference.js';
import { includes } from '../testing.js';

/** A generated class. */
export interface TerraformConstructor {
  readonly tfResourceType: string;
}

type Properties = Record<string, Dynamic>;
type Section = 'resource' | 'data' | 'provider';

interface Result {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The bodies of a type in a document. */
export function bodies(received: string, section: Section, type: string): readonly unknown[] {
  const document: unknown = JSON.parse(received);
  const all = objectIn(objectIn(document)[section])[type];
  if (Array.isArray(all)) return all;
  return section === 'provider' ? (all === undefined ? [] : [all]) : Object.values(objectIn(all));
}

const objectIn = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

function matcher(
  section: Section,
  evaluate = (items: readonly unknown[], expected: Properties) => items.some((item) => includes(item, expected)),
) {
  return (received: string, { tfResourceType: type }: TerraformConstructor, properties: Properties = {}): Result => {
    const found = bodies(received, section, type);
    const pass = found.length > 0 && evaluate(found, properties);
    const expected = JSON.stringify(properties, null, 2);
    return {
      pass,
      message: () =>
        `Expected ${pass ? 'no' : 'a'} ${section} ${type} with the properties ${expected}\nin ${JSON.stringify(found, null, 2)}`,
    };
  };
}

type Evaluate = (items: Dynamic, assertedProperties: Properties) => boolean;

export const getToHaveResourceWithProperties = (evaluate?: Evaluate) => matcher('resource', evaluate);
export const getToHaveDataSourceWithProperties = (evaluate?: Evaluate) => matcher('data', evaluate);
export const getToHaveProviderWithProperties = (evaluate?: Evaluate) => matcher('provider', evaluate);

/** These run Terraform in CDKTF. */
export function needsCommand(): never {
  throw new ConstructError(
    'not-in-landform',
    'Landform does not have the matchers toBeValidTerraform and toPlanSuccessfully',
    'Run "landform validate" or "landform plan" in the project, or plan it with landform/testing.',
    { location: captureLocation() },
  );
}

export const toBeValidTerraform = (_received: string): never => needsCommand();
export const toPlanSuccessfully = (_received: string): never => needsCommand();

interface Expect {
  extend(matchers: Record<string, (...args: never[]) => Result>): void;
}

/** Adds the matchers to the global `expect` of Jest, or of Vitest with globals. */
export function setupJest(): void {
  const { expect }: typeof globalThis & { readonly expect?: Expect } = globalThis;
  if (expect === undefined)
    throw new ConstructError(
      'wrong-type',
      'Testing.setupJest finds no global expect',
      'Call it in a setup file of Jest, or of Vitest with "globals: true".',
      { location: captureLocation() },
    );
  expect.extend({
    toHaveResource: matcher('resource'),
    toHaveResourceWithProperties: matcher('resource'),
    toHaveDataSource: matcher('data'),
    toHaveDataSourceWithProperties: matcher('data'),
    toHaveProvider: matcher('provider'),
    toHaveProviderWithProperties: matcher('provider'),
    toBeValidTerraform: needsCommand,
    toPlanSuccessfully: needsCommand,
  });
}
