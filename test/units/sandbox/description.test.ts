import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { acloud } from '../../../src/sandbox/acloud.js';
import { describe as operationsOf, loadDescription } from '../../../src/sandbox/description.js';
import { Router } from '../../../src/sandbox/router.js';

const SOURCE = fileURLToPath(new URL('../../../src/providers/acloud/openapi.yaml', import.meta.url));
const { document, operations } = await loadDescription('acloud', SOURCE);

const ACCOUNTS = '/api/v1/orgs/{organisationSlug}/cloud-accounts';
const ACCOUNT = `${ACCOUNTS}/{cloudAccountIdentity}`;
const CREDENTIALS = `${ACCOUNT}/credentials`;

test('a cookie is not a parameter of an operation', () => {
  const parameters = ['cookie', 'query', 'path'].map((place) => ({ name: place, in: place, required: true }));
  const [operation] = operationsOf({ paths: { '/a/{path}': { get: { parameters } } } }).operations;
  expect(operation?.parameters.map(({ name }) => name)).toEqual(['query', 'path']);
});

describe('the description of acloud', () => {
  test('has the sixteen endpoints of the document, and one from elsewhere, marked as such', () => {
    const documented = operations.filter(({ path }) => path.startsWith(ACCOUNTS));
    expect(documented.map(({ method, path, id }) => [method, path, id])).toEqual([
      ['GET', ACCOUNTS, 'listCloudAccounts'],
      ['POST', ACCOUNTS, 'createCloudAccount'],
      ['GET', ACCOUNT, 'getCloudAccount'],
      ['DELETE', ACCOUNT, 'deleteCloudAccount'],
      ['PATCH', ACCOUNT, 'updateCloudAccount'],
      ['GET', `${ACCOUNT}/clusters`, 'listCloudAccountClusters'],
      ['GET', CREDENTIALS, 'listCloudCredentials'],
      ['POST', `${CREDENTIALS}/aws`, 'createAwsCredentials'],
      ['POST', `${CREDENTIALS}/azure`, 'createAzureCredentials'],
      ['POST', `${CREDENTIALS}/digitalocean`, 'createDigitalOceanCredentials'],
      ['POST', `${CREDENTIALS}/dummy`, 'createDummyCredentials'],
      ['POST', `${CREDENTIALS}/hetzner`, 'createHetznerCredentials'],
      ['POST', `${CREDENTIALS}/openstack`, 'createOpenStackCredentials'],
      ['POST', `${CREDENTIALS}/vsphere`, 'createVSphereCredentials'],
      ['DELETE', `${CREDENTIALS}/{credentialsIdentity}`, 'deleteCloudCredentials'],
      ['POST', `${CREDENTIALS}/{credentialsIdentity}/set-primary`, 'setPrimaryCloudCredentials'],
    ]);
    const others = operations.filter((operation) => !documented.includes(operation));
    expect(others.map(({ id }) => id)).toEqual(['listCloudProfiles']);
    expect(document).toHaveProperty(['paths', others[0]?.path ?? '', 'get', 'x-landform-origin'], 'upstream');
  });

  test('gives every operation the documented statuses, and 401', () => {
    for (const { id, method, replies } of operations) {
      const done = method === 'DELETE' ? 204 : 200;
      expect([id, ...replies.keys()]).toEqual([id, done, 400, 401, 403, 404, 500]);
    }
  });

  test.each([
    ['CloudAccount', 'cloudProfile displayName enabled identity metadata primaryCloudCredentialsIdentity'],
    [
      'CloudProfile',
      'cloudProvider cloudProviderRegionResponses cloudProviderResponse displayName enabled identity metadata public regions type',
    ],
    ['CloudCredentials', 'cloudAccountIdentity cloudType createdAt displayName identity isPrimary metadata'],
    ['PageableObject', 'offset pageNumber pageSize paged sort unpaged'],
    ['SortObject', 'empty sorted unsorted'],
    ['CreateCloudAccount', 'cloudProfile displayName metadata'],
    ['UpdateCloudAccount', 'displayName enabled primaryCloudCredentials'],
    ['AWSAccessKey', 'accessKeyId accessKeySecret'],
    ['AzureCredentials', 'clientId clientSecret subscriptionId tenantId'],
    ['DigitalOceanAPIKey', 'apiKey'],
    ['HetznerCredentials', 'apiToken'],
    ['OpenStackCredentials', 'credentialId credentialSecret'],
    ['VSphereCredentials', 'password provisionPassword provisionUsername username'],
    [
      'ClusterResponse',
      'actualState addons ameOIDC autoUpgrade cloudAccount cloudCredentials cloudProvider clusterPodSubnet cni cpu createdAt ' +
        'customerIdentity customerSlug deleteProtection deletedAt description desiredStatus enableMultiAvailabilityZones ' +
        'enableNATGateway enableNetworkEncryption environmentIdentity environmentPrometheusRules environmentSlug ' +
        'highlyAvailable identity ipWhitelist maintenanceSchedule memory modifiedAt name observabilityTenant ' +
        'podSecurityStandardsProfile poolID poolName provisionStatus region serviceSubnet slug status updateChannel version',
    ],
  ])('%s has the documented properties', (name, properties) => {
    const { schemas } = document['components'] as { schemas: Record<string, { properties: object }> };
    expect(Object.keys(schemas[name]?.properties ?? {}).sort()).toEqual(properties.split(' '));
  });

  test('has a handler for every operation, and no handler without one', () => {
    const { handlers } = acloud({ token: 't', organisation: 'o' });
    expect(Object.keys(handlers).sort()).toEqual(operations.map(({ id }) => id).sort());
  });
});

describe('the router', () => {
  const router = new Router<string>();
  for (const operation of operationsOf({
    paths: { '/a/{x}': { get: {}, post: {} }, '/a/b': { get: {} }, '/a/{x}/c/{y}': { get: {} }, '/a/b/d': { get: {} } },
  }).operations) {
    router.add({ system: 'one', operation });
  }

  test.each([
    ['GET', '/a/b', '/a/b', {}],
    ['GET', '/a/z', '/a/{x}', { x: 'z' }],
    ['GET', '/a/b/c/1', '/a/{x}/c/{y}', { x: 'b', y: '1' }],
    ['GET', '/a/with%20space%2Fslash', '/a/{x}', { x: 'with space/slash' }],
  ])('%s %s is %s', (method, path, template, parameters) => {
    expect(router.match(method, path)).toMatchObject({
      kind: 'found',
      route: { operation: { path: template } },
      parameters,
    });
  });

  test.each(['/', '/a', '/a/', '/a/b/', '/a/z/c', '/a/%zz', '/a/b/c/1/'])('nothing responds to %s', (path) => {
    expect(router.match('GET', path)).toEqual({ kind: 'nothing' });
  });

  test('lists the methods of a path', () => {
    expect(router.match('PUT', '/a/z')).toEqual({ kind: 'wrong-method', allowed: ['GET', 'POST'] });
  });

  test('rejects two operations with the same method and path', () => {
    const [operation] = operationsOf({ paths: { '/a/{other}': { get: {} } } }).operations;
    expect(() => operation && router.add({ system: 'two', operation })).toThrow(
      /two operations have the method and path GET/,
    );
  });
});
