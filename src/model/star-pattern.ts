/** The source of a regular expression for a pattern in which `*` is any text. */
export const starSource = (pattern: string): string =>
  pattern
    .split('*')
    .map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`))
    .join('.*');
