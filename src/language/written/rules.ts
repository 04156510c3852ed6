/**
 * How the text of an argument is read: as a template (the usual), as it is (`constant`), or as an expression without
 * `${…}` (`bare`). For a block or an object, by the names in it; `*` matches all others.
 */
export type Rule = 'template' | 'constant' | 'bare' | Rules;

export interface Rules {
  readonly [name: string]: Rule;
}

export const ruleFor = (rules: Rule, name: string): Rule => {
  if (typeof rules === 'string') return rules;
  const own = Object.hasOwn(rules, name) ? rules[name] : rules['*'];
  return own ?? 'template';
};

const LIFECYCLE: Rules = {
  create_before_destroy: 'constant',
  prevent_destroy: 'constant',
  destroy: 'constant',
  ignore_changes: 'bare',
  replace_triggered_by: 'bare',
  action_trigger: { events: 'bare', actions: 'bare' },
};

const PROVISIONER: Rules = { when: 'bare', on_failure: 'bare' };

const DYNAMIC: { [name: string]: Rule } = { iterator: 'bare' };
DYNAMIC['content'] = { dynamic: DYNAMIC };

const RESOURCE: Rules = {
  provider: 'bare',
  depends_on: 'bare',
  lifecycle: LIFECYCLE,
  provisioner: PROVISIONER,
  dynamic: DYNAMIC,
};

/** The rules for the bodies of the blocks at the root of a file. */
const ENCRYPTED: Rule = {
  enforced: 'constant',
  method: 'bare',
  fallback: { method: 'bare', fallback: { method: 'bare' } },
};

export const RULES: Readonly<Record<string, Rule>> = {
  terraform: {
    '*': 'constant',
    required_providers: { '*': { '*': 'constant', configuration_aliases: 'bare' } },
    backend: {},
    cloud: {},
    provider_meta: {},
    encryption: {
      key_provider: { chain: 'bare' },
      method: { keys: 'bare' },
      state: ENCRYPTED,
      plan: ENCRYPTED,
      remote_state_data_sources: { default: ENCRYPTED, remote_state_data_source: ENCRYPTED },
    },
  },
  provider: { alias: 'constant', version: 'constant', dynamic: DYNAMIC },
  variable: {
    '*': 'constant',
    type: 'bare',
    validation: {},
  },
  locals: {},
  output: { description: 'constant', sensitive: 'constant', ephemeral: 'constant', depends_on: 'bare' },
  resource: RESOURCE,
  data: RESOURCE,
  ephemeral: RESOURCE,
  module: { source: 'constant', version: 'constant', providers: 'bare', depends_on: 'bare' },
  moved: 'bare',
  removed: { from: 'bare', lifecycle: LIFECYCLE, provisioner: PROVISIONER },
  import: { to: 'bare', provider: 'bare' },
  check: { data: RESOURCE },
  action: { provider: 'bare' },
};

/** Labels between a nested block's name and its body, for the blocks that have rules. */
export const NESTED_LABELS: Readonly<Record<string, number>> = {
  provisioner: 1,
  data: 2,
  backend: 1,
  dynamic: 1,
  key_provider: 2,
  method: 2,
  remote_state_data_source: 1,
};
