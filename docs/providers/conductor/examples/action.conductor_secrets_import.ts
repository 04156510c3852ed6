import { Variable, type Stack } from 'landform';
import { DataSecretsExport, SecretsImport } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const passphrase = new Variable(stack, 'passphrase', { type: 'string', sensitive: true });
  // Imports on request: landform apply --invoke=action.conductor_secrets_import.copy
  const exported = new DataSecretsExport(stack, 'exported', { passphrase: passphrase.value });
  new SecretsImport(stack, 'copy', {
    secrets: exported.secrets,
    passphrase: passphrase.value,
    tenantMap: { default_tenant: 'archive' },
  });
};
