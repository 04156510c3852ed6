import type { Argument } from '../command.js';

export const ADDRESS = {
  name: 'ADDRESS',
  summary: 'Address of a resource or an instance',
  required: true,
  completion: 'address',
} as const satisfies Argument;
