import { ConstructError } from './error.js';
import { captureLocation } from './origin.js';

/** Members of CDKTF's elements, and their replacements. */
const OF_ELEMENTS: Readonly<Record<string, string>> = {
  cdktfStack: 'Use stack.',
  constructNodeMetadata: 'Use node.metadata.',
  friendlyUniqueId: 'Use logicalId.',
  resetOverrideLogicalId: 'Call overrideLogicalId only if the name must differ.',
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
  moveToId: "Use moveTo('new_name').",
  terraformMetaArguments: 'Use count, forEach, lifecycle, provider and dependsOn.',
  terraformResourceType: 'Use resourceType.',
};

const OF_MODULES: Readonly<Record<string, string>> = {
  ...OF_ELEMENTS,
  addProvider: 'Give providers: { name: provider }.',
  getBoolean: "Use output<boolean>('name').",
  getList: "Use output<readonly string[]>('name').",
  getNumber: "Use output<number>('name').",
  getString: "Use output<string>('name').",
  interpolationForOutput: "Use output('name').",
  onSynth: 'Remove the call: app.synth() does it.',
  set: 'Give variables: { name: value }, or set variables.name.',
  validateIfProvidersHaveUniqueKeys: 'Remove the call: names of providers are the keys of an object.',
};

const OF_STACKS: Readonly<Record<string, string>> = {
  allProviders: 'Use stack.node.findAll().filter(ProviderConfig.isProviderConfig).',
  dependsOn: 'Use dependencies, and addDependency(other).',
  getLogicalId: 'Use logicalId of the element, which allocateLogicalId(element) sets.',
  prepareStack: 'Use aspects: Aspects.of(stack).add(…).',
  runAllValidations: 'Remove the call: app.synth() runs all validations.',
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
  asBooleanMap: 'Use value, which has the type of the given expression.',
  asNumberMap: 'Use value, which has the type of the given expression.',
  asStringMap: 'Use value, which has the type of the given expression.',
  interpolation: 'Use value.',
};

export const CDKTF_MEMBERS = {
  elements: OF_ELEMENTS,
  blocks: OF_BLOCKS,
  modules: OF_MODULES,
  stacks: OF_STACKS,
  variables: OF_VARIABLES,
  locals: OF_LOCALS,
};

/** Makes members that only CDKTF's class has throw when they are read: `not-in-landform`, with a replacement. */
export function refuseMembers(
  { name, prototype }: { readonly name: string; readonly prototype: object },
  hints: Readonly<Record<string, string>>,
): void {
  for (const [member, hint] of Object.entries(hints)) {
    if (member in prototype) continue;
    Object.defineProperty(prototype, member, {
      get: () => {
        throw new ConstructError('not-in-landform', `Landform's ${name} does not have ${member}`, hint, {
          location: captureLocation(),
        });
      },
      // A subclass may define a member with that name.
      set(this: object, value: unknown) {
        Object.defineProperty(this, member, { value, writable: true, enumerable: true, configurable: true });
      },
      configurable: true,
    });
  }
}
