import type { Dynamic } from '../reference.js';
import type { IResolvable } from './resolvable.js';
import type { IInterpolatingParent } from './shapes.js';
import { listToken, mapToken, numberListToken, numberToken, textToken } from './token-map.js';
import { Token } from './token.js';

/** How a program reads an attribute: as a token in the form of its type. */
export const text = (parent: IInterpolatingParent, name: string): string =>
  textToken(parent.interpolationForAttribute(name));
export const number = (parent: IInterpolatingParent, name: string): number =>
  numberToken(parent.interpolationForAttribute(name));
export const list = (parent: IInterpolatingParent, name: string): string[] =>
  listToken(parent.interpolationForAttribute(name));
export const numbers = (parent: IInterpolatingParent, name: string): number[] =>
  numberListToken(parent.interpolationForAttribute(name));
export const later = (parent: IInterpolatingParent, name: string): IResolvable =>
  parent.interpolationForAttribute(name);
export const textMap = (parent: IInterpolatingParent, name: string): Record<string, string> =>
  mapToken(parent.interpolationForAttribute(name), Token.STRING_MAP_TOKEN_VALUE);
export const numberMap = (parent: IInterpolatingParent, name: string): Record<string, number> =>
  mapToken(parent.interpolationForAttribute(name), Token.NUMBER_MAP_TOKEN_VALUE);
export const boolMap = (parent: IInterpolatingParent, name: string): Record<string, boolean> =>
  mapToken(parent.interpolationForAttribute(name), true);
export const anyMap = (parent: IInterpolatingParent, name: string): Record<string, Dynamic> =>
  mapToken<Dynamic>(parent.interpolationForAttribute(name), Token.ANY_MAP_TOKEN_VALUE);
