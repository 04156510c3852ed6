export { ACLOUD_SOURCE, acloudEntry, acloudProvider, type AcloudOptions } from './provider.js';
