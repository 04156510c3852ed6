import path from 'node:path';
import { DiagnosticError } from '../../model/index.js';
import type { OperationEnvironment } from '../environment.js';
import { planDestination } from './destination.js';
import { planSigner } from './signature.js';
import { writePlanFile, writePlanSet, type PlanInSet } from './write.js';

export interface SavingOptions {
  /** The file to save the plan to; `-` is standard output. */
  readonly out?: string;
  /** A file with the key that signs it. */
  readonly signKey?: string;
}

/**
 * Checks the destination of the plan before planning. The plan of a failed run is saved too, marked as failed, and one of no stack
 * if none has changed: otherwise an older plan in that file could be applied.
 */
export function savingTo(
  env: OperationEnvironment,
  { out, signKey }: SavingOptions,
): ((plans: readonly PlanInSet[], complete: boolean) => void) | undefined {
  if (out === undefined) return undefined;
  const destination = planDestination(env.directory, out);
  if ('summary' in destination) throw new DiagnosticError([destination]);
  const key = signKey ?? env.environment['LANDFORM_SIGN_KEY'];
  const signer = key === undefined ? undefined : planSigner(path.resolve(env.directory, key), key);
  return (plans, complete) => {
    const [only, ...others] = plans;
    if (only === undefined && !complete) return;
    if (only !== undefined && complete && others.length === 0) writePlanFile(destination, only, signer);
    else writePlanSet(destination, plans, complete, signer);
  };
}
