import { createHash } from 'node:crypto';
import { JsonWriter, planPartToJson, planToJson, type Plan, type PlanJsonInfo, type Seal } from '../../model/index.js';
import { writePlanTo, type PlanDestination } from './destination.js';
import type { PlanSigner } from './signature.js';

/** What comes before the checksum at the end of a plan file. The checksum is that of all bytes before this. */
export const BEFORE_CHECKSUM = ',\n"checksum":"';

/**
 * Writes a plan file: Terraform's representation with one key more, `landform`, which ends with the checksum and the signature. It is
 * made, hashed and written piece by piece, and never in memory as a whole.
 */
export function writePlanFile(
  destination: PlanDestination,
  plan: Plan,
  info: PlanJsonInfo,
  seal: Seal,
  signer?: PlanSigner,
): void {
  writePlanTo(destination, (take) => {
    const hash = createHash('sha256');
    const writer = new JsonWriter((text) => {
      const bytes = Buffer.from(text);
      hash.update(bytes);
      take(bytes);
    });
    writer.raw('{');
    writer.members(planToJson(plan, info));
    writer.raw(',\n"landform":{');
    writer.members(planPartToJson(plan, seal));
    writer.flush();
    const checksum = hash.digest('hex');
    const signature = signer === undefined ? '' : `,\n"signature":${JSON.stringify(signer(checksum))}`;
    take(Buffer.from(`${BEFORE_CHECKSUM}${checksum}"${signature}}}\n`));
  });
}
