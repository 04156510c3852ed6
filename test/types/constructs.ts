/** What must compile and what must not; the compiler is the test. Nothing here runs. */
import {
  App,
  Fn,
  Local,
  Op,
  Output,
  Resource,
  Stack,
  TerraformIterator,
  Variable,
  each,
  type Input,
  type Reference,
} from '../../src/constructs/index.js';
import { CloudAccount, CloudCredentialsAws, DataCloudAccounts } from '../../src/bindings/acloud.js';
import { Integer, Pet } from '../../src/bindings/random.js';
import { TerraformData } from '../../src/bindings/terraform.js';

const stack = new Stack(new App(), 'types');
const account = new CloudAccount(stack, 'account', { cloudProfile: 'aws', displayName: 'A' });
const integer = new Integer(stack, 'integer', { min: 1, max: 2 });
const anything = new TerraformData(stack, 'anything');

export const text: Reference<string> = account.displayName;
export const truth: Reference<boolean> = account.enabled;
export const number: Reference<number> = integer.result;
export const inMap: Reference<string> = account.metadata.get('key');

// @ts-expect-error -- a reference to a string is not a reference to a number
export const wrong: Reference<number> = account.displayName;

// Inputs accept values, references of their type, template literals, and references of unknown type.
new CloudAccount(stack, 'a', {
  cloudProfile: account.cloudProfile,
  displayName: `x-${integer.result}`,
  enabled: account.enabled,
});
new CloudAccount(stack, 'b', { cloudProfile: anything.output, displayName: Fn.upper(account.displayName) });
new CloudAccount(stack, 'c', { cloudProfile: 'x', displayName: 'x', metadata: { a: account.identity } });
new CloudAccount(stack, 'd', { cloudProfile: 'x', displayName: 'x', metadata: account.metadata, enabled: undefined });
new Pet(stack, 'pet', { length: Fn.length(account.metadata), keepers: { name: account.displayName } });

// @ts-expect-error -- displayName is required
new CloudAccount(stack, 'e', { cloudProfile: 'x' });
// @ts-expect-error -- there is no such attribute
new CloudAccount(stack, 'f', { cloudProfile: 'x', displayName: 'x', colour: 'red' });
// @ts-expect-error -- a boolean is wanted
new CloudAccount(stack, 'g', { cloudProfile: 'x', displayName: 'x', enabled: 'yes' });
// @ts-expect-error -- a string is wanted, and this is a reference to a boolean
new CloudAccount(stack, 'h', { cloudProfile: 'x', displayName: account.enabled });
// @ts-expect-error -- the provider decides the identity
new CloudAccount(stack, 'i', { cloudProfile: 'x', displayName: 'x', identity: 'x' });
// @ts-expect-error -- ignoreChanges takes names
new CloudAccount(stack, 'j', { cloudProfile: 'x', displayName: 'x', lifecycle: { ignoreChanges: [1] } });

// Write-only attributes can be set, and not read.
const credentials = new CloudCredentialsAws(stack, 'k', {
  cloudAccountIdentity: account.identity,
  accessKeyId: 'a',
  accessKeySecret: 'b',
});
// @ts-expect-error -- it is not kept
export const secret: unknown = credentials.accessKeySecret;

// Into lists, objects and maps.
const accounts = new DataCloudAccounts(stack, 'accounts');
export const first: Reference<string> = accounts.cloudAccounts.at(0).cloudProfile.displayName;
export const all: Reference<readonly string[]> = accounts.cloudAccounts.pluck('displayName');
// @ts-expect-error -- elements have no such attribute
export const none: unknown = accounts.cloudAccounts.at(0).colour;
// @ts-expect-error -- nor do all of them
export const nones: unknown = accounts.cloudAccounts.pluck('colour');
// @ts-expect-error -- a string has no elements
export const element: unknown = account.displayName.at(0);

// Any member of a reference of unknown type is allowed.
export const open: Reference<number> = anything.output.get('a').at(0).get('b');

// References are not numbers.
// @ts-expect-error -- Op.add does that
export const sum: number = integer.result + 1;
// @ts-expect-error -- Op.mul does that
export const product: number = integer.result * 2;
export const twice: Reference<number> = Op.mul(integer.result, 2);
export const joined: string = 'x' + account.displayName;

// Functions know their types.
export const upper: Reference<string> = Fn.upper('x');
export const words: Reference<readonly string[]> = Fn.split(',', account.displayName);
export const chosen: Reference<string> = Fn.conditional(Op.gt(integer.result, 1), 'a', account.displayName);
// @ts-expect-error -- upper takes a string
Fn.upper(1);
// @ts-expect-error -- join takes a list of strings
Fn.join(',', integer.result);

// The type of a variable follows from what it says.
export const size: Reference<number> = new Variable(stack, 'size', { type: 'number' }).value;
export const names: Reference<readonly string[]> = new Variable(stack, 'names', { type: 'list(string)' }).value;
export const unknown: Reference<boolean> = new Variable(stack, 'unknown').value;
// @ts-expect-error -- it is a number
export const notText: Reference<string> = new Variable(stack, 'not', { type: 'number' }).value;

// So do the attributes of its objects, and what its default may be.
const server = new Variable(stack, 'server', {
  type: `object({
    name = string
    size = optional(number, max(1, 2)),
    disks = list(object({ mount = string, options = optional(set(string)) }))
    pair = tuple([string, bool])
  })`,
  default: { name: 'web', disks: [{ mount: '/' }], pair: ['a', true] },
}).value;
export const serverName: Reference<string> = server.name;
export const serverSize: Reference<number> = server.size;
export const mountPoint: Reference<string> = server.disks.at(0).mount;
export const mounts: Reference<readonly string[]> = server.disks.pluck('mount');
// @ts-expect-error -- the type has no such attribute
export const colour: unknown = server.colour;
// @ts-expect-error -- size is a number
export const sizeText: Reference<string> = server.size;
new Variable(stack, 'b', { type: 'list(string)', default: ['a'] });
new Variable(stack, 'c', { type: 'map(number)', default: { a: 1 }, nullable: true });
new Variable(stack, 'd', { default: { any: ['thing'] } });
new Variable(stack, 'e', { type: 'string', default: null });
declare const typeText: string;
new Variable(stack, 'f', { type: typeText, default: 'not known to the compiler' });
// @ts-expect-error -- a list is wanted
new Variable(stack, 'g', { type: 'list(string)', default: 'a' });
// @ts-expect-error -- a number is wanted
new Variable(stack, 'h', { type: 'number', default: '1' });
// @ts-expect-error -- name is required
new Variable(stack, 'i', { type: 'object({ name = string })', default: {} });
// @ts-expect-error -- there is no such attribute
new Variable(stack, 'j', { type: 'object({ name = string })', default: { name: 'a', colour: 'red' } });

// A local has the type of what it was given.
const local = new Local(stack, 'typed', { name: account.displayName, sizes: [integer.result, 2], deep: { on: true } })
  .value;
export const localName: Reference<string> = local.name;
export const localSizes: Reference<readonly number[]> = local.sizes;
export const localDeep: Reference<boolean> = local.deep.on;
export const localText: Reference<string> = new Local(stack, 'text', 'a').value;
// @ts-expect-error -- it was not given
export const localNone: unknown = local.colour;
// @ts-expect-error -- it is a text
export const localNumber: Reference<number> = new Local(stack, 'number', 'a').value;

// One of several instances has the same attributes.
const many = new CloudAccount(stack, 'many', { cloudProfile: 'x', displayName: each.key, forEach: ['a', 'b'] });
export const one: Reference<string> = many.instance('a').identity;
new Output(stack, 'one', { value: many.instance('a').identity });

export const input = (value: Input<readonly { readonly name: string; readonly size?: number }[]>): unknown => value;
input([{ name: account.identity, size: integer.result }, { name: 'x' }]);
// @ts-expect-error -- size is a number
input([{ name: 'x', size: 'large' }]);

// @ts-expect-error -- a raw resource says its type
new Resource(stack, 'raw', { attributes: {} });
// @ts-expect-error -- an output has a value
new Output(stack, 'empty', {});

// Functions of any number of arguments take them written out, or as one list as CDKTF has it; both have the same type.
const manyWords = Fn.split(',', account.displayName);
export const joinedLists: Reference<readonly string[]> = Fn.concat(manyWords, ['a']);
export const joinedAsOneList: Reference<readonly string[]> = Fn.concat([manyWords, ['a']]);
export const united: Reference<readonly string[]> = Fn.setunion([manyWords, manyWords]);
export const firstOf: Reference<string> = Fn.coalesce(account.displayName, 'a');
export const firstOfList: Reference<string> = Fn.coalesce([account.displayName, 'a']);
export const firstListOf: Reference<readonly string[]> = Fn.coalescelist([manyWords, ['a']]);
export const highest: Reference<number> = Fn.max([integer.result, 2]);
export const tried: unknown = Fn.try([anything.output, 'a']);
export const merged: unknown = Fn.merge([account.metadata, { a: 'b' }]);
Fn.format('%s-%s', [account.displayName, 'a']);
Fn.formatlist('%s-%s', manyWords, ['a']);
Fn.cidrsubnets('10.0.0.0/8', [4, 4]);
// @ts-expect-error -- one list alone: it is not the list of lists
Fn.concat(['a', 'b']);
// @ts-expect-error -- nor is a reference
Fn.setunion(manyWords);
// @ts-expect-error -- a list of numbers has to be written out
Fn.max(anything.output.pluck('size') as Reference<readonly number[]>);
// @ts-expect-error -- CDKTF's list of the lists would be one list of lists
Fn.formatlist('%s-%s', [manyWords, ['a']]);

// Members of CDKTF.
export const stringValue: Reference<string> = new Variable(stack, 'text', { type: 'string' }).stringValue;
export const asString: Reference<string> = new Local(stack, 'local', 'a').asString;
// @ts-expect-error -- it can be imported, to say at its first use what to write instead
TerraformIterator.fromList(['a']);
