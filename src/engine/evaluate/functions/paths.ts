import path from 'node:path';
import {
  ArgumentError,
  type Caller,
  define,
  type FunctionDefinition,
  surroundingsOf,
  textParameter,
} from './definition.js';

/** The shortest equivalent path; `.` if it would be empty. */
function clean(given: string): string {
  const normal = path.normalize(given);
  return normal.length > 1 ? normal.replace(/\/$/, '') : normal;
}

function baseName(given: string): string {
  if (given === '') return '.';
  return path.basename(given) || '/';
}

const folderOf = (given: string): string => clean(given.slice(0, given.lastIndexOf('/') + 1));

/** Replaces a leading `~` with the home folder. */
export function expanded(given: string, caller: Caller): string {
  if (!given.startsWith('~')) return given;
  if (given.length > 1 && given[1] !== '/' && given[1] !== path.sep)
    throw new ArgumentError(0, 'names the home folder of another user, which is not supported', {
      advice: 'Write the full path, or one that begins with ~/.',
    });
  const { home } = surroundingsOf(caller).files;
  if (home === undefined)
    throw new ArgumentError(0, 'begins with ~, but there is no home folder', {
      advice: 'Set HOME, or write the full path.',
    });
  return path.join(home, given.slice(1));
}

function ofPath(compute: (given: string, caller: Caller) => string): FunctionDefinition {
  return define([textParameter('path')], 'string', ([given], caller) => slashed(compute(given, caller)));
}

const slashed = (given: string): string => (path.sep === '/' ? given : given.replaceAll(path.sep, '/'));

export const PATH_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  abspath: ofPath((given, caller) => surroundingsOf(caller).files.absolute(given)),
  basename: ofPath(baseName),
  dirname: ofPath(folderOf),
  pathexpand: ofPath(expanded),
};
