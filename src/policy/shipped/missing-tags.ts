import type { PolicyResource } from '../context.js';
import { definePolicy } from '../define.js';
import { isKnown } from '../hidden.js';
import { isOneOf } from './stateful-types.js';

/** Objects that could have tags or labels and lack some of them. */
export const missingTags = definePolicy({
  name: 'missing-tags',
  description: 'Objects have the tags that the organisation asks for',
  level: 'mandatory',
  parameters: {
    tags: { type: 'strings', description: 'Names of the tags' },
    except: { type: 'strings', default: [], description: 'Types without tags; "*" for any characters' },
  },
  *check({ resources, parameters: { tags, except } }) {
    for (const resource of resources) {
      if (resource.mode !== 'managed' || isOneOf(resource.type, except)) continue;
      const found = tagsOf(resource);
      const missing = found === undefined ? [] : tags.filter((tag) => !found.includes(tag));
      if (missing.length === 0) continue;
      yield {
        at: resource,
        message: `${resource.address} lacks the ${missing.length === 1 ? 'tag' : 'tags'} ${missing.join(', ')}`,
        remediation: `Add ${missing.length === 1 ? 'it' : 'them'} to the resource, or to the default tags of the provider.`,
      };
    }
  },
});

/** Names of the tags, with those of the provider where it says so; undefined where they are unknown, or the type has none. */
function tagsOf({ values }: PolicyResource): readonly string[] | undefined {
  for (const name of ['tags_all', 'effective_labels', 'tags', 'labels']) {
    const tags = values[name];
    if (tags === undefined) continue;
    if (tags === null) {
      if (name === 'tags' || name === 'labels') return [];
      continue;
    }
    if (!isKnown(tags)) return undefined;
    if (Array.isArray(tags)) return tags.filter((tag) => typeof tag === 'string');
    return typeof tags === 'object' ? Object.keys(tags) : undefined;
  }
  return undefined;
}
