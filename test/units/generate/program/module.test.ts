import { expect, test } from 'vitest';
import { programCode } from '../../../../src/generate/index.js';
import { readWritten } from '../../../../src/language/index.js';
import type { Diagnostic } from '../../../../src/model/index.js';

function convert(text: string): string {
  const diagnostics: Diagnostic[] = [];
  const blocks = readWritten({ name: 'main.tf', text }, diagnostics);
  expect(diagnostics).toEqual([]);
  return programCode(blocks, { stack: 's', library: 'landform' }).replaceAll(/\s+/g, ' ').replaceAll(', }', ' }');
}

const PROVIDER = 'provider "aws" {\nalias = "west"\n}\n';
const WHOLE = `${PROVIDER}module "net" {
source = "acme/net/aws"
version = "~> 1.0"
providers = { aws.main = aws.west }
lifecycle {
enabled = true
}
cidr = "10.0.0.0/8"
}
module "many" {
source = "./many"
for_each = toset(["a"])
depends_on = [module.net]
id = module.net.id
}
output "id" {
value = module.many["a"].id
}
output "all" {
value = values(module.many)[*].id
}
`;

test('a module call becomes a construct, and references to its outputs are typed', () => {
  const code = convert(WHOLE);
  expect(code).toContain("import { App, Module, Output, ProviderConfig, Stack } from 'landform';");
  expect(code).toContain(
    "const net = new Module(stack, 'net', { source: 'acme/net/aws', version: '~> 1.0', providers: { 'aws.main': awsWest }, lifecycle: { enabled: true }, variables: { cidr: '10.0.0.0/8' } });",
  );
  expect(code).toContain(
    "const many = new Module(stack, 'many', { source: './many', forEach: '${toset([\"a\"])}', dependsOn: [net], variables: { id: net.output('id') } });",
  );
  expect(code).toContain("new Output(stack, 'id', { value: many.instance('a').output('id') });");
  expect(code).toContain("new Output(stack, 'all', { value: '${values(module.many)[*].id}' });");
});

test('what the construct cannot express becomes an override', () => {
  const code = convert('module "m" {\nsource = "./m"\nproviders = { aws = aws }\n}\n');
  expect(code).toContain("new Module(stack, 'm', { source: './m' })");
  expect(code).toContain("addOverride('providers', { aws: 'aws' })");
});
