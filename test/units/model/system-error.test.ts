import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { codeOf, isError, reasonOf } from '../../../src/model/index.js';

it('knows errors of another context, as Jest has them', () => {
  const foreign: unknown = runInNewContext("Object.assign(new TypeError('gone'), { code: 'ENOENT' })");
  expect(foreign instanceof Error).toBe(false);
  expect([isError(foreign), codeOf(foreign), reasonOf(foreign)]).toEqual([true, 'ENOENT', 'gone']);
  expect([isError({ message: 'x' }), codeOf({ code: 'ENOENT' }), reasonOf('text')]).toEqual([false, undefined, 'text']);
});
