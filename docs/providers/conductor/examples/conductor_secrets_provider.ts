import { Variable, type Stack } from 'landform';
import { SecretsProvider } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const token = new Variable(stack, 'vault_token', { type: 'string', sensitive: true });
  new SecretsProvider(stack, 'vault', {
    name: 'vault',
    type: 'vault',
    connectionParameters: { url: 'https://vault.example.org:8200', token: token.value, path: 'secret/shops' },
  });
};
