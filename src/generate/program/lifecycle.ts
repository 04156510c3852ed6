import { bodiesOf, type Written } from '../../language/index.js';
import { quoted } from '../print.js';
import { type Code, type Entry, listCode, objectCode, textsCode } from '../source.js';
import { bareListCode, conditionsCode, flagCode, onlyBody, textIn } from './members.js';
import type { References } from './references.js';
import type { Options } from './statement.js';
import { valueCode } from './values.js';

/** Adds the option `lifecycle`, and overrides for what it lacks. */
export function addLifecycle(
  options: Options,
  value: Written,
  references: References,
  comments: readonly string[],
): void {
  const body = onlyBody(value);
  if (body === undefined) return options.override('lifecycle', valueCode(value, references));
  const entries: Entry[] = [];
  for (const { name, value: inner, comments: own } of body.members) {
    const known = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
    const code = known?.code(inner, references);
    if (known === undefined || code === undefined) {
      options.override(`lifecycle.${name}`, valueCode(inner, references));
    } else entries.push({ key: known.option, code, comments: own });
  }
  if (entries.length > 0) options.add('lifecycle', objectCode(entries, body.comments), comments);
}

interface Setting {
  readonly option: string;
  readonly code: (value: Written, references: References) => Code | undefined;
}

const SETTINGS: Readonly<Record<string, Setting>> = {
  enabled: { option: 'enabled', code: (value, references) => valueCode(value, references, 'bool') },
  create_before_destroy: { option: 'createBeforeDestroy', code: flagCode },
  prevent_destroy: { option: 'preventDestroy', code: flagCode },
  ignore_changes: { option: 'ignoreChanges', code: ignoredCode },
  replace_triggered_by: { option: 'replaceTriggeredBy', code: bareListCode },
  precondition: { option: 'precondition', code: conditionsCode },
  postcondition: { option: 'postcondition', code: conditionsCode },
  action_trigger: { option: 'actionTriggers', code: triggersCode },
};

function ignoredCode(value: Written): Code | undefined {
  if (textIn(value) === 'all') return quoted('all');
  if (value.kind !== 'list') return undefined;
  const texts = value.items.flatMap(({ value: item }) => textIn(item) ?? []);
  return texts.length === value.items.length ? textsCode(texts) : undefined;
}

function triggersCode(value: Written, references: References): Code | undefined {
  const codes: Code[] = [];
  for (const body of bodiesOf(value)) {
    const entries: Entry[] = [];
    for (const { name, value: inner, comments } of body.members) {
      const code =
        name === 'events'
          ? ignoredCode(inner)
          : name === 'actions'
            ? bareListCode(inner, references)
            : name === 'condition'
              ? valueCode(inner, references, 'bool')
              : undefined;
      if (code === undefined) return undefined;
      entries.push({ key: name, code, comments });
    }
    codes.push(objectCode(entries, body.comments));
  }
  return listCode(codes);
}
