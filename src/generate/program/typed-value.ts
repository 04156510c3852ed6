import type { Written } from '../../language/index.js';
import type { Type } from '../../model/index.js';

/** Whether a value has a type without being converted, as the compiler demands of a variable's default. */
export function isOfType(written: Written, type: Type): boolean {
  if (type === 'dynamic') return true;
  switch (written.kind) {
    case 'scalar':
      return typeof written.json === (type === 'bool' ? 'boolean' : type);
    case 'list': {
      if (typeof type === 'string') return false;
      const { items } = written;
      if (type.kind === 'tuple') {
        return (
          items.length === type.items.length &&
          items.every(({ value }, index) => isOfType(value, type.items[index] ?? 'dynamic'))
        );
      }
      return (type.kind === 'list' || type.kind === 'set') && items.every(({ value }) => isOfType(value, type.element));
    }
    case 'object': {
      if (typeof type === 'string') return false;
      if (type.kind === 'map') return written.members.every(({ value }) => isOfType(value, type.element));
      if (type.kind !== 'object') return false;
      const given = new Set(written.members.map(({ name }) => name));
      const isComplete = Object.keys(type.attributes).every(
        (name) => given.has(name) || type.optional?.includes(name) === true,
      );
      return (
        isComplete &&
        written.members.every(({ name, value }) => {
          const attribute = Object.hasOwn(type.attributes, name) ? type.attributes[name] : undefined;
          return attribute !== undefined && isOfType(value, attribute);
        })
      );
    }
  }
}
