const base = require('@jupyterlab/testutils/lib/jest-config')(__dirname);

// The SDK tells every test file which versions of Node it will support next.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// Published as ES modules alone, which jest has to translate.
const esModules = [
  '@codemirror',
  '@jupyter',
  '@jupyterlab/',
  '@marijn',
  '@microsoft',
  '@rjsf',
  '@uwdata',
  'color',
  'exenv-es6',
  'hyparquet',
  'lib0',
  'marked',
  'nanoid',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yjs'
].join('|');

const shared = {
  moduleFileExtensions: base.moduleFileExtensions,
  moduleNameMapper: {
    ...base.moduleNameMapper,
    // As an extension that is installed beside ours.
    '^jupyterlab-s3-drive$': '<rootDir>/src/index.ts'
  },
  modulePathIgnorePatterns: [
    '<rootDir>/.setup/',
    '<rootDir>/jupyterlab_s3_drive/',
    '<rootDir>/lib/'
  ],
  resolver: base.resolver,
  rootDir: __dirname,
  setupFiles: base.setupFiles,
  testEnvironment: '<rootDir>/src/testing/environment.ts',
  testPathIgnorePatterns: ['/lib/', '/node_modules/'],
  transform: {
    ...base.transform,
    '^.+\\.tsx?$': ['ts-jest/legacy', { tsconfig: './tsconfig.test.json' }]
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules})).+`]
};

module.exports = {
  reporters: ['default'],
  // A test takes seconds, but machines that build are shared.
  testTimeout: 120000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testRegex: '/__tests__/[^/]*(?<!\\.store)\\.spec\\.tsx?$'
    },
    {
      ...shared,
      displayName: 'store',
      setupFilesAfterEnv: ['<rootDir>/src/testing/shortpauses.ts'],
      testRegex: '/__tests__/[^/]*\\.store\\.spec\\.tsx?$',
      // A project's set-up runs only when one of its files does.
      globalSetup: '<rootDir>/src/testing/globalSetup.ts',
      globalTeardown: '<rootDir>/src/testing/globalTeardown.ts'
    }
  ]
};
