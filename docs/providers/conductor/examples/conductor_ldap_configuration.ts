import { Variable, type Stack } from 'landform';
import { LdapConfiguration } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const password = new Variable(stack, 'ldap_password', { type: 'string', sensitive: true });
  new LdapConfiguration(stack, 'ldap', {
    server: 'ldaps://ldap.example.org:636',
    domain: 'example.org',
    baseDn: 'dc=example,dc=org',
    username: 'cn=landform,dc=example,dc=org',
    password: password.value,
    passwordVersion: '1',
  });
};
