const NAMED: Readonly<Record<string, string>> = { '\u0007': '\\a', '\u000B': '\\v', '\u007F': '\\x7f' };

/** A text in quotes, as Go prints it. */
export const goQuoted = (text: string): string =>
  JSON.stringify(text)
    .replace(
      /\\u00([0-9a-f]{2})/g,
      (_, digits: string) => NAMED[String.fromCharCode(Number.parseInt(digits, 16))] ?? `\\x${digits}`,
    )
    .replaceAll('\u007F', '\\x7f');
