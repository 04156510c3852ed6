import type { Spelling } from '../system.js';

/** A misprinted call in the document, and the call it describes. */
interface Misprint {
  readonly method?: string;
  readonly path: RegExp;
  readonly as: { readonly method?: string; readonly path?: string };
}

const MISPRINTS: readonly Misprint[] = [
  // Sections Get and Delete Execution Schedule.
  { path: /\/executions-schedules(?=\/|$)/, as: { path: '/execution-schedules' } },
  // Section Get Secrets Provider, in the formal line.
  { path: /\/secrets-provider(?=\/)/, as: { path: '/secrets-providers' } },
  // Section Update Deployment: PUT in the sample, POST in the text.
  { method: 'PUT', path: /\/deployment-updates\/[^/]+\/update\/initiate$/, as: { method: 'POST' } },
  // Section Import Secrets: PATCH in the sample, POST in the text.
  { method: 'PATCH', path: /\/secrets\/share\/import$/, as: { method: 'POST' } },
];

/** The call that a misprinted one means; any other unchanged. */
export function respelt(method: string, path: string): Spelling {
  const found = MISPRINTS.find((misprint) => (misprint.method ?? method) === method && misprint.path.test(path));
  if (found === undefined) return { method, path };
  const { as } = found;
  return { method: as.method ?? method, path: as.path === undefined ? path : path.replace(found.path, as.path) };
}
