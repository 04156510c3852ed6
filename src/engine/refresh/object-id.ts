/** Identifies one object of an instance: the instance address, followed by the key of a deposed object. */
export function objectId(address: string, deposed: string | undefined): string {
  return deposed === undefined ? address : `${address} (deposed ${deposed})`;
}
