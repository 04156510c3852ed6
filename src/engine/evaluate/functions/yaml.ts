import type { Value } from '../../../model/index.js';
import { anyParameter, fixed, type FunctionDefinition, textParameter } from './definition.js';
import { readYaml } from './yaml-reader.js';
import { yamlText } from './yaml-writer.js';

export const YAML_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  yamldecode: fixed([textParameter('src')], 'dynamic', ([text]): Value => readYaml(text as string), { nullable: true }),
  yamlencode: fixed([anyParameter('value', { nullable: true })], 'string', ([value]) => yamlText(value!)),
};
