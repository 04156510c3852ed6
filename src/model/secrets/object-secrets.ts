import { eachInstance, type State } from '../state.js';
import { isNull, sensitive } from '../value.js';
import { getAt } from '../value-paths.js';
import { markedTexts } from './marked-texts.js';

/** The texts of sensitive attributes in a state. */
export function objectSecrets(state: State): readonly string[] {
  const found: string[] = [];
  eachInstance(state, ({ current, deposed }) => {
    for (const object of [...(current === undefined ? [] : [current]), ...deposed.values()]) {
      for (const path of object.sensitivePaths) {
        const value = getAt(object.attributes, path);
        if (value !== undefined && !isNull(value)) found.push(...markedTexts(sensitive(value)));
      }
    }
  });
  return found;
}
