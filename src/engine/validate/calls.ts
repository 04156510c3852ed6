import { errorDiagnostic, nearest, type Diagnostic, type ModuleConfiguration } from '../../model/index.js';

/** The arguments of each module call must be variables of its module, and required variables need an argument. */
export function validateCalls({ calls }: ModuleConfiguration): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const { name, key, body, module, origin } of calls.values()) {
    const common = { address: key, ...(origin === undefined ? {} : { origin }) };
    const { file, path } = body.source;
    for (const argument of Object.keys(body.content)) {
      if (module.variables.has(argument)) continue;
      const near = nearest(argument, module.variables.keys());
      diagnostics.push(
        errorDiagnostic('unknown-argument', `The module ${name} has no variable "${argument}"`, {
          ...common,
          source: { file, path: [...path, argument] },
          detail: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Remove it, or declare it in the module.',
        }),
      );
    }
    for (const variable of module.variables.values()) {
      if (variable.default !== undefined || Object.hasOwn(body.content, variable.name)) continue;
      diagnostics.push(
        errorDiagnostic('missing-argument', `"${variable.name}" is missing in the call of the module ${name}`, {
          ...common,
          source: body.source,
          detail: `The variable var.${variable.name} of the module has no default. Add the argument.`,
        }),
      );
    }
  }
  return diagnostics;
}
