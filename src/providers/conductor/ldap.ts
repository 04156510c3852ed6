import type { AttributeMapping, ResourceMapping } from '../rest/mapping/definition.js';

const TEXTS = [
  'domain',
  'dn_extra',
  'username',
  'base_dn',
  'group_dn',
  'bind_format',
  'user_filter',
  'group_member_filter',
  'attribute_email',
  'attribute_first_name',
  'attribute_last_name',
  'attribute_uid',
  'attribute_group_membership',
  'ca_cert',
] as const;

const SETTINGS: Readonly<Record<string, AttributeMapping>> = {
  server: { required: true },
  is_active_directory: { type: 'bool', optional: true },
  ...Object.fromEntries(TEXTS.map((name): [string, AttributeMapping] => [name, { optional: true }])),
  nested_levels: { type: 'number', optional: true },
};

const WHOLE = {
  json: Object.fromEntries([...Object.keys(SETTINGS), 'password'].map((name) => [`/ldap_${name}`, name])),
};

const NOT_SHOWN =
  'The API sets the LDAP configuration but never shows it. Write a configuration for it, and apply that.';

/** The only call sets it (Conductor document, section LDAP). */
export const ldapConfiguration: ResourceMapping = {
  noun: 'LDAP configuration',
  label: 'server',
  description:
    'How the manager finds users in an LDAP directory. The API neither shows nor removes it: state keeps what was set, changes made ' +
    'elsewhere are not detected, it cannot be imported, and destroying it only removes it from state.',
  attributes: {
    ...SETTINGS,
    password: { optional: true, sensitive: true, writeOnly: true },
    password_version: {
      optional: true,
      local: true,
      versionOf: 'password',
      description: 'Any string. When it changes, the configuration is set again with the current password.',
    },
  },
  parameters: {},
  reply: {},
  identity: ['server'],
  imports: [],
  // Setting it is idempotent.
  create: { operation: 'setLdap', body: WHOLE, repeatable: true },
  read: { kept: NOT_SHOWN },
  updates: [{ operation: 'setLdap', body: WHOLE, send: 'all', clears: 'by-omission', repeatable: true }],
  remove: { forget: 'The API cannot unset it: users are found in that directory until another one is set.' },
};
