// The ephemeral resources of the provider for tests: tokens, which end when they are closed.
import { bytes, dynamicValue, int, message, problem, textAt, UNKNOWN, valueAt } from './wire.mjs';

/** The calls about them, as methods of the provider, which notes what happened. */
export const TOKEN_CALLS = {
  ValidateEphemeralResourceConfig(request) {
    const { of } = valueAt(request, 2);
    if (of === 'invalid') return message(bytes(1, problem('No token of that', 'Choose another.', 'of')));
  },

  async OpenEphemeralResource(request) {
    const config = valueAt(request, 2);
    const { of, renewed_after: after } = config;
    if (of === 'hang') await new Promise(() => {});
    this.note(`open ${of}`);
    if (of === 'refused') return message(bytes(1, problem('Refused', `There is no token of ${of}.`, 'of')));
    const value = of === 'unknown' ? UNKNOWN : `token-of-${of}`;
    return message(
      after === null ? undefined : bytes(2, timestampIn(after)),
      bytes(3, dynamicValue({ ...config, value })),
      bytes(4, Buffer.from(`opened ${of}`)),
    );
  },

  RenewEphemeralResource(request) {
    const kept = textAt(request, 2);
    this.note(`renew ${kept}`);
    if (kept.includes('once')) return message(bytes(1, problem('Not renewed', 'It can be renewed once.')));
    return message(bytes(2, timestampIn(20)), bytes(3, Buffer.from(`renewed ${kept.split(' ').at(-1)}`)));
  },

  CloseEphemeralResource(request) {
    const kept = textAt(request, 2);
    this.note(`close ${kept}`);
    if (kept.includes('stuck')) return message(bytes(1, problem('Not closed', 'It is stuck.')));
  },
};

/** A time so many milliseconds from now. */
function timestampIn(milliseconds) {
  const at = Date.now() + milliseconds;
  return message(int(1, Math.floor(at / 1000)), int(2, (at % 1000) * 1e6));
}
