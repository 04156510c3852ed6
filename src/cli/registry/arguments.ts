import type { Argument } from '../command.js';

export const ADDRESS: Argument = {
  name: 'ADDRESS',
  summary: 'Address of a resource or an instance',
  required: true,
  completion: 'address',
};
