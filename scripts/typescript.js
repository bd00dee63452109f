// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

// Lets Node require the sources of the frontend as they are, without their types being checked.

const fs = require('fs');
const typescript = require('typescript');

require.extensions['.ts'] = (module, file) => {
  const { outputText } = typescript.transpileModule(
    fs.readFileSync(file, 'utf8'),
    {
      compilerOptions: {
        esModuleInterop: true,
        // Leaves dynamic imports, by which modules of the newer kind are loaded.
        module: typescript.ModuleKind.Node16,
        moduleResolution: typescript.ModuleResolutionKind.Node16,
        target: typescript.ScriptTarget.ES2022
      }
    }
  );
  module._compile(outputText, file);
};
