/** Imports run one way: core ← analyzer ← {eslint-plugin, cli}, core ← oracle ← {rls-auditor, cli}, core ← rls-auditor ← cli, core ← command ← {rls-auditor, eslint-plugin, cli}, scoped-kysely ← control-plane ← cli. */
const mayImport = {
  core: [],
  analyzer: ['core'],
  oracle: ['core'],
  testing: [],
  lab: ['core', 'analyzer', 'oracle', 'rls-auditor'],
  'eslint-plugin': ['core', 'analyzer', 'command'],
  command: ['core'],
  'rls-auditor': ['core', 'command', 'oracle'],
  'scoped-kysely': [],
  'control-plane': ['scoped-kysely'],
  cli: ['core', 'command', 'analyzer', 'oracle', 'rls-auditor', 'control-plane'],
};

/** Inside core, what each room may know of. */
const rooms = {
  query: [],
  model: ['query'],
  postgres: [],
  sql: ['query', 'model', 'postgres'],
  prover: ['query', 'model', 'postgres'],
  rules: [],
  suppression: ['rules', 'model'],
  report: ['query', 'rules', 'model', 'suppression'],
};

const packageRules = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `${name}-imports`,
  severity: 'error',
  from: { path: `^packages/${name}/` },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...allowed, 'testing'].join('|')})/` },
}));

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `core-${room}-imports`,
  severity: 'error',
  from: { path: `^packages/core/src/${room}/`, pathNot: '[.]test[.]ts$' },
  to: { path: '^packages/core/src/', pathNot: `^packages/core/src/(${[room, ...allowed].join('|')})/` },
}));

/** The entries of packages: what they export. */
const published = ['[^/]+/src/index', 'analyzer/src/file', 'analyzer/src/inputs/index', 'command/src/start', 'command/src/verdicts', 'command/src/configuration/index'];

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Types may be mutually recursive across files (the IR has one file a node kind); code may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-reaching-in',
      comment: 'Another package is used through what it exports.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/([^/]+)/src/', pathNot: ['^packages/$1/', `^packages/(?:${published.join('|')})[.]ts$`] },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^packages/(?!lab/|testing/)[^/]+/src/', pathNot: '[.]test[.]ts$' },
      to: { path: '^packages/testing/' },
    },
    { name: 'core-is-pure', severity: 'error', from: { path: '^packages/core/src/', pathNot: '[.]test[.]ts$' }, to: { dependencyTypes: ['core'] } },
    ...packageRules,
    ...roomRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'types', 'default'], exportsFields: ['exports'] },
  },
};
