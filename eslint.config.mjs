import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import jupyterPlugin from '@jupyter/eslint-plugin';

export default defineConfig([
  {
    ignores: [
      '**/node_modules',
      'lib',
      'coverage',
      '**/*.js',
      '**/*.cjs',
      '**/*.d.ts',
      '.setup',
      '.venv',
      'jupyterlab_s3_drive/labextension',
      'ui-tests/test-results',
      'ui-tests/playwright-report'
    ]
  },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    plugins: {
      jupyter: jupyterPlugin
    }
  },
  jupyterPlugin.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      globals: {
        ...globals.browser,
        ...globals.es2015,
        ...globals.node
      },
      parserOptions: {
        project: ['tsconfig.test.json', 'ui-tests/tsconfig.json'],
        sourceType: 'module'
      }
    },
    rules: {
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: {
            regex: '^I[A-Z]',
            match: true
          }
        }
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { args: 'none' }],
      '@typescript-eslint/no-use-before-define': 'off',
      curly: ['error', 'all'],
      eqeqeq: 'error',
      // Values of tokens, which other plugins use as soon as they are activated.
      'jupyter/prefer-lazy-imports': [
        'warn',
        {
          ignoreImports: [
            '../../drive/lazy',
            '../../transfers/tasks/tasks',
            '../../viewer/offer'
          ]
        }
      ],
      'prefer-arrow-callback': 'error'
    }
  },
  {
    // Loaded as a whole with the first table.
    files: ['src/viewer/grid/**/*.ts'],
    rules: { 'jupyter/prefer-lazy-imports': 'off' }
  },
  {
    // A test waits for what happens, or for what must come after what must not.
    files: ['ui-tests/tests/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='waitForTimeout']",
          message:
            'Wait for what happens; to show that nothing does, for what must come after it.'
        }
      ]
    }
  },
  {
    // What people see is drawn by React, in dialogs by the kit of `src/dialogs/`. Nodes are made by hand only
    // where JupyterLab or the browser asks for them: the widgets of the panel, whose rows and notes change by
    // the thousand or keep the focus, the private members of JupyterLab, downloads, and the choice of files.
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    ignores: [
      '**/__tests__/**',
      'src/testing/**',
      'src/internals/**',
      'src/browser/*.ts',
      'src/browser/listing/**',
      'src/browser/search/**',
      'src/browser/widgets/**',
      'src/dialogs/browserdownloads.ts',
      'src/plugins/transfers/upload.ts'
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'CallExpression[callee.object.name="document"][callee.property.name=/^create/]',
          'CallExpression[callee.property.name="insertAdjacentHTML"]',
          'MemberExpression[property.name=/^(inner|outer)HTML$/]',
          'NewExpression[callee.name=/^(Widget|Option|Image)$/]',
          'ClassDeclaration[superClass.name="Widget"]'
        ].map(selector => ({
          selector,
          message:
            'Draw it with React: a dialog by the kit in src/dialogs (DialogBody, drawnBody, askQuestion).'
        }))
      ]
    }
  },
  // No rule about what Prettier decides, which `jlpm prettier:check` looks after by itself.
  prettier
]);
