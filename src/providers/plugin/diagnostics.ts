import { errorDiagnostic, type Diagnostic, type Path } from '../../model/index.js';
import { SEVERITY, type attributePath, type diagnostic } from './wire/common.js';
import type { Received } from './wire/message.js';

/** The diagnostics of a plugin. Their sentences are the provider's own. */
export const readDiagnostics = (messages: readonly Received<typeof diagnostic>[]): readonly Diagnostic[] =>
  messages.map(({ severity, summary, detail, attribute }) => {
    const path = attribute === undefined ? [] : readPath(attribute);
    return {
      severity: severity === SEVERITY.warning ? 'warning' : 'error',
      code: severity === SEVERITY.warning ? 'provider-warning' : 'provider-error',
      summary: summary === '' ? 'The provider reported a problem without a description' : summary,
      ...(detail === '' ? {} : { detail }),
      ...(path.length === 0 ? {} : { path }),
    };
  });

/** A step that is not named, such as one to an element of a set, ends the path. */
export function readPath({ steps }: Received<typeof attributePath>): Path {
  const path: (string | number)[] = [];
  for (const { attributeName, elementKeyString, elementKeyInt } of steps) {
    const step = attributeName ?? elementKeyString ?? elementKeyInt;
    if (step === undefined) break;
    path.push(step);
  }
  return path;
}

/** An answer that may say that its work is deferred. */
export interface Deferrable {
  readonly diagnostics: readonly Received<typeof diagnostic>[];
  readonly deferred?: object | undefined;
}

/** The diagnostics of an answer. One that defers its work breaks the rule: the request did not allow that. */
export function answerDiagnostics(name: string, call: string, answer: Deferrable): readonly Diagnostic[] {
  const diagnostics = readDiagnostics(answer.diagnostics);
  return answer.deferred === undefined ? diagnostics : [...diagnostics, pluginDeferred(name, call)];
}

/** An answer that cannot be understood. */
export function pluginRubbish(name: string, call: string, reason: string): Diagnostic {
  return errorDiagnostic('plugin-rubbish', `The provider ${name} sent an answer that is not valid: ${reason}`, {
    detail: `It was the answer to ${call}. This is a defect of the provider: report it to its authors.`,
  });
}

export function pluginDeferred(name: string, call: string): Diagnostic {
  return errorDiagnostic('plugin-deferred', `The provider ${name} deferred an object although it was not allowed to`, {
    detail: `It did so in ${call}. Landform does not allow deferral. This is a defect of the provider: report it to its authors.`,
  });
}
