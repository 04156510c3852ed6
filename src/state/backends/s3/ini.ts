/** The settings of each section, in order. */
export type IniSections = ReadonlyMap<string, readonly (readonly [name: string, value: string])[]>;

/** Reads the files of AWS's programs. Nested settings, which are indented, are left out. */
export function parseIni(text: string): IniSections {
  const sections = new Map<string, [string, string][]>();
  let current: [string, string][] | undefined;
  for (const line of text.split(/\r?\n/)) {
    const section = /^\[\s*(.*?)\s*\]/.exec(line)?.[1];
    if (section !== undefined) {
      current = sections.get(section) ?? [];
      sections.set(section, current);
      continue;
    }
    const [, name, value = ''] = /^([^\s#;=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) current?.push([name, value]);
  }
  return sections;
}
