import { command, type Command } from '../command.js';
import {
  GENERATE_CHECK_OPTIONS,
  GENERATE_PROVIDER_OPTIONS,
  GENERATE_SANDBOX_OPTIONS,
  SANDBOX_OPTIONS,
} from '../generating-options.js';
import {
  CONVERT_OPTIONS,
  GENERATE_CONSTRUCTS_OPTIONS,
  GENERATE_MODULE_OPTIONS,
  MIGRATE_OPTIONS,
  PROVIDERS_PACKAGE_OPTIONS,
  PROVIDERS_SERVE_OPTIONS,
} from '../options.js';

/** Commands beside a project: generators, emulators, providers for Terraform, the shell. */
export const TOOLS: readonly Command[] = [
  command({
    name: 'generate provider',
    group: 'Generate',
    summary: 'Generate a provider from an OpenAPI description',
    description:
      'Writes a directory with the mapping (guesses are marked), the provider, typed classes, an example and its test. See docs/provider-from-openapi.md.',
    arguments: [],
    options: GENERATE_PROVIDER_OPTIONS,
    json: 'messages',
    examples: [
      ['landform generate provider --openapi openapi.yaml --name acme', ''],
      ['landform generate provider --openapi https://example.com/api.json --name acme', ''],
    ],
    load: async () => (await import('../commands/generate/provider.js')).run,
  }),
  command({
    name: 'generate constructs',
    group: 'Generate',
    summary: 'Generate typed classes for providers of Terraform',
    description:
      'Writes classes for the types that the program imports, those named here, and those written earlier, of the providers that landform.json requires. See docs/typed-providers.md.',
    arguments: [{ name: 'TYPE', summary: 'another type: aws_vpc, data.aws_ami', variadic: true }],
    options: GENERATE_CONSTRUCTS_OPTIONS,
    json: 'document',
    examples: [
      ['landform generate constructs', 'what the program imports'],
      ['landform generate constructs aws_vpc data.aws_ami', 'two more'],
      ['landform generate constructs --all', ''],
    ],
    load: async () => (await import('../commands/generate/constructs.js')).run,
  }),
  command({
    name: 'generate module',
    group: 'Generate',
    summary: 'Generate a typed class for a module',
    description: 'Its variables become options, its outputs properties. See docs/modules.md.',
    arguments: [
      { name: 'SOURCE', summary: 'A directory, or any source of a module', required: true, completion: 'directory' },
    ],
    options: GENERATE_MODULE_OPTIONS,
    json: 'document',
    examples: [
      ['landform generate module modules/network', 'write network.ts'],
      ["landform generate module acme/vpc/aws --constraint '~>2.1'", ''],
    ],
    load: async () => (await import('../commands/generate/module.js')).run,
  }),
  command({
    name: 'generate sandbox',
    group: 'Generate',
    summary: 'Serve an emulator of an OpenAPI description on this machine',
    description: 'Refuses requests that the description does not allow. Runs until Ctrl-C.',
    arguments: [],
    options: GENERATE_SANDBOX_OPTIONS,
    json: 'document',
    examples: [['landform generate sandbox --openapi openapi.yaml --name acme', '']],
    load: async () => (await import('../commands/generate/sandbox.js')).run,
  }),
  command({
    name: 'generate check',
    group: 'Generate',
    summary: 'Check a generated provider against an emulator of its API',
    description:
      'Creates, plans again, updates, imports and destroys one of each resource. Writes no files. Exits with 1 if a step fails.',
    arguments: [],
    options: GENERATE_CHECK_OPTIONS,
    json: 'document',
    examples: [
      ['landform generate check --openapi openapi.yaml', 'a table of results'],
      ['landform generate check --openapi openapi.yaml --json', 'JSON'],
    ],
    load: async () => (await import('../commands/generate/check.js')).run,
  }),
  command({
    name: 'convert',
    group: 'Generate',
    summary: 'Convert HCL to a TypeScript program or to JSON',
    description:
      'Converts the files of a directory; modules that it calls stay as they are. Addresses stay the same, so the state does too. Lists what the other form cannot express, and then writes nothing.',
    arguments: [{ name: 'DIR', summary: 'a directory with *.tf files (this one)', completion: 'directory' }],
    options: CONVERT_OPTIONS,
    json: 'document',
    examples: [
      ['landform convert --out program', 'a program with the same resources'],
      ['landform convert --to json --out json', 'a *.tf.json file for each *.tf file'],
      ['landform convert', 'print the program'],
    ],
    load: async () => (await import('../commands/convert.js')).run,
  }),
  command({
    name: 'sandbox',
    group: 'Other',
    summary: 'Serve emulators of the managed services on this machine',
    description: 'Needs no account. Prints environment variables to export. Runs until Ctrl-C.',
    arguments: [
      {
        name: 'SYSTEM',
        summary: 'acloud, asm, conductor or palette (all)',
        variadic: true,
        completion: ['acloud', 'asm', 'conductor', 'palette'],
      },
    ],
    options: SANDBOX_OPTIONS,
    json: 'document',
    examples: [
      ['landform sandbox conductor', 'serve one system'],
      ['landform sandbox --port 8080 --state-file sandbox.json', 'keep its state'],
    ],
    load: async () => (await import('../commands/sandbox.js')).run,
  }),
  command({
    name: 'migrate cdktf',
    group: 'More',
    summary: 'Let Landform answer for the package cdktf in a project',
    description:
      'Plans every stack with CDKTF and with landform/cdktf, and writes an alias if the plans are equal. Programs stay as they are. See docs/from-cdktf.md.',
    arguments: [],
    options: MIGRATE_OPTIONS,
    json: 'document',
    examples: [
      ['landform migrate cdktf', 'show what will change, and ask'],
      ['landform migrate cdktf --auto-approve', ''],
    ],
    load: async () => (await import('../commands/migrate-cdktf.js')).run,
  }),
  command({
    name: 'providers package',
    group: 'Other',
    summary: 'Pack a provider of Landform for Terraform',
    description:
      'Writes the folder of a filesystem mirror, from which "terraform init" installs the provider. The package needs Node.js. See docs/serve.md.',
    arguments: [{ name: 'NAME', summary: 'palette, acme/thing, or the file of a provider', required: true }],
    options: PROVIDERS_PACKAGE_OPTIONS,
    json: 'document',
    examples: [
      ['landform providers package palette --out mirror', ''],
      ['landform providers package ./provider.ts --out mirror', 'one of your own'],
    ],
    load: async () => (await import('../commands/providers-package.js')).run,
  }),
  command({
    name: 'providers serve',
    group: 'Other',
    summary: 'Let Terraform use a provider of Landform',
    description:
      'Terraform starts it as a plugin, from a package that "landform providers package" has written. See docs/serve.md.',
    arguments: [{ name: 'NAME', summary: 'palette, acme/thing, or the file of a provider', required: true }],
    options: PROVIDERS_SERVE_OPTIONS,
    json: 'document',
    examples: [['landform providers serve palette --attach', 'without a package, for debugging']],
    load: async () => (await import('../commands/providers-serve.js')).run,
  }),
  command({
    name: 'version',
    group: 'Other',
    summary: 'Print the version',
    arguments: [],
    options: {},
    json: 'document',
    examples: [['landform version --json', 'with the platform']],
    load: async () => (await import('../commands/version.js')).run,
  }),
  command({
    name: 'completion',
    group: 'Other',
    summary: 'Print a completion script for a shell',
    arguments: [{ name: 'SHELL', summary: 'bash, zsh or fish', required: true, completion: ['bash', 'zsh', 'fish'] }],
    options: {},
    json: 'document',
    examples: [
      ['source <(landform completion bash)', 'for this bash session'],
      ['source <(landform completion zsh)', 'for this zsh session'],
      ['landform completion fish | source', 'for this fish session'],
    ],
    load: async () => (await import('../commands/completion.js')).run,
  }),
];
