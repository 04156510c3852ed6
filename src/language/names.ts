import { isIdentifier } from '../model/index.js';
import type { Scope } from './report.js';

/** Reports a name that cannot be used in expressions. `what` describes the named object: `a variable`. */
export function checkName(scope: Scope, name: string, what: string, at: readonly (string | number)[] = []): void {
  if (isIdentifier(name)) return;
  scope.error('invalid-name', `${JSON.stringify(name)} cannot be the name of ${what}`, at, {
    detail: 'A name begins with a letter or "_" and contains only letters, digits, "_" and "-".',
  });
}

/** Whether a file is in JSON; otherwise it is in HCL. */
export const isJson = (name: string): boolean => name.endsWith('.json');

/** Whether a file is one whose blocks change those of others instead of adding to them. */
export const isOverride = (name: string): boolean => /(?:^|[/\\]|_)override\.(?:tf|tofu)(?:\.json)?$/.test(name);
