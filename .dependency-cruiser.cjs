/**
 * The floors of the house as rules. A room imports only what its line in `floors` allows; everything else is refused,
 * so a new room has to be entered here before it can import anything.
 */

/** Room → rooms it may import, from the top floor down. */
const floors = {
  // 5
  cli: ['testing', 'operations', 'render', 'model'],
  // 4
  automation: ['operations', 'render', 'model'],
  testing: ['operations', 'engine', 'program', 'providers', 'state', 'render', 'model', 'sandbox'],
  // 3
  operations: [
    'engine',
    'program',
    'language',
    'modules',
    'packages',
    'providers',
    'provisioners',
    'state',
    'generate',
    'edit',
    'policy',
    'telemetry',
    'model',
  ],
  // 2
  engine: ['model', 'providers'],
  program: ['model', 'language', 'modules', 'constructs'],
  bindings: ['constructs', 'model'],
  edit: ['model', 'language', 'generate'],
  // 1, the last of it for two others
  language: ['model'],
  modules: ['model', 'packages'],
  constructs: ['model'],
  providers: ['model', 'packages'],
  provisioners: ['model'],
  state: ['model'],
  // Lines of a description in JSON are found as those of a configuration are.
  generate: ['model', 'language'],
  render: ['model'],
  policy: ['model'],
  telemetry: ['model'],
  packages: ['model'],
  // 0
  model: [],
  sandbox: [],
};

const rooms = Object.keys(floors);
const anyOf = (names) => `^src/(${names.join('|')})/`;

const providerContract = '^src/providers/(provider|requests|source)\\.ts$';
const implementations = '^src/(state/backends|state/encryption|modules/install|providers/[^/]+)/';
const compose = '^src/operations/compose/';
const roomIndex = '^src/[^/]+/index\\.ts$';

const floorRules = rooms.map((room) => ({
  name: `floor-${room}`,
  comment: `${room} may import ${floors[room].length > 0 ? floors[room].join(', ') : 'no other room'}.`,
  severity: 'error',
  from: { path: anyOf([room]) },
  to: { path: '^src/', pathNot: anyOf([room, ...floors[room]]) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'every-file-in-a-room',
      comment: 'A file in src/ belongs to a room named in `floors`.',
      severity: 'error',
      from: { path: '^src/', pathNot: anyOf(rooms) },
      to: {},
    },
    {
      name: 'nothing-from-outside-src',
      comment:
        'What is shipped does not import tests, examples, scripts or benchmarks; of what is built, only packages that became one file.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|examples|scripts|bench|dist)/', pathNot: '^dist/vendor/' },
    },
    {
      name: 'model-imports-nothing',
      comment: 'The nouns need no Node module and no package: no clock, no randomness, no file.',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { pathNot: '^src/model/' },
    },
    {
      name: 'sandbox-stands-alone',
      comment:
        'The emulators share API descriptions with the providers, never code; from packages they take what checks a request.',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: {
        dependencyTypesNot: ['core'],
        pathNot: ['^src/sandbox/', 'node_modules/(ajv|ajv-formats|yaml|lossless-json)/'],
      },
    },
    {
      name: 'thinking-does-no-io',
      comment: 'Rooms that think are given what they need to know; files, sockets and processes are for the leaves.',
      severity: 'error',
      from: { path: anyOf(['engine', 'render']) },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|net|tls|http|http2|https|dgram|dns|child_process|worker_threads|os|process|readline)(/|$)',
      },
    },
    {
      name: 'engine-knows-the-contract-only',
      comment: 'The engine sees providers through their contract.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: '^src/providers/', pathNot: providerContract },
    },
    {
      name: 'engine-knows-types-only',
      comment: 'Of the contract the engine imports types: `import type`.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: '^src/providers/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'enter-through-the-index',
      comment: 'Another room is entered through its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: ['^src/engine/', compose] },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', roomIndex] },
    },
    {
      name: 'enter-through-the-index-or-the-contract',
      comment: 'The engine enters rooms through their index.ts, and providers through the contract files.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/engine/', roomIndex, providerContract] },
    },
    {
      name: 'compose-enters-through-the-index-or-an-implementation',
      comment: 'Composition may reach for an implementation, and for nothing else behind an index.',
      severity: 'error',
      from: { path: compose },
      to: { path: '^src/[^/]+/', pathNot: ['^src/operations/', roomIndex, implementations] },
    },
    {
      name: 'only-compose-names-implementations',
      comment: 'Which backend and which provider is decided in operations/compose/; everybody else is handed one.',
      severity: 'error',
      from: { path: '^src/', pathNot: [compose, '^src/(modules|providers|state)/'] },
      to: { path: implementations },
    },
    {
      name: 'not-through-the-own-index',
      comment: 'Inside a room files import each other directly. (author.ts is an entry of the package, and may.)',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '^src/providers/author\\.ts$' },
      to: { path: '^src/$1/index\\.ts$' },
    },
    {
      name: 'no-circle',
      comment: 'No circle between files, type imports included.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'Every import points to something.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
    skipAnalysisNotInRules: true,
  },
};
