export { ACLOUD_SOURCE, acloudDefinition, acloudEntry, acloudProvider, type AcloudOptions } from './provider.js';
