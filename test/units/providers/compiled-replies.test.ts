import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/index.js';
import { Description, type Operation } from '../../../src/providers/rest/description/description.js';
import { SchemaChecker } from '../../../src/providers/rest/description/replies.js';

const folder = (tree: 'src' | 'dist', system: string): string =>
  new URL(`../../../${tree}/providers/${system}/`, import.meta.url).href;

/** Bodies that fit hardly anywhere, so that every schema has something to say. */
const BODIES: readonly Json[] = [{}, [], [{}], 'text', 7, { items: [{}], data: {}, id: 1, name: [], uid: {} }];

/** The success a description promises for an operation. */
const promised = (operation: Operation): number | undefined =>
  [200, 201, 202, 204].find((status) => operation.replySchema(status) !== undefined);

describe.each(['acloud', 'asm', 'conductor', 'palette'])('responses of %s', (system) => {
  const sources = new Description(folder('src', system));
  const built = new Description(folder('dist', system));
  const replies = [...built.operations()].flatMap((operation) => {
    const status = promised(operation);
    return status === undefined ? [] : [{ operation, status }];
  });

  it('are checked by code that the build compiled', () => {
    expect(replies.length).toBeGreaterThan(0);
    for (const { operation, status } of replies) {
      const pointer = operation.replySchema(status)!;
      expect(built.replyCheck(pointer), pointer).toBeTypeOf('function');
      expect(sources.replyCheck(pointer)).toBeUndefined();
    }
  });

  it('get the same verdict from that code as from ajv at run time', () => {
    const [compiled, atRunTime] = [new SchemaChecker(built), new SchemaChecker(sources)];
    for (const { operation, status } of replies) {
      for (const body of BODIES) {
        const found = compiled.reply(operation, status, body);
        expect(found, operation.id).toEqual(atRunTime.reply(sources.operation(operation.id), status, body));
      }
    }
  });
});
