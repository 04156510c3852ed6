import {
  assignments,
  choice,
  count,
  duration,
  flag,
  optionalChoice,
  pairs,
  rare,
  required,
  switchedOff,
  text,
  texts,
} from './option-kinds.js';

/** Options as data, shared by commands. Where Terraform has an option, its name is Terraform's. */

/** Accepted before and after the name of any command. */
export const GLOBAL_OPTIONS = {
  chdir: text('DIR', 'Run in this directory', 'directory'),
  json: flag('Print JSON'),
  color: switchedOff('Print without colors'),
  debug: flag('Print stack traces of internal errors'),
} as const;

export const STACK_OPTIONS = {
  stack: texts('NAME', 'Only this stack (repeatable)', 'stack'),
} as const;

export const VARIABLE_OPTIONS = {
  var: assignments,
  'var-file': texts('FILE', 'Read variables from this file (repeatable)', 'file'),
} as const;

/** Of commands that only need variables where the backend or the encryption refers to them. */
const BACKEND_VARIABLE_OPTIONS = {
  var: rare(VARIABLE_OPTIONS.var),
  'var-file': rare(VARIABLE_OPTIONS['var-file']),
} as const;

export const STATE_READ_OPTIONS = { ...STACK_OPTIONS, ...BACKEND_VARIABLE_OPTIONS } as const;

/** How a plan, drift or a state is shown. `json` is what `--json` prints. */
export const REVIEW_FORMATS = ['text', 'json', 'markdown', 'html', 'junit', 'sarif'] as const;

const FORMAT_OPTIONS = {
  format: { ...choice(REVIEW_FORMATS, 'text', `As ${REVIEW_FORMATS.join(', ')} (text)`), placeholder: 'FORMAT' },
} as const;

const STATE_FILE_OPTIONS = {
  state: rare(text('FILE', 'Use the state in this file', 'file')),
} as const;

const STATE_OUT_OPTIONS = {
  'state-out': rare(text('FILE', 'Write the changed state to this file instead', 'file')),
} as const;

const BACKUP_OPTIONS = {
  backup: rare(text('FILE', 'Save the prior state to this file; "-" for no backup', 'file')),
} as const;

export const INPUT_OPTIONS = {
  input: rare(switchedOff('Never ask for input')),
} as const;

export const INIT_OPTIONS = {
  from: optionalChoice(['program', 'json', 'sandbox', 'terraform', 'cdktf'], 'What to start a project from'),
  ci: optionalChoice(['github', 'gitlab', 'generic'], 'Write a recipe for its pipeline'),
  get: switchedOff('Install no modules'),
  upgrade: flag('Accept new modules and providers'),
  lockfile: rare(optionalChoice(['readonly'], 'Never change the lock file')),
  'backend-config': texts('SETTING', 'Backend setting (repeatable)', 'file'),
  'migrate-state': flag('Copy the state to its new backend'),
  reconfigure: flag('Use the new backend as it is'),
  backend: rare(switchedOff('Leave backends as they are')),
  'force-copy': rare(flag('Copy it without asking, over another state too')),
  ...STATE_READ_OPTIONS,
  ...INPUT_OPTIONS,
} as const;

export const MIGRATE_OPTIONS = {
  'auto-approve': flag('Write the files without asking for approval'),
  ...INPUT_OPTIONS,
} as const;

export const GET_OPTIONS = {
  update: flag('Accept new providers, and new and changed modules'),
  ...STACK_OPTIONS,
} as const;

export const GENERATE_MODULE_OPTIONS = {
  // Not `--version`: that option prints the version of Landform, even after a command.
  constraint: text('VERSIONS', 'Versions to choose from, for a registry'),
  name: text('NAME', 'Name of the class (the last word of SOURCE)'),
  out: text('FILE', 'File to write (NAME.ts)', 'file'),
} as const;

export const GENERATE_CONSTRUCTS_OPTIONS = {
  all: flag('All types of all providers'),
  out: text('DIR', 'Directory to write to (.gen)', 'directory'),
  style: optionalChoice(['landform', 'cdktf'], 'Library of the classes (of the project)'),
  upgrade: flag('Accept new versions of providers'),
} as const;

export const FMT_OPTIONS = {
  check: flag('Write nothing; exit with 3 if a file would change'),
  diff: flag('Show the differences'),
  list: switchedOff('Do not list the files that change'),
  write: switchedOff('Do not write the files'),
  recursive: flag('Format the directories below too'),
} as const;

export const CONVERT_OPTIONS = {
  to: choice(['typescript', 'json'], 'typescript', 'What to convert to'),
  out: text('PATH', 'Write to this directory or file, which must not exist', 'file'),
  partial: flag('Leave out what the other form cannot express'),
} as const;

export const LOCK_OPTIONS = {
  lock: rare(switchedOff('Plan without a lock; changes always take it')),
  'lock-timeout': rare(duration('How long to wait for a held lock: 30s, 5m')),
} as const;

const COMMON_OPTIONS = {
  ...STACK_OPTIONS,
  ...STATE_FILE_OPTIONS,
  ...VARIABLE_OPTIONS,
  ...LOCK_OPTIONS,
  ...INPUT_OPTIONS,
  parallelism: rare(count('N', 'Maximum number of concurrent provider calls (10)', 1, 10)),
  'compact-warnings': rare(flag('Show each warning on one line')),
} as const;

const CHANGED_OPTIONS = {
  'changed-since': rare(text('REF', 'Only stacks that differ from this commit')),
} as const;

const TARGET_OPTIONS = {
  target: texts('ADDRESS', 'Only this resource and its dependencies (repeatable)', 'address'),
  exclude: texts('ADDRESS', 'All but this resource and its dependents (repeatable)', 'address'),
} as const;

/** What became of creates that an earlier run could not finish. */
const LOST_OPTIONS = {
  adopt: rare(pairs('ADDRESS=ID', 'Adopt the object of an interrupted create', 'address')),
  'give-up': rare(texts('ADDRESS', 'Give up an interrupted create', 'address')),
} as const;

/** Approves what policies of the level `needs-approval` found. */
const POLICY_OPTIONS = {
  'approve-policy': rare(texts('NAME', 'Approve what this policy found (repeatable)')),
} as const;

const PLANNING_OPTIONS = {
  ...COMMON_OPTIONS,
  ...CHANGED_OPTIONS,
  ...TARGET_OPTIONS,
  ...LOST_OPTIONS,
  replace: texts('ADDRESS', 'Replace this instance (repeatable)', 'address'),
  refresh: rare(switchedOff('Skip refreshing state')),
  'refresh-only': flag('Only update state to match real infrastructure'),
  destroy: flag('Plan to destroy everything'),
  invoke: texts('ACTION', 'Only invoke this action: action.TYPE.NAME', 'action'),
} as const;

export const PLAN_OPTIONS = {
  out: text('FILE', 'Save the plan to this file', 'file'),
  'detailed-exitcode': flag('Exit with 2 if there are changes'),
  ...PLANNING_OPTIONS,
  'suggest-moves': rare(text('FILE', 'Write moved blocks for objects that look renamed', 'file')),
  'generate-config-out': rare(text('FILE', 'Write the resources that imports lack', 'file')),
  'sign-key': rare(text('FILE', 'Sign the saved plan with this key (LANDFORM_SIGN_KEY)', 'file')),
  'state-out': rare(text('FILE', 'For compatibility; no effect on a plan', 'file')),
} as const;

export const APPLY_OPTIONS = {
  'auto-approve': flag('Apply without asking for approval'),
  ...PLANNING_OPTIONS,
  ...STATE_OUT_OPTIONS,
  ...BACKUP_OPTIONS,
  ...POLICY_OPTIONS,
  'verify-key': rare(text('FILE', 'Refuse a plan not signed with this key (LANDFORM_VERIFY_KEY)', 'file')),
} as const;

export const DESTROY_OPTIONS = {
  'auto-approve': flag('Destroy without asking for approval'),
  ...COMMON_OPTIONS,
  ...LOST_OPTIONS,
  ...STATE_OUT_OPTIONS,
  ...BACKUP_OPTIONS,
  ...POLICY_OPTIONS,
  target: texts('ADDRESS', 'Only this resource and its dependents (repeatable)', 'address'),
  exclude: texts('ADDRESS', 'All but this resource and its dependencies (repeatable)', 'address'),
  refresh: PLANNING_OPTIONS.refresh,
} as const;

export const ROLLBACK_OPTIONS = {
  out: text('FILE', 'Save the plan to this file instead of applying it', 'file'),
  'auto-approve': flag('Apply without asking for approval'),
  ...COMMON_OPTIONS,
  ...BACKUP_OPTIONS,
  ...POLICY_OPTIONS,
  'sign-key': PLAN_OPTIONS['sign-key'],
} as const;

/** Of commands that change the state: to save the change as a plan. */
const EDIT_PLAN_OPTIONS = {
  out: text('FILE', 'Save the change as a plan instead of making it', 'file'),
  append: flag('Add it to the plan in that file'),
  'sign-key': PLAN_OPTIONS['sign-key'],
} as const;

/** For a saved plan, which does not hold what policies found. */
const POLICIES_OPTIONS = { policies: flag('Also ask the policies of the project about the plan') } as const;

export const SHOW_OPTIONS = { ...STATE_READ_OPTIONS, ...FORMAT_OPTIONS, ...POLICIES_OPTIONS } as const;

export const POLICY_CHECK_OPTIONS = { ...FORMAT_OPTIONS } as const;

export const COMMENT_OPTIONS = {
  github: flag('Comment on a pull request of GitHub'),
  gitlab: flag('Comment on a merge request of GitLab'),
  pull: text('NUMBER', 'The pull or merge request (that of the pipeline)'),
  repository: text('NAME', 'OWNER/NAME, or the project of GitLab (that of the pipeline)'),
  name: text('NAME', 'Tells comments apart (plan)'),
  check: flag('Also publish a check run with annotations (GitHub)'),
  ...POLICIES_OPTIONS,
  commit: rare(text('SHA', 'Commit of the check run (that of the pull request)')),
} as const;

/** The issue that reports drift. */
const ISSUE_OPTIONS = {
  issue: flag('Keep one open issue while there is drift'),
  github: flag('Keep that issue on GitHub'),
  gitlab: flag('Keep that issue on GitLab'),
  name: rare(text('NAME', 'Tells issues apart (drift)')),
  repository: rare(text('NAME', 'OWNER/NAME, or the project of GitLab (that of the pipeline)')),
} as const;

export const DRIFT_OPTIONS = {
  ...FORMAT_OPTIONS,
  ...ISSUE_OPTIONS,
  ...COMMON_OPTIONS,
  lock: rare(flag('Hold the lock of the state meanwhile')),
  ...CHANGED_OPTIONS,
  ...TARGET_OPTIONS,
} as const;

export const ABSORB_OPTIONS = {
  'auto-approve': flag('Write without asking for approval'),
  ...COMMON_OPTIONS,
} as const;

export const REFRESH_OPTIONS = {
  ...COMMON_OPTIONS,
  ...TARGET_OPTIONS,
  ...STATE_OUT_OPTIONS,
  ...BACKUP_OPTIONS,
} as const;

export const IMPORT_OPTIONS = {
  ...EDIT_PLAN_OPTIONS,
  ...COMMON_OPTIONS,
  ...STATE_OUT_OPTIONS,
  ...BACKUP_OPTIONS,
} as const;

export const OUTPUT_OPTIONS = {
  ...STATE_READ_OPTIONS,
  ...STATE_FILE_OPTIONS,
  raw: flag('Print the value of one output, unquoted'),
} as const;

export const GRAPH_OPTIONS = {
  ...STACK_OPTIONS,
  format: choice(['dot', 'mermaid', 'text'], 'dot', 'Format of the graph (dot)'),
} as const;

export const CONSOLE_OPTIONS = {
  ...STACK_OPTIONS,
  ...STATE_FILE_OPTIONS,
  ...VARIABLE_OPTIONS,
} as const;

export const TEST_OPTIONS = {
  filter: texts('FILE', 'Run only this test file (repeatable)', 'file'),
  'test-directory': text('DIR', 'Where test files are, besides the project (tests)', 'directory'),
  verbose: flag('Print the plan of each run'),
  'junit-xml': text('FILE', "Write the results in JUnit's XML, too", 'file'),
  parallelism: rare(count('N', 'Maximum number of concurrent provider calls (10)', 1, 10)),
  ...STACK_OPTIONS,
  ...VARIABLE_OPTIONS,
} as const;

export const PROVIDERS_SCHEMA_OPTIONS = {
  all: flag('Include available providers that the project does not use'),
} as const;

export const PROVIDERS_PACKAGE_OPTIONS = {
  out: required('DIR', 'The folder of the mirror', 'directory'),
  platform: texts('OS_ARCH', 'Such as linux_amd64 (repeatable; this machine)'),
  include: texts('FILE', 'A file that the provider reads (repeatable)', 'file'),
} as const;

export const PROVIDERS_SERVE_OPTIONS = {
  attach: flag('Print TF_REATTACH_PROVIDERS, and serve until Ctrl-C'),
} as const;

export const PROVIDERS_LOCK_OPTIONS = {
  platform: texts('PLATFORM', 'For this platform, such as linux_amd64 (repeatable)'),
  'fs-mirror': text('DIR', 'Use packages in this folder, not in registries', 'file'),
  'net-mirror': text('URL', 'Use packages of this mirror, not of registries'),
} as const;

export const PROVIDERS_MIRROR_OPTIONS = {
  platform: texts('PLATFORM', 'For this platform, such as linux_amd64 (repeatable)'),
} as const;

export const STATE_SHOW_OPTIONS = { ...STATE_READ_OPTIONS, ...STATE_FILE_OPTIONS } as const;

export const STATE_LIST_OPTIONS = { ...STATE_SHOW_OPTIONS, id: text('ID', 'Only objects with this ID') } as const;

export const STATE_EDIT_OPTIONS = {
  ...STATE_READ_OPTIONS,
  ...STATE_FILE_OPTIONS,
  ...BACKUP_OPTIONS,
  ...LOCK_OPTIONS,
  'ignore-remote-version': rare(flag('For compatibility; no effect on local state')),
} as const;

export const WORKSPACE_LIST_OPTIONS = BACKEND_VARIABLE_OPTIONS;

export const WORKSPACE_NEW_OPTIONS = {
  state: text('FILE', 'Begin with the state in this file', 'file'),
  ...BACKEND_VARIABLE_OPTIONS,
  ...LOCK_OPTIONS,
} as const;

export const WORKSPACE_SELECT_OPTIONS = {
  'or-create': flag('Create the workspace if it does not exist'),
  ...BACKEND_VARIABLE_OPTIONS,
} as const;

export const WORKSPACE_DELETE_OPTIONS = {
  force: flag('Delete it even if it manages objects, which remain'),
  ...BACKEND_VARIABLE_OPTIONS,
  ...LOCK_OPTIONS,
} as const;

export const STATE_REMOVE_OPTIONS = {
  ...EDIT_PLAN_OPTIONS,
  'dry-run': flag('Show what would change, without changing it'),
  ...STATE_EDIT_OPTIONS,
} as const;

export const STATE_MOVE_OPTIONS = {
  ...STATE_REMOVE_OPTIONS,
  'state-out': text('FILE', 'Move the object into the state in this file', 'file'),
} as const;

export const TAINT_OPTIONS = {
  ...EDIT_PLAN_OPTIONS,
  'allow-missing': flag('Only warn if the state has no such instance'),
  ...STATE_EDIT_OPTIONS,
  ...STATE_OUT_OPTIONS,
} as const;

export const STATE_PUSH_OPTIONS = {
  ...EDIT_PLAN_OPTIONS,
  force: flag('Replace the state even if lineage or serial differ'),
  ...STATE_EDIT_OPTIONS,
} as const;

export const APPROVED_EDIT_OPTIONS = {
  ...EDIT_PLAN_OPTIONS,
  'auto-approve': flag('Change the state without asking for approval'),
  ...STATE_EDIT_OPTIONS,
  ...INPUT_OPTIONS,
} as const;

export const FORCE_UNLOCK_OPTIONS = {
  ...STATE_READ_OPTIONS,
  ...INPUT_OPTIONS,
  force: flag('Release the lock without asking for approval'),
} as const;
