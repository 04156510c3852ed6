import { ownEntry } from '../model/index.js';

/** Commands of Terraform, CDKTF and Pulumi that Landform lacks or names differently, with their replacements. */
const ADVICE: Readonly<Record<string, string>> = {
  // Terraform and OpenTofu
  'workspace create': 'Run "landform workspace new".',
  'workspace use': 'Run "landform workspace select".',
  modules: 'Run "landform get --json" to see what modules are called.',
  metadata: 'Run "landform console" to try functions.',
  login: 'Landform has no remote service. Providers read their credentials from environment variables.',
  logout: 'Landform has no remote service.',
  cloud: 'Landform keeps state at HCP Terraform (see docs/state/remote.md), and runs on this machine.',
  query: 'Landform does not support query files. Run "landform import" for an object whose ID you know.',
  env: 'Run "landform workspace list", "new", "select" or "delete".',
  'state identities': 'Run "landform state pull" to see what the state holds.',
  'state ls': 'Run "landform state list".',
  'state move': 'Run "landform state mv".',
  'state remove': 'Run "landform state rm".',
  'state delete': 'Run "landform state rm": the object itself remains.',
  'state taint': 'Run "landform taint".',
  'state untaint': 'Run "landform untaint".',
  'state export': 'Run "landform state pull".',
  'state import': 'Run "landform state push".',
  // CDKTF
  diff: 'Run "landform plan".',
  deploy: 'Run "landform apply".',
  list: 'Run "landform validate --json" for problems, or "landform synth" for the stacks of a program.',
  watch: 'Landform does not watch files. Run "landform plan" after a change.',
  debug: 'Run "landform version --json" for versions; --debug shows stack traces of internal errors.',
  'provider add':
    'Providers come with Landform or with your project; import their classes from "landform/providers/…".',
  // Pulumi
  new: 'Run "landform init".',
  preview: 'Run "landform plan".',
  up: 'Run "landform apply".',
  update: 'Run "landform apply".',
  down: 'Run "landform destroy".',
  cancel: 'Press Ctrl-C in the running process. "landform force-unlock" releases an abandoned lock.',
  stack:
    'Stacks are declared by the program. Select one with --stack, and run "landform state list" to see what it has.',
  config: 'Set variables with --var, TF_VAR_NAME, a *.auto.tfvars.json file, or "stacks" in landform.json.',
  logs: 'Landform does not collect logs of services.',
  about: 'Run "landform version --json".',
  install: 'Run "npm install".',
  plugin: 'Run "landform init", which installs the providers of a project.',
  policy: 'Run "landform policy check PLAN" for a saved plan. landform.json names the policies; see docs/policy.md.',
};

/** The command of another tool that a command line begins with, and what Landform offers instead. */
export function foreignCommand(
  words: readonly string[],
): { readonly name: string; readonly advice: string } | undefined {
  for (const name of [words.slice(0, 2).join(' '), words[0] ?? '']) {
    const advice = ownEntry(ADVICE, name);
    if (advice !== undefined) return { name, advice };
  }
  return undefined;
}
