const { projects } = require('../../../jest.config');

// The code of a page in a process of its own, which `killedpage.ts` starts and
// kills. Store and server are those of the spec.
const { globalSetup, globalTeardown, ...store } = projects.find(
  ({ displayName }) => displayName === 'store'
);

module.exports = {
  ...store,
  displayName: 'page',
  testRegex: '/testing/killed/page\\.ts$'
};
