import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import { expect, test } from 'vitest';
import { App, Stack, Testing, Variable } from '../../../src/constructs/index.js';
import { readConfiguration } from '../../../src/language/index.js';

test('the program of docs/encryption.md configures the encryption of its stack', () => {
  const guide = readFileSync('docs/encryption.md', 'utf8');
  const [, program = ''] = /```ts\n(.*?)```/s.exec(guide) ?? [];
  const app = new App();
  // The sample is one statement, without types.
  const make = compileFunction(`return ${program}`, ['app', 'Stack']) as (app: App, stack: typeof Stack) => Stack;
  const stack = make(app, Stack);
  new Variable(stack, 'passphrase', { type: 'string', sensitive: true });
  const { configuration, diagnostics } = readConfiguration([{ name: 'main.tf.json', text: Testing.synth(stack) }]);
  expect(diagnostics).toEqual([]);
  expect(configuration.terraform.encryption).toMatchObject({ state: { isEnforced: true } });
});
