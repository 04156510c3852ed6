import { ConstructError } from './error.js';
import { captureLocation } from './origin.js';

/** Members of CDKTF's elements, and what takes their place. */
const OF_ELEMENTS: Readonly<Record<string, string>> = {
  cdktfStack: 'Use stack.',
  constructNodeMetadata: 'Use node.metadata.',
  friendlyUniqueId: 'Use logicalId.',
  resetOverrideLogicalId: 'Call overrideLogicalId only where the name is to be another one.',
  synthesizeAttributes: 'Testing.synth(stack) returns the document of the stack.',
  synthesizeValue: 'Use value.',
  toHclTerraform: 'Testing.synth(stack) returns the document of the stack.',
  toMetadata: 'Testing.synth(stack) returns the document of the stack.',
  toTerraform: 'Testing.synth(stack) returns the document of the stack.',
};

const attributeOf = (type: string): string => `Use attribute<${type}>('name').`;

const OF_BLOCKS: Readonly<Record<string, string>> = {
  ...OF_ELEMENTS,
  addMoveTarget: "Use moveTo('new_name'), or moveFrom('type.old_name').",
  getAnyMapAttribute: attributeOf('Record<string, unknown>'),
  getBooleanAttribute: attributeOf('boolean'),
  getBooleanMapAttribute: attributeOf('Record<string, boolean>'),
  getListAttribute: attributeOf('readonly string[]'),
  getNumberAttribute: attributeOf('number'),
  getNumberListAttribute: attributeOf('readonly number[]'),
  getNumberMapAttribute: attributeOf('Record<string, number>'),
  getStringAttribute: attributeOf('string'),
  getStringMapAttribute: attributeOf('Record<string, string>'),
  interpolationForAttribute: "Use attribute('name').",
  moveFromId: "Use moveFrom('type.old_name').",
  moveToId: "Use moveTo('new_name').",
  terraformMetaArguments: 'Use count, forEach, lifecycle, provider and dependsOn.',
  terraformResourceType: 'Use resourceType.',
};

const OF_STACKS: Readonly<Record<string, string>> = {
  allProviders: 'Look for them: stack.node.findAll().filter(ProviderConfig.isProviderConfig).',
  dependsOn: 'Use dependencies, and addDependency(other).',
  getLogicalId: 'Use logicalId of the element; allocateLogicalId(element) names it.',
  prepareStack: 'Use aspects: Aspects.of(stack).add(…).',
  runAllValidations: 'app.synth() runs them.',
  toHclTerraform: 'Testing.synth(stack) returns the document.',
  toTerraform: 'Testing.synth(stack) returns the document.',
};

const OF_VARIABLES: Readonly<Record<string, string>> = {
  ...OF_ELEMENTS,
  addValidation: 'Give validation: [{ condition, errorMessage }].',
  interpolation: 'Use value.',
};

const OF_LOCALS: Readonly<Record<string, string>> = {
  ...OF_ELEMENTS,
  asBooleanMap: 'Use value, which has the type of what it was given.',
  asNumberMap: 'Use value, which has the type of what it was given.',
  asStringMap: 'Use value, which has the type of what it was given.',
  interpolation: 'Use value.',
};

export const CDKTF_MEMBERS = {
  elements: OF_ELEMENTS,
  blocks: OF_BLOCKS,
  stacks: OF_STACKS,
  variables: OF_VARIABLES,
  locals: OF_LOCALS,
};

/** Lets members of CDKTF's class that Landform's has not throw where they are read: `not-in-landform`, with what to use. */
export function refuseMembers(
  { name, prototype }: { readonly name: string; readonly prototype: object },
  hints: Readonly<Record<string, string>>,
): void {
  for (const [member, hint] of Object.entries(hints)) {
    if (member in prototype) continue;
    Object.defineProperty(prototype, member, {
      get: () => {
        throw new ConstructError('not-in-landform', `Landform's ${name} has no ${member}`, hint, {
          location: captureLocation(),
        });
      },
      // A subclass may have a member of that name.
      set(this: object, value: unknown) {
        Object.defineProperty(this, member, { value, writable: true, enumerable: true, configurable: true });
      },
      configurable: true,
    });
  }
}
