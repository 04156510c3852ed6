import { references } from '../language/index.js';
import {
  formatInstance,
  sortedTexts,
  type Configuration,
  type Expression,
  type JsonObject,
  type Plan,
  type Reference,
  type ResourceConfiguration,
  type TraversalStep,
} from '../model/index.js';

/**
 * The attributes of resources that what the plan changes is made from, directly or through locals and other arguments, by Terraform's
 * rule: the arguments of changed resources and the values of changed outputs count, conditions and `depends_on` don't; a computed
 * attribute leads no further, since its value comes from the provider.
 */
export function relevantAttributes({ changes, outputs }: Plan, configuration: Configuration): readonly JsonObject[] {
  const search = new Search(configuration);
  for (const { action, resourceKey } of changes) if (action !== 'no-op') search.followArguments(resourceKey);
  for (const { action, name } of outputs) {
    const output = configuration.outputs.get(name);
    if (action !== 'no-op' && output !== undefined) search.followExpression(output.value);
  }
  return search.results();
}

/** A reference, and the resource whose `each` and `count` it may mean. */
interface Open {
  readonly reference: Reference;
  readonly within: ResourceConfiguration | undefined;
}

class Search {
  readonly #configuration: Configuration;
  readonly #found = new Map<string, JsonObject>();
  /** What has been followed: each expression is read once, however many lead to it. */
  readonly #followed = new Set<string>();
  readonly #open: Open[] = [];

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  followArguments(resourceKey: string): void {
    const resource = this.#configuration.resources.get(resourceKey);
    if (resource === undefined || this.#isFollowed(resourceKey)) return;
    const { content } = resource.body;
    for (const name in content) this.followExpression(content[name]!, resource);
  }

  followExpression(expression: Expression, within?: ResourceConfiguration): void {
    if (expression.kind === 'literal') return;
    for (const reference of references(expression)) this.#open.push({ reference, within });
  }

  /** Sorted; Terraform's order within a resource is that of chance. */
  results(): readonly JsonObject[] {
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) this.#follow(next);
    return sortedTexts(this.#found.keys()).map((id) => this.#found.get(id)!);
  }

  #follow({ reference, within }: Open): void {
    const { subject, steps } = reference;
    if (subject.kind === 'resource') return this.#resource(subject.key, steps);
    if (subject.kind === 'local') return this.#local(subject.name);
    if (subject.kind !== 'each' && subject.kind !== 'count') return;
    const repeated = within?.forEach ?? within?.count;
    if (repeated !== undefined && !this.#isFollowed(`${within!.key} ${subject.kind}`)) this.followExpression(repeated);
  }

  #local(name: string): void {
    const local = this.#configuration.locals.get(name);
    if (local !== undefined && !this.#isFollowed(`local.${name}`)) this.followExpression(local.value);
  }

  #resource(resourceKey: string, steps: readonly TraversalStep[]): void {
    const first = steps[0];
    const isKeyed = first?.kind === 'index';
    const attribute = (isKeyed ? steps.slice(1) : steps).map((step) => step.key);
    const resource = isKeyed ? formatInstance(resourceKey, first.key) : resourceKey;
    const { size } = this.#found;
    // Where it leads has been followed since it was found.
    if (this.#found.set(`${resource} ${JSON.stringify(attribute)}`, { resource, attribute }).size === size) return;
    const name = attribute[0];
    if (name === undefined) this.followArguments(resourceKey);
    // Of a whole argument without an instance it is known by now that it is new.
    else if ((!isKeyed && attribute.length === 1) || !this.#isFollowed(`${resourceKey} ${name}`))
      this.#argument(resourceKey, String(name));
  }

  #argument(resourceKey: string, name: string): void {
    const resource = this.#configuration.resources.get(resourceKey);
    if (resource === undefined) return;
    const { content } = resource.body;
    if (Object.hasOwn(content, name)) this.followExpression(content[name]!, resource);
  }

  /** Notes that it is followed from now on; true when it was before. */
  #isFollowed(what: string): boolean {
    const { size } = this.#followed;
    return this.#followed.add(what).size === size;
  }
}
