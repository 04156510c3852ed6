import { ObjectNames } from '../objects/names.js';

/** The names of secrets. Those of the journal are numbered. */
export function kubernetesNames(suffix: string, workspace: string): ObjectNames {
  const own = `landform-${workspace}-${suffix}`;
  return new ObjectNames(
    {
      state: `tfstate-${workspace}-${suffix}`,
      head: `${own}-head`,
      journals: `${own}-journal-`,
      history: `${own}-history`,
    },
    '-',
  );
}

/** The name of Terraform's lock. */
export const leaseOf = (state: string): string => `lock-${state}`;
