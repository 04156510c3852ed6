import { anyParameter, define, type FunctionDefinition, textParameter } from './definition.js';
import { readYaml } from './yaml-reader.js';
import { yamlText } from './yaml-writer.js';

export const YAML_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  yamldecode: define([textParameter('src')], 'dynamic', ([text]) => readYaml(text), { nullable: true }),
  yamlencode: define([{ ...anyParameter('value'), nullable: true }], 'string', ([value]) => yamlText(value)),
};
