import type { GivenVariables } from '../operations/index.js';
import type { Option } from './command.js';
import { UsageError } from './usage-error.js';

/** Options as data, shared by commands; the words are Terraform's where Terraform has them. */

/** A flag that is on `otherwise` is described by what it does when it is switched off. */
function flag(summary: string, otherwise = false): Option<boolean> {
  return { kind: 'flag', summary, read: (given) => (typeof given === 'boolean' ? given : otherwise) };
}

function text(
  placeholder: string,
  summary: string,
  completion?: Option<string>['completion'],
): Option<string | undefined> {
  return { kind: 'value', placeholder, summary, ...(completion === undefined ? {} : { completion }), read: last };
}

function texts(
  placeholder: string,
  summary: string,
  completion?: Option<string>['completion'],
): Option<readonly string[]> {
  return {
    kind: 'value',
    placeholder,
    summary,
    ...(completion === undefined ? {} : { completion }),
    read: (given) => (Array.isArray(given) ? (given as readonly string[]) : []),
  };
}

function required(placeholder: string, summary: string, completion?: Option<string>['completion']): Option<string> {
  return {
    kind: 'value',
    placeholder,
    summary,
    ...(completion === undefined ? {} : { completion }),
    read: (given, name) => {
      const value = last(given);
      if (value !== undefined && value !== '') return value;
      throw new UsageError('missing-option', `--${name} is needed`, `Write it as --${name} ${placeholder}.`);
    },
  };
}

const last = (given: unknown): string | undefined => (Array.isArray(given) ? (given as string[]).at(-1) : undefined);

function count(placeholder: string, summary: string, least: number, otherwise: number): Option<number> {
  return {
    kind: 'value',
    placeholder,
    summary,
    read: (given, name) => {
      const value = last(given);
      if (value === undefined) return otherwise;
      const number = Number(value);
      if (/^\d+$/.test(value) && number >= least && number <= 65_535) return number;
      throw new UsageError('invalid-option', `--${name} takes a whole number from ${least} on, not "${value}"`);
    },
  };
}

/** `30s`, `5m`, `1h30m`, `500ms`; a bare `0` too. In milliseconds. */
function duration(summary: string): Option<number> {
  return {
    kind: 'value',
    placeholder: 'DURATION',
    summary,
    read: (given, name) => {
      const value = last(given);
      if (value === undefined || value === '0') return 0;
      const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
      if (parts.length > 0 && parts.map(([whole]) => whole).join('') === value) {
        return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit as keyof typeof UNITS], 0);
      }
      throw new UsageError(
        'invalid-option',
        `--${name} takes a duration, not "${value}"`,
        'Write it as 30s, 5m or 1h30m.',
      );
    },
  };
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function choice<const C extends string>(choices: readonly C[], otherwise: C, summary: string): Option<C> {
  return {
    kind: 'value',
    placeholder: choices.join('|'),
    summary,
    completion: choices,
    read: (given, name) => {
      const value = last(given);
      if (value === undefined) return otherwise;
      const found = choices.find((candidate) => candidate === value);
      if (found !== undefined) return found;
      throw new UsageError('invalid-option', `--${name} takes ${choices.join(' or ')}, not "${value}"`);
    },
  };
}

/** Variables and files of variables in one list: of two values for a variable the last one counts. */
const assignments: Option<readonly GivenVariables[]> = {
  kind: 'value',
  placeholder: 'NAME=VALUE',
  summary: 'Give a variable its value. May be repeated.',
  read: (_given, name, all) =>
    all.flatMap(({ option, text }) =>
      option === 'var-file' ? [{ file: text }] : option === name ? [assignment(text, name)] : [],
    ),
};

function assignment(pair: string, name: string): GivenVariables {
  const at = pair.indexOf('=');
  if (at > 0) return { name: pair.slice(0, at).trim(), text: pair.slice(at + 1) };
  // What was given is not repeated: it may be a secret.
  throw new UsageError('invalid-option', `--${name} takes NAME=VALUE`, `Write it as --${name} 'region=eu-1'.`);
}

/** Understood before and behind any command. */
export const GLOBAL_OPTIONS = {
  chdir: text('DIR', 'Work in this folder.', 'directory'),
  json: flag('Answer as JSON.'),
  color: flag('No colours.', true),
  debug: flag('Show where an error inside Landform came from.'),
} as const;

export const STACK_OPTIONS = {
  stack: texts('NAME', 'Only this stack. May be repeated.'),
} as const;

const STATE_FILE_OPTIONS = {
  state: text('FILE', 'Use the state in this file.', 'file'),
} as const;

const STATE_OUT_OPTIONS = {
  'state-out': text('FILE', 'Write the changed state to this file, and leave the one that is read.', 'file'),
} as const;

const BACKUP_OPTIONS = {
  backup: text('FILE', 'Keep the state before the change in this file; - keeps none.', 'file'),
} as const;

export const VARIABLE_OPTIONS = {
  var: assignments,
  'var-file': texts('FILE', 'Read values of variables from this file. May be repeated.', 'file'),
} as const;

export const LOCK_OPTIONS = {
  lock: flag('Plan without the lock; changes hold it all the same.', true),
  'lock-timeout': duration('How long to wait for a held lock: 30s, 5m.'),
} as const;

export const INPUT_OPTIONS = {
  input: flag('Never ask.', true),
} as const;

const COMMON_OPTIONS = {
  ...STACK_OPTIONS,
  ...STATE_FILE_OPTIONS,
  ...VARIABLE_OPTIONS,
  ...LOCK_OPTIONS,
  ...INPUT_OPTIONS,
  parallelism: count('N', 'Maximum number of concurrent provider calls (10).', 1, 10),
  'compact-warnings': flag('Show warnings as one line each.'),
} as const;

const TARGET_OPTIONS = {
  target: texts('ADDRESS', 'Only this resource and what it needs. May be repeated.'),
} as const;

const PLANNING_OPTIONS = {
  ...COMMON_OPTIONS,
  ...TARGET_OPTIONS,
  replace: texts('ADDRESS', 'Replace this object even if nothing requires it. May be repeated.'),
  refresh: flag('Skip refreshing state.', true),
  'refresh-only': flag('Only update state to match real infrastructure.'),
  destroy: flag('Plan to destroy everything.'),
  invoke: texts('ACTION', 'Only invoke this action, or one instance of it: action.type.name.'),
} as const;

export const PLAN_OPTIONS = {
  ...PLANNING_OPTIONS,
  out: text('FILE', 'Save the plan to this file.', 'file'),
  'sign-key': text('FILE', 'Sign the saved plan with the key in this file (LANDFORM_SIGN_KEY).', 'file'),
  'state-out': text('FILE', 'Accepted as in Terraform; without effect on a plan.', 'file'),
  'detailed-exitcode': flag('Exit with 2 when there are changes.'),
} as const;

export const APPLY_OPTIONS = {
  ...PLANNING_OPTIONS,
  ...STATE_OUT_OPTIONS,
  ...BACKUP_OPTIONS,
  'auto-approve': flag('Do not ask.'),
  'verify-key': text('FILE', 'Refuse a plan that is not signed with this key (LANDFORM_VERIFY_KEY).', 'file'),
} as const;

export const DESTROY_OPTIONS = {
  ...COMMON_OPTIONS,
  ...STATE_OUT_OPTIONS,
  ...BACKUP_OPTIONS,
  ...TARGET_OPTIONS,
  refresh: PLANNING_OPTIONS.refresh,
  'auto-approve': APPLY_OPTIONS['auto-approve'],
} as const;

export const DRIFT_OPTIONS = { ...COMMON_OPTIONS, ...TARGET_OPTIONS } as const;

export const IMPORT_OPTIONS = { ...COMMON_OPTIONS, ...STATE_OUT_OPTIONS, ...BACKUP_OPTIONS } as const;

export const OUTPUT_OPTIONS = {
  ...STACK_OPTIONS,
  ...STATE_FILE_OPTIONS,
  raw: flag('Print the bare value of one output, for scripts.'),
} as const;

export const GRAPH_OPTIONS = {
  ...STACK_OPTIONS,
  format: choice(['dot', 'mermaid', 'text'], 'dot', 'The format of the graph.'),
} as const;

export const CONSOLE_OPTIONS = { ...STACK_OPTIONS, ...STATE_FILE_OPTIONS, ...VARIABLE_OPTIONS } as const;

export const PROVIDERS_SCHEMA_OPTIONS = {
  all: flag('Of all available providers, not only those that the project uses.'),
} as const;

export const STATE_SHOW_OPTIONS = { ...STACK_OPTIONS, ...STATE_FILE_OPTIONS } as const;

export const STATE_LIST_OPTIONS = { ...STATE_SHOW_OPTIONS, id: text('ID', 'Only objects with this id.') } as const;

export const STATE_EDIT_OPTIONS = {
  ...STACK_OPTIONS,
  ...STATE_FILE_OPTIONS,
  ...BACKUP_OPTIONS,
  ...LOCK_OPTIONS,
  'ignore-remote-version': flag('Accepted as in Terraform; without effect on local state.'),
} as const;

export const STATE_MOVE_OPTIONS = {
  ...STATE_EDIT_OPTIONS,
  'dry-run': flag('Show what would change, and change nothing.'),
} as const;

export const TAINT_OPTIONS = {
  ...STATE_EDIT_OPTIONS,
  ...STATE_OUT_OPTIONS,
  'allow-missing': flag('Warn, and do not fail, if the state has no such instance.'),
} as const;

export const STATE_PUSH_OPTIONS = {
  ...STATE_EDIT_OPTIONS,
  force: flag('Replace the state even if lineage or serial do not match.'),
} as const;

export const APPROVED_EDIT_OPTIONS = {
  ...STATE_EDIT_OPTIONS,
  ...INPUT_OPTIONS,
  'auto-approve': APPLY_OPTIONS['auto-approve'],
} as const;

export const FORCE_UNLOCK_OPTIONS = {
  ...STACK_OPTIONS,
  ...INPUT_OPTIONS,
  force: flag('Do not ask.'),
} as const;

const OPENAPI_OPTIONS = {
  openapi: required('FILE|URL', 'The OpenAPI description, 3.0 or 3.1, in JSON or YAML.', 'file'),
  without: texts('NOUN', 'Leave out what is about these: topic. May be repeated.'),
} as const;

export const GENERATE_PROVIDER_OPTIONS = {
  ...OPENAPI_OPTIONS,
  name: required('NAME', 'What the types of its resources begin with: acme for acme_topic.'),
  out: text('DIR', 'The folder to make (the name).', 'directory'),
} as const;

export const GENERATE_SANDBOX_OPTIONS = {
  ...OPENAPI_OPTIONS,
  name: text('NAME', 'What the variables it prints begin with: acme for ACME_ENDPOINT (api).'),
  port: count('PORT', 'Listen here (any free one).', 0, 0),
  'state-file': text('FILE', 'Keep what the sandbox holds in this file.', 'file'),
} as const;

export const GENERATE_CHECK_OPTIONS = {
  ...OPENAPI_OPTIONS,
  name: text('NAME', 'What the types of its resources begin with: acme for acme_topic (api).'),
} as const;

export const SANDBOX_OPTIONS = {
  port: count('PORT', 'Listen here (any free one).', 0, 0),
  'state-file': text('FILE', 'Keep what the sandbox holds in this file.', 'file'),
  token: text('TOKEN', "The token to accept; also the password of conductor's admin."),
  organisation: text('NAME', 'The organisation the token belongs to.'),
  answers: choice(
    ['documented', 'source'],
    'documented',
    "Answer as the documents say, or as the services' own sources do where they differ.",
  ),
} as const;
