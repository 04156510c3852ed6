import { entryOf, type JsonObject } from '../../model/index.js';
import { successOf, type ApiContent, type ApiOperation } from './api.js';
import { leavesOf, requiredObjects, type Leaf } from './attributes.js';
import { envelopeOf, sentEnvelopeOf, type Answering } from './envelope.js';
import type { CallGuess } from './guess.js';
import { memberAt } from './schemas.js';

/** A body split into fields by their location in the object, and the location of the object in it. */
export interface Body {
  readonly content: ApiContent;
  readonly at: string;
  readonly leaves: ReadonlyMap<string, Leaf>;
  /** Objects that it must contain. */
  readonly frames: readonly string[];
}

/** The bodies of a group's operations. */
export class Bodies {
  readonly #document: JsonObject;
  readonly #group: Answering;

  constructor(document: JsonObject, group: Answering) {
    this.#document = document;
    this.#group = group;
  }

  of(content: ApiContent | undefined): Body | undefined {
    return content && bodyOf(content, envelopeOf(memberAt(this.#document, content.pointer), this.#group.noun));
  }

  /** A request body, without fields that only the service sets. */
  sent(content: ApiContent | undefined): Body | undefined {
    if (content === undefined) return undefined;
    const body = bodyOf(content, sentEnvelopeOf(this.#document, content.pointer, this.#group));
    return { ...body, leaves: new Map([...body.leaves].filter(([, { readOnly }]) => !readOnly)) };
  }

  /** The reply to a successful operation. */
  answered(operation: ApiOperation | undefined): Body | undefined {
    return this.of(operation && successOf(operation)?.content);
  }

  /** The reply that starts work only contains the object if it does not look like a status. */
  begun(create: ApiOperation, status: ApiOperation): Body | undefined {
    const body = this.answered(create);
    const read = this.answered(this.#group.read);
    if (body === undefined || read === undefined) return undefined;
    const alike = [...body.leaves.keys()].filter((place) => read.leaves.has(place)).length;
    const ofStatus = this.answered(status);
    const statusAlike = [...body.leaves.keys()].filter((place) => ofStatus?.leaves.has(place)).length;
    return alike > statusAlike ? body : undefined;
  }
}

function bodyOf(content: ApiContent, { at, object }: ReturnType<typeof envelopeOf>): Body {
  return {
    content,
    at,
    leaves: new Map(leavesOf(object).map((leaf) => [leaf.place, leaf])),
    frames: [...(at === '' ? [] : ['']), ...requiredObjects(object)],
  };
}

/** The call of an operation with this body; `names` maps locations to attributes. */
export function callOf(
  operation: ApiOperation,
  sent: Body | undefined,
  names: ReadonlyMap<string, string>,
  answered: Body | undefined,
): CallGuess {
  const { at = '', leaves = new Map<string, Leaf>() } = sent ?? {};
  const entries = [...leaves.keys()].map((place): [string, string] => [`${at}${place}`, entryOf(names, place)]);
  return {
    operation,
    ...(sent === undefined
      ? {}
      : {
          body: new Map(entries),
          frames: sent.frames.map((place) => `${sent.at}${place}`),
          mediaType: sent.content.mediaType,
        }),
    ...(answered === undefined ? {} : { object: answered.at }),
  };
}
