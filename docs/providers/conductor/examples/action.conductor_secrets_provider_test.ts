import { Variable, type Stack } from 'landform';
import { SecretsProvider, SecretsProviderTest } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const token = new Variable(stack, 'vault_token', { type: 'string', sensitive: true });
  const connectionParameters = { url: 'https://vault.example.org', token: token.value, path: 'shop' };
  const reach = new SecretsProviderTest(stack, 'reach', { name: 'vault', type: 'vault', connectionParameters });
  new SecretsProvider(stack, 'vault', {
    name: 'vault',
    type: 'vault',
    connectionParameters,
    lifecycle: { actionTriggers: [{ events: ['before_create', 'before_update'], actions: [reach] }] },
  });
};
