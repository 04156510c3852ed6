/** Stack depths to search: first a small one, which is nearly always enough, then one that includes frames of libraries. */
const DEPTHS = [8, 64];

/** The folder of this library, with a trailing slash. Frames in it are not the user's. */
const LIBRARY = import.meta.url.slice(0, import.meta.url.lastIndexOf('/', import.meta.url.lastIndexOf('/') - 1) + 1);
const LIBRARY_PATH = pathOfUrl(LIBRARY);

/**
 * The running line of the user's code: the innermost frame outside Landform, `constructs` and installed packages, as
 * `file:line:column` with an absolute path. Undefined if there is none. If the class of an object under construction is given,
 * it is the line that creates the object, not one in a constructor of the class or its ancestors.
 */
export function captureLocation(made?: NewTarget): string | undefined {
  const { stackTraceLimit } = Error;
  // oxlint-disable-next-line typescript/unbound-method -- it is put back, not called
  const { prepareStackTrace } = Error;
  const classes = ancestry(made);
  Error.prepareStackTrace = (_error, frames) => userFrame(frames, classes);
  try {
    for (const depth of DEPTHS) {
      const holder: { stack?: unknown } = {};
      Error.stackTraceLimit = depth;
      Error.captureStackTrace(holder, captureLocation);
      if (typeof holder.stack === 'string') return holder.stack;
    }
    return undefined;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** A class, as `new.target` gives it. */
export type NewTarget = abstract new (...args: never[]) => unknown;

/** Names of a class and its ancestors, base class first: the order in which their constructors run. */
function ancestry(made: NewTarget | undefined): readonly string[] {
  const names: string[] = [];
  for (
    let each: unknown = made;
    typeof each === 'function' && each !== Function.prototype;
    each = Object.getPrototypeOf(each)
  ) {
    names.unshift(each.name);
  }
  return names;
}

/**
 * The built-in function of JavaScript or Node, such as `sort` or `parseInt`, that called the method which called `callee`;
 * undefined if a program called the method.
 */
export function builtinCaller(callee: (...args: never[]) => unknown): string | undefined {
  const { stackTraceLimit } = Error;
  // oxlint-disable-next-line typescript/unbound-method -- it is put back, not called
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (_error, [, frame]) =>
    frame !== undefined && isBuiltin(frame) ? frame.getFunctionName() : undefined;
  Error.stackTraceLimit = 2;
  try {
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder, callee);
    return typeof holder.stack === 'string' ? holder.stack : undefined;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Node modules that encode or parse text. */
const NODE_MODULES = new Set([
  'node:buffer',
  'node:querystring',
  'node:url',
  'node:internal/url',
  'node:internal/querystring',
]);

function isBuiltin(frame: NodeJS.CallSite): boolean {
  const file = frame.getFileName();
  return typeof file === 'string' ? NODE_MODULES.has(file) : !frame.isEval();
}

function userFrame(frames: readonly NodeJS.CallSite[], classes: readonly string[]): string | undefined {
  let next = 0;
  for (const frame of frames) {
    const own = frame.isConstructor() ? classes.indexOf(frame.getFunctionName() ?? '', next) : -1;
    if (own >= 0) next = own + 1;
    const file = frame.getFileName();
    if (own < 0 && typeof file === 'string' && isUserFile(file)) {
      return `${pathOfUrl(file)}:${frame.getLineNumber()}:${frame.getColumnNumber()}`;
    }
  }
  return undefined;
}

function isUserFile(file: string): boolean {
  return !(
    file.startsWith('node:') ||
    file.startsWith(LIBRARY) ||
    file.startsWith(LIBRARY_PATH) ||
    file.includes('/node_modules/') ||
    file.includes('\\node_modules\\')
  );
}

function pathOfUrl(file: string): string {
  if (!file.startsWith('file://')) return file;
  const path = decodeURIComponent(file.slice('file://'.length).replace(/[?#].*$/, ''));
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path;
}

/** The location relative to the project's folder, with forward slashes, so that it is the same on all machines. */
export function relativeLocation(location: string, root: string): string {
  const from = partsOf(root);
  const to = partsOf(location);
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

const partsOf = (path: string): string[] => path.split(/[\\/]/).filter((part) => part !== '');
