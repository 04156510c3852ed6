import { legible, type Diagnostic, type Path, type Type, type Value, getAt } from '../../../model/index.js';
import { SEVERITY, type attributePath, type diagnostic } from '../wire/common.js';
import type { Sent } from '../wire/message.js';

type AttributePath = Sent<typeof attributePath>;
type Step = NonNullable<AttributePath['steps']>[number];

/** Diagnostics for Terraform, which finds the place in the configuration by their path. */
export const sentDiagnostics = (
  diagnostics: readonly Diagnostic[],
  type: Type | undefined,
): Sent<typeof diagnostic>[] =>
  diagnostics.map((one) => {
    const { severity, summary, detail = '', path = [] } = legible(one);
    const attribute = type === undefined ? undefined : sentPath(path, type);
    return {
      severity: SEVERITY[severity],
      summary,
      detail,
      ...(attribute !== undefined && attribute.steps?.length !== 0 && { attribute }),
    };
  });

/** A path as far as the type names its steps: elements of a set have no names. */
export function sentPath(path: Path, root: Type): AttributePath {
  const steps: Step[] = [];
  let type: Type | undefined = root;
  for (const step of path) {
    if (type === undefined || typeof type === 'string' || type.kind === 'set') break;
    if (type.kind === 'object') {
      steps.push({ attributeName: String(step) });
      type = type.attributes[step];
    } else {
      steps.push(type.kind === 'map' ? { elementKeyString: String(step) } : { elementKeyInt: Number(step) });
      type = type.kind === 'tuple' ? type.items[Number(step)] : type.element;
    }
  }
  return { steps };
}

/** Terraform refuses a path that neither of the two objects has. */
export const replacePaths = (paths: readonly Path[], values: readonly Value[], type: Type): AttributePath[] =>
  paths.filter((path) => values.some((value) => getAt(value, path) !== undefined)).map((path) => sentPath(path, type));

/** Private data is Base64 in the contract, as in a state. */
export const sentPrivate = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64');

export const receivedPrivate = (bytes: Uint8Array): { readonly private?: string } =>
  bytes.length === 0 ? {} : { private: Buffer.from(bytes).toString('base64') };
