import {
  isNull,
  isJsonList,
  isJsonObject,
  listIn,
  objectIn,
  type Json,
  type JsonObject,
} from '../../../model/index.js';
import type { ResourceMapping } from '../mapping/definition.js';
import { textOf } from '../pointer.js';
import type { Values } from '../values/projection.js';
import type { Contents } from './contents.js';
import type { Place } from './place.js';

/** What is kept with an object beside its attributes: the contract's `private`, in base64. */
export interface Kept {
  /** Inputs the service never shows, which an import could not read, until the object is changed. */
  readonly unseen?: readonly string[];
  /** Set for an imported object: attributes that its configuration leaves out stay unchanged. */
  readonly imported?: true;
  readonly place?: Place;
  /** The content the service keeps for files, until the object is changed. */
  readonly contents?: Contents;
}

/** What was read last: with most objects of a configuration the same is kept, and it is read several times for each. */
let last: { readonly bytes: string; readonly kept: Kept } | undefined;

export function readKept(bytes: string | undefined): Kept {
  if (bytes === undefined) return {};
  if (last?.bytes !== bytes) last = { bytes, kept: decoded(bytes) };
  return last.kept;
}

/** Empty if another program, such as Terraform with a provider of its own, wrote it. */
function decoded(bytes: string): Kept {
  try {
    const { unseen, imported, place, contents } = objectIn(JSON.parse(Buffer.from(bytes, 'base64').toString('utf8')));
    return {
      ...(isJsonList(unseen) ? { unseen: textsIn(unseen) } : {}),
      ...(imported === true ? { imported } : {}),
      ...(isJsonObject(place) ? { place: placeIn(place) } : {}),
      ...(isJsonObject(contents) ? { contents: contentsIn(contents) } : {}),
    };
  } catch {
    return {};
  }
}

const textsIn = (list: Json): readonly string[] => listIn(list).flatMap((item) => textOf(item) ?? []);

const placeIn = (place: JsonObject): Place =>
  Object.fromEntries(
    Object.entries(place).flatMap(([part, text]): [string, string][] =>
      typeof text === 'string' ? [[part, text]] : [],
    ),
  );

const contentsIn = (contents: JsonObject): Contents =>
  Object.fromEntries(Object.entries(contents).map(([name, digests]) => [name, textsIn(digests)]));

/** As a field of a response; omitted if nothing is kept. */
export function keeping({ unseen = [], imported, place, contents = {} }: Kept): { readonly private?: string } {
  const kept: Kept = {
    ...(unseen.length === 0 ? {} : { unseen }),
    ...(imported === undefined ? {} : { imported }),
    ...(place === undefined ? {} : { place }),
    ...(Object.keys(contents).length === 0 ? {} : { contents }),
  };
  return Object.keys(kept).length === 0 ? {} : { private: Buffer.from(JSON.stringify(kept)).toString('base64') };
}

/** Inputs that the service never returns and the import did not receive. Setting one in the configuration does not change the object. */
export function unseenAfterImport(mapping: ResourceMapping, state: Values): readonly string[] {
  return Object.entries(mapping.attributes)
    .filter(([name, { optional, writeOnly }]) => optional === true && writeOnly !== true && isNull(state[name] ?? null))
    .map(([name]) => name)
    .filter((name) => mapping.reply[name] === undefined);
}
