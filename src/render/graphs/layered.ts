/** A directed graph laid out in layers: what a node depends on is in a layer before it. */
export interface Placed {
  readonly name: string;
  readonly layer: number;
  /** Its place within the layer. */
  readonly row: number;
}

interface Link {
  readonly from: string;
  readonly to: string;
}

/** Places the nodes of the links. Rows follow the mean of the rows they depend on, so that few links cross. */
export function layered(links: readonly Link[]): readonly Placed[] {
  const needs = new Map<string, string[]>();
  for (const { from, to } of links) {
    if (!needs.has(to)) needs.set(to, []);
    const known = needs.get(from);
    if (known === undefined) needs.set(from, [to]);
    else known.push(to);
  }
  const layers: string[][] = [];
  const layerOf = new Map<string, number>();
  const place = (name: string, above: ReadonlySet<string>): number => {
    const known = layerOf.get(name);
    if (known !== undefined) return known;
    const within = new Set(above).add(name);
    // A link that closes a circle is drawn backwards.
    const below = (needs.get(name) ?? []).filter((one) => !within.has(one)).map((one) => place(one, within) + 1);
    const layer = Math.max(0, ...below);
    layerOf.set(name, layer);
    (layers[layer] ??= []).push(name);
    return layer;
  };
  for (const name of [...needs.keys()].sort()) place(name, new Set());
  const rowOf = new Map<string, number>();
  for (const names of layers) {
    const mean = (name: string): number => {
      const rows = (needs.get(name) ?? []).map((one) => rowOf.get(one) ?? 0);
      return rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + row, 0) / rows.length;
    };
    const means = new Map(names.map((name) => [name, mean(name)]));
    names.sort((left, right) => (means.get(left) ?? 0) - (means.get(right) ?? 0) || (left < right ? -1 : 1));
    for (const [row, name] of names.entries()) rowOf.set(name, row);
  }
  return layers.flatMap((names, layer) => names.map((name, row) => ({ name, layer, row })));
}
