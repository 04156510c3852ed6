/**
 * Steps into a value: an attribute or map key (string) or an index (number), as in Terraform's `replace_paths`.
 * A path into a set stops at the set, since elements of a set have no name.
 */
export type Path = readonly (string | number)[];

/** `tags["a b"].x[0]`, as people write it in configuration. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** True when `path` is `prefix` or lies inside it. */
export function startsWith(path: Path, prefix: Path): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => step === path[index]);
}
