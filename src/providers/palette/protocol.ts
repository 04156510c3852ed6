import type { Json } from '../../model/index.js';
import type { AttributeMapping, FieldMapping, ListMapping, Part } from '../rest/mapping/definition.js';
import type { Paging } from '../rest/mapping/paging.js';
import { pointerGet } from '../rest/pointer.js';

/** Lists are paginated by 50; each page names the next by a token. */
export const PAGES: Paging = { style: 'cursor', items: '/items', parameter: 'continue', next: '/listmeta/continue' };

export const PAGE_SIZE: Readonly<Record<string, Part>> = { limit: { value: 50 } };

/** The scope of an object: a project, or the tenant itself. */
export const SCOPE = {
  context: {
    optional: true,
    computed: true,
    default: { value: 'project' },
    constraint: { enum: ['project', 'tenant'] },
    replaces: true,
    description: 'Scope of the object: `project` or `tenant`. Default: `project`.',
  },
  project_uid: {
    optional: true,
    computed: true,
    default: { setting: 'project_uid', when: { attribute: 'context', is: 'project' } },
    replaces: true,
    description: "The project it belongs to. Default: the provider's project.",
  },
} as const satisfies Readonly<Record<string, AttributeMapping>>;

/** The scope is sent with each request, never set on the connection: two projects of one run do not mix. */
export const IN_SCOPE: Readonly<Record<string, Part>> = {
  ProjectUid: {
    attributes: ['context', 'project_uid'],
    make: (context, project) => (context === 'tenant' ? undefined : project),
  },
};

export const IDENTITY = {
  id: { computed: true, description: 'The same as `uid`.' },
  uid: { computed: true, description: 'Assigned by the service.' },
} as const satisfies Readonly<Record<string, AttributeMapping>>;

export const CREATED: Readonly<Record<string, string>> = { id: '/uid', uid: '/uid' };

/** A cheap list in the same scope: it succeeds exactly if the scope is accessible. */
export const SCOPE_IS_THERE: ListMapping = {
  operation: 'listClusterProfiles',
  paging: { style: 'whole', items: '/items' },
};

/** The value at the first of these places that has one. */
export function firstOf(...at: readonly string[]): FieldMapping {
  return {
    at: '',
    decode: (object) =>
      at.map((pointer) => pointerGet(object, pointer)).find((found) => found !== undefined && found !== null),
  };
}

/** The string at the first of these places in a reply that has one. */
export function textAt(json: Json, ...at: readonly string[]): string | undefined {
  return at.map((pointer) => pointerGet(json, pointer)).find((found) => typeof found === 'string');
}
