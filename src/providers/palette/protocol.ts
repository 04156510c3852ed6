import type { Json } from '../../model/index.js';
import type { AttributeMapping, FieldMapping, ListMapping, Part } from '../rest/mapping/definition.js';
import type { Paging } from '../rest/mapping/paging.js';
import { pointerGet } from '../rest/pointer.js';

/** Lists are cut into pages of 50; each names the next by a token. */
export const PAGES: Paging = { style: 'cursor', items: '/items', parameter: 'continue', next: '/listmeta/continue' };

export const PAGE_SIZE: Readonly<Record<string, Part>> = { limit: { value: 50 } };

/** Where an object lives: in a project, or in the tenant itself. */
export const SCOPE = {
  context: {
    optional: true,
    computed: true,
    default: { value: 'project' },
    constraint: { enum: ['project', 'tenant'] },
    replaces: true,
    description: '`project` or `tenant`: where it lives. Default: `project`.',
  },
  project_uid: {
    optional: true,
    computed: true,
    default: { setting: 'project_uid', when: { attribute: 'context', is: 'project' } },
    replaces: true,
    description: 'The project it lives in. Default: that of the provider.',
  },
} as const satisfies Readonly<Record<string, AttributeMapping>>;

/** The scope goes with each request, never with the connection: two projects of one run do not mix. */
export const IN_SCOPE: Readonly<Record<string, Part>> = {
  ProjectUid: {
    attributes: ['context', 'project_uid'],
    make: (context, project) => (context === 'tenant' ? undefined : project),
  },
};

export const IDENTITY = {
  id: { computed: true, description: 'The same as `uid`.' },
  uid: { computed: true, description: 'Given by the service.' },
} as const satisfies Readonly<Record<string, AttributeMapping>>;

export const CREATED: Readonly<Record<string, string>> = { id: '/uid', uid: '/uid' };

/** A cheap list in the same scope: it answers exactly when the scope can be seen. */
export const SCOPE_IS_THERE: ListMapping = {
  operation: 'listClusterProfiles',
  paging: { style: 'whole', items: '/items' },
};

/** The first of these places that has something. */
export function firstOf(...at: readonly string[]): FieldMapping {
  return {
    at: '',
    decode: (object) =>
      at.map((pointer) => pointerGet(object, pointer)).find((found) => found !== undefined && found !== null),
  };
}

/** Text of a reply at the first of these places that has one. */
export function textAt(json: Json, ...at: readonly string[]): string | undefined {
  return at.map((pointer) => pointerGet(json, pointer)).find((found) => typeof found === 'string');
}
