import { expect, test } from 'vitest';
import { App, EphemeralResource, Resource, Stack, Testing } from '../../../src/constructs/index.js';

test('an ephemeral resource is written, and referred to, as a block of its own', () => {
  const stack = new Stack(new App(), 'prod');
  const token = new EphemeralResource(stack, 'token', { type: 'acme_token', attributes: { of: 'me' } });
  token.addPrecondition({ condition: true, errorMessage: 'no' });
  new Resource(stack, 'box', { type: 'acme_box', attributes: { secret: token.attribute('value') } });
  expect(JSON.parse(Testing.synth(stack))).toMatchObject({
    ephemeral: {
      acme_token: { token: { of: 'me', lifecycle: { precondition: [{ condition: true, error_message: 'no' }] } } },
    },
    resource: { acme_box: { box: { secret: '${ephemeral.acme_token.token.value}' } } },
  });
  const options = { type: 'acme_token', provisioners: [] };
  expect(() => new EphemeralResource(new Stack(new App(), 'other'), 'token', options)).toThrow(
    'Unknown option provisioners',
  );
});
