// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

// What is added to the builder's own configuration (`webpackConfig` in
// package.json). The file that JupyterLab loads at start has the hash of each
// other one: shorter ones save a third of a kilobyte there.
module.exports = { output: { hashDigestLength: 8 } };
