import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Folder } from '../run-landform.js';
import { processesIn } from './executables.js';
import { unpack } from './wire.mjs';

/** An object of the providers for tests. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

/** The objects in a state, with their types. */
export function objectsInState(state: string): readonly { readonly type: string; readonly attributes: Named }[] {
  const { resources } = JSON.parse(state) as {
    readonly resources: readonly {
      readonly type: string;
      readonly instances: readonly { readonly attributes: Named }[];
    }[];
  };
  return resources.flatMap(({ type, instances }) => instances.map(({ attributes }) => ({ type, attributes })));
}

/** The objects that really exist, in the file of a provider. */
export async function objectsOf(folder: Folder, file: string): Promise<readonly Named[]> {
  const objects = JSON.parse(await folder.read(file)) as Readonly<Record<string, { readonly value: string }>>;
  return Object.values(objects).map(({ value }) => unpack(value) as Named);
}

/** The addresses of interrupted creates about which an error asks. */
export const askedIn = (stderr: string): readonly string[] => [
  ...new Set(
    [...stderr.replaceAll(/[\s│]+/g, ' ').matchAll(/--give-up '?([\w.]+\["?\w+"?\])'?/g)].map(
      ([, address = '']) => address,
    ),
  ),
];

/** Waits until no process runs in the folder. */
export async function noneLeft(folder: Folder, context: string): Promise<void> {
  for (let turn = 0; processesIn(folder.path).length > 0 && turn < 60; turn += 1) await sleep(50);
  expect(processesIn(folder.path), context).toEqual([]);
}
