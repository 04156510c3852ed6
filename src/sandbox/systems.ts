import { acloud } from './acloud.js';
import { asm } from './asm.js';
import { conductor } from './conductor.js';
import { SandboxError } from './error.js';
import { palette } from './palette.js';
import type { SandboxOptions } from './sandbox.js';
import type { System } from './system.js';

/** The default credentials. */
export const TOKEN = 'sandbox-token';
export const ORGANISATION = 'acme';

/** Every emulator, by name. */
const SYSTEMS: Readonly<Record<string, (options: SandboxOptions) => System>> = {
  acloud: ({ token = TOKEN, organisation = ORGANISATION }) => acloud({ token, organisation }),
  asm: ({ token = TOKEN, organisation = ORGANISATION }) => asm({ secret: token, domain: organisation }),
  conductor: ({ token = TOKEN }) => conductor({ username: 'admin', password: token }),
  palette: ({ token = TOKEN }) =>
    palette({ apiKey: token, email: 'janedoe@thefirm.com', password: 'password1234', project: 'project-default' }),
};

/** The systems with these names, or all of them. */
export function systemsOf(options: SandboxOptions): readonly System[] {
  const names = options.systems === undefined || options.systems.length === 0 ? Object.keys(SYSTEMS) : options.systems;
  return [...new Set(names)].map((name) => {
    const make = Object.hasOwn(SYSTEMS, name) ? SYSTEMS[name] : undefined;
    if (make !== undefined) return make(options);
    throw new SandboxError(
      'sandbox_unknown_system',
      `There is no emulator of ${name}; the available ones are ${Object.keys(SYSTEMS).join(', ')}.`,
    );
  });
}
