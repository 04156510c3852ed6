/** The names that Go gives to systems and processors. */
const SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };
const PROCESSORS: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le', mipsel: 'mipsle' };

/** A system and a processor as providers are published for them: `linux_amd64`. */
export type Platform = string;

/** The platform that this process runs on. */
export const currentPlatform = (system: string = process.platform, processor: string = process.arch): Platform =>
  `${SYSTEMS[system] ?? system}_${PROCESSORS[processor] ?? processor}`;

/** Whether the text has the form of a platform. */
export const isPlatform = (text: string): boolean => /^[^\s_/\\]+_[^\s/\\]{2,}$/.test(text);
