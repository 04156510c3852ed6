import { expect, it } from 'vitest';
import { acloudProvider } from '../../../../src/providers/acloud/index.js';

it('providers of one process share the schema of a type, and with it what the engine derives from it', () => {
  const [one, other] = [acloudProvider({ environment: {} }), acloudProvider({ environment: {} })];
  for (const type of one.schemas.resourceTypes())
    expect(one.schemas.resource(type), type).toBe(other.schemas.resource(type));
  for (const type of one.schemas.dataSourceTypes())
    expect(one.schemas.dataSource(type), type).toBe(other.schemas.dataSource(type));
  expect(one.schemas.provider()).toBe(other.schemas.provider());
});
