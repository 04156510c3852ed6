import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { ModuleRepository } from '../support/module-repository.js';
import { Folder } from '../support/run-landform.js';

const require = createRequire(import.meta.url);

const VARIABLES = `variable "cidr_block" {
  type        = string
  description = "Addresses of the network. */ console.log('x') /*"
}
variable "subnets" {
  type = list(object({ zone_name = string, size = optional(number, 8) }))
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "password" {
  type      = string
  default   = "x"
  sensitive = true
}
variable "for_each_zone" {
  default = null
}
variable "dependsOn" {
  type    = bool
  default = false
}
`;
const OUTPUTS = `output "vpc_id" {
  value       = "vpc-\${var.cidr_block}"
  description = "The ID of the network"
}
output "zones" {
  value = { for subnet in var.subnets : subnet.zone_name => subnet.size }
}
output "secret" {
  value     = var.password
  sensitive = true
}
output "source" {
  value = "s"
}
`;

const PROGRAM = `import { App, Output, Stack } from 'landform';
import { Network } from './network.ts';

const stack = new Stack(new App(), 'main');
const network = new Network(stack, 'network', {
  cidrBlock: '10.0.0.0/16',
  subnets: [{ zoneName: 'a' }, { zoneName: 'b', size: 4 }],
});
new Output(stack, 'id', { value: network.vpcId });
new Output(stack, 'zone', { value: network.zones.get('b') });
new Output(stack, 'secret', { value: network.secret, sensitive: true });
new Output(stack, 'source', { value: network.sourceOutput });

const checks = (): void => {
  // @ts-expect-error -- subnets are required
  new Network(stack, 'a', { cidrBlock: 'x' });
  // @ts-expect-error -- a string is wanted
  new Network(stack, 'b', { cidrBlock: 1, subnets: [] });
  // @ts-expect-error -- there is no such variable
  new Network(stack, 'c', { cidrBlock: 'x', subnets: [], colour: 'red' });
  new Network(stack, 'd', { cidrBlock: network.vpcId, subnets: network.zones, tags: { a: 'b' }, dependsOn2: true });
};
export default checks.length === 0 ? stack.node.root : undefined;
`;

let folder: Folder;

beforeEach(async () => {
  folder = await Folder.make({
    'modules/network/variables.tf': VARIABLES,
    'modules/network/outputs.tf': OUTPUTS,
    'landform.json': { program: 'main.ts' },
    'tsconfig.json': {
      compilerOptions: {
        module: 'nodenext',
        target: 'es2023',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        allowImportingTsExtensions: true,
        erasableSyntaxOnly: true,
        exactOptionalPropertyTypes: true,
        noUnusedLocals: true,
        types: [],
      },
    },
  });
  await folder.link();
});
afterEach(() => folder.remove());

const compile = (): { code: number | null; text: string } => {
  const { status, stdout } = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc')], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  return { code: status, text: stdout };
};

describe('landform generate module', () => {
  it('writes a class that compiles, accepts only what the module accepts, and plans', async () => {
    const made = await folder.run('generate module modules/network');
    expect(made.code, made.stderr).toBe(0);
    expect(made.stdout).toContain('Made network.ts: 6 variables, 4 outputs.');
    await folder.write('main.ts', PROGRAM);
    expect(compile()).toEqual({ code: 0, text: '' });
    const written = await folder.read('network.ts');
    expect(written).toContain('/** The ID of the network */');
    expect(written).not.toContain("*/ console.log('x')");
    expect(written.match(/Sensitive: it is never shown/g)).toHaveLength(2);

    const installed = await folder.run('init');
    expect(installed.code, installed.stderr).toBe(0);
    const planned = await folder.run('plan');
    expect(planned.code, planned.stderr).toBe(0);
    expect(planned.stdout).toContain('"vpc-10.0.0.0/16"');
    expect(planned.stdout).toMatch(/zone\s+= 4/);
  });

  it('overwrites what it wrote, and nothing else', async () => {
    await folder.run('generate module modules/network');
    await folder.write('modules/network/more.tf', 'variable "more" {\n  default = 1\n}\n');
    expect((await folder.run('generate module ./modules/network')).code).toBe(0);
    expect(await folder.read('network.ts')).toContain('readonly more?');
    await folder.write('network.ts', 'export {};\n');
    const refused = await folder.run('generate module modules/network');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('network.ts exists');
    expect(await folder.read('network.ts')).toBe('export {};\n');
  });

  it('reads a module from elsewhere without installing it in the project', async () => {
    const repository = new ModuleRepository({
      'net/main.tf': 'variable "a" {}\nmodule "x" {\n  source = "acme/x/aws"\n}\n',
    });
    const source = repository.source('//net?ref=v1');
    // The module that it calls cannot be installed, and need not be.
    const made = await folder.run(['generate', 'module', source, '--name', 'my-net', '--out', 'src/net.ts', '--json'], {
      env: { HTTPS_PROXY: 'http://127.0.0.1:9' },
    });
    expect(made.code, made.stderr + made.stdout).toBe(0);
    expect(JSON.parse(made.stdout)).toEqual({ file: 'src/net.ts', variables: ['a'], outputs: [] });
    expect(await folder.read('src/net.ts')).toContain(`source: '${source}'`);
    expect(await folder.read('src/net.ts')).toContain('export class MyNet extends Module');
    expect((await folder.run('init --get=false')).stdout).not.toContain('Modules:');
    repository.remove();
  });

  it('says what is wrong with a source', async () => {
    const ran = await folder.run('generate module nothing');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('This is not the source of a module');
  });

  it('takes a constraint, which only a registry has versions for', async () => {
    const ran = await folder.run(['generate', 'module', 'modules/network', '--constraint', '~> 2.1']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('is not from a registry');
  });
});

it('the program in docs/modules.md compiles and plans', async () => {
  const [text = ''] = blocksOf(readFileSync('docs/modules.md', 'utf8'))
    .filter(({ language }) => language === 'ts')
    .map((block) => block.text);
  await folder.write('modules/network/variables.tf', 'variable "cidr_block" {\n  type = string\n}\n');
  await folder.write('modules/network/outputs.tf', 'output "vpc_id" {\n  value = var.cidr_block\n}\n');
  await folder.run('generate module modules/network');
  await folder.write('main.ts', text);
  expect(compile()).toEqual({ code: 0, text: '' });
  const planned = await folder.run('plan');
  expect(planned.code, planned.stderr).toBe(0);
  expect(planned.stdout).toContain('vpc_id');
});
