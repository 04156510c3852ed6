import { quoted } from '../print.js';
import { attributeCode, parametersCode } from './attribute-code.js';
import { callCode } from './call-code.js';
import type { ActionGuess } from './guess.js';
import { entry, listCode, objectCode, type Code } from '../source.js';
import { spoken } from './words.js';

/** The mapping of an action. */
export function actionCode({ noun, description, attributes, parameters, about, call }: ActionGuess): Code {
  const words = [spoken(noun), ...(about.length === 0 ? [] : ['for', about.map((name) => `{${name}}`).join(', ')])];
  const what = words.join(' ');
  const said = [...entry('does', quoted(`run ${what}`)), ...entry('did', quoted(`ran ${what}`))];
  return objectCode([
    ...entry('noun', quoted(spoken(noun))),
    ...entry('description', quoted(description)),
    ...entry(
      'attributes',
      objectCode(
        attributes.map((attribute) => ({
          key: attribute.name,
          code: attributeCode(attribute, new Set(), []),
          comments: attribute.doubts.map((doubt) => `doubt: ${doubt}`),
        })),
      ),
    ),
    ...entry('parameters', parametersCode(parameters)),
    ...entry('calls', listCode([callCode(call, { attributes, identity: undefined }, said)])),
  ]);
}
