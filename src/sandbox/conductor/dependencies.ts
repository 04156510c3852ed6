import { bodyOf } from '../asked.js';
import { flag, object, text } from '../shape.js';
import type { Shaped } from '../shape.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { listed } from './list.js';
import { findOwned, newOwned, visibleTo } from './owned.js';
import { ok, Refused } from './refusal.js';
import { dependencies, deployments, type DependencyEntry } from './running-entries.js';

const FIELDS: readonly string[] = [
  'id',
  'dependency_creator',
  'source_deployment_id',
  'target_deployment_id',
  'tenant_name',
  'created_at',
  'created_by',
  'visibility',
  'private_resource',
  'resource_availability',
];

const tripleBody = object(
  { dependency_creator: text, source_deployment: text, target_deployment: text },
  { is_component_deletion: flag },
);

type Triple = Shaped<typeof tripleBody>;

export const dependenciesDomain: Domain = {
  operations: {
    listInterDeploymentDependencies: inTenant('inter_deployment_dependency_list', (ask) =>
      listed(ask, {
        items: visibleTo(ask, dependencies(ask.store)),
        show,
        fields: FIELDS,
        searched: 'dependency_creator',
      }),
    ),
    createInterDeploymentDependency: inTenant('inter_deployment_dependency_create', (ask) => {
      const given = bodyOf(ask, tripleBody);
      const { dependency_creator: creator, source_deployment: source, target_deployment: target } = given;
      for (const id of [source, target]) findOwned(ask, deployments(ask.store), id, 'Deployment');
      if (source === target) throw new Refused(400, `The deployment ${source} cannot depend on itself`);
      const before = find(ask, given);
      // Declaring it twice has the same effect as once.
      if (before !== undefined) return ok(show(before));
      const id = ask.store.newIdentity();
      const entry: DependencyEntry = {
        ...newOwned(ask, id, 'tenant'),
        id,
        dependency_creator: creator,
        source_deployment_id: source,
        target_deployment_id: target,
      };
      dependencies(ask.store).put(entry);
      return ok(show(entry));
    }),
    deleteInterDeploymentDependency: inTenant('inter_deployment_dependency_delete', (ask) => {
      const given = bodyOf(ask, tripleBody);
      if (ask.answers === 'source' && given.is_component_deletion === undefined)
        throw new Refused(400, 'Missing is_component_deletion in json request body');
      const found = find(ask, given);
      if (found === undefined)
        throw new Refused(
          404,
          `The dependency ${given.dependency_creator} of ${given.source_deployment} was not found`,
        );
      dependencies(ask.store).remove(found.identity);
      return ok(show(found));
    }),
  },
  kinds: {
    dependencies: kindOf('id', () => ({
      dependency_creator: 'made-elsewhere',
      source_deployment_id: '',
      target_deployment_id: '',
    })),
  },
};

function find(ask: Ask, { dependency_creator: creator, source_deployment: source, target_deployment: target }: Triple) {
  return dependencies(ask.store)
    .where('source_deployment_id', source)
    .find(
      (entry) =>
        entry.tenant_name === ask.tenant &&
        entry.dependency_creator === creator &&
        entry.target_deployment_id === target,
    );
}

function show({ identity: _, ...kept }: DependencyEntry): Readonly<Record<string, unknown>> {
  return { ...kept, private_resource: kept.visibility === 'private', resource_availability: kept.visibility };
}
