/** Tells the objects of an instance apart: its address, and behind it which deposed object is meant. */
export function objectId(address: string, deposed: string | undefined): string {
  return deposed === undefined ? address : `${address} (deposed ${deposed})`;
}
