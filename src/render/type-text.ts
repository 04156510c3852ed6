import { type Type, byFirst } from '../model/index.js';

/** A type as Terraform's console prints it: the parts of objects and tuples are on their own lines. */
export function typeText(type: Type, margin = ''): string {
  if (typeof type === 'string') return type;
  const inside = `${margin}    `;
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map': {
      const { element } = type;
      const isLarge = typeof element === 'object' && (element.kind === 'object' || element.kind === 'tuple');
      if (!isLarge) return `${type.kind}(${typeText(element, margin)})`;
      return `${type.kind}(\n${inside}${typeText(element, inside)},\n${margin})`;
    }
    case 'object': {
      if (isEmpty(type)) return 'object({})';
      const lines = Object.entries(type.attributes)
        .sort(byFirst)
        .map(([name, attribute]) => `${inside}${name}: ${typeText(attribute, inside)},\n`);
      return `object({\n${lines.join('')}${margin}})`;
    }
    case 'tuple': {
      if (isEmpty(type)) return 'tuple([])';
      const lines = type.items.map((item) => `${inside}${typeText(item, inside)},\n`);
      return `tuple([\n${lines.join('')}${margin}])`;
    }
  }
}

function isEmpty(type: Exclude<Type, string>): boolean {
  if (type.kind === 'object') return Object.keys(type.attributes).length === 0;
  return type.kind === 'tuple' && type.items.length === 0;
}
