/**
 * What folders of core and db need of each other, tests left out: a test of one use case builds its case with the others, which
 * `.dependency-cruiser.cjs` would take for a circle, as rules for folders cannot leave files out.
 */
const { options } = require("../.dependency-cruiser.cjs");

module.exports = {
  forbidden: [
    {
      name: "no-circle-of-folders",
      comment: "Use cases, or queries, that need each other in a circle are one room, or hide a third.",
      severity: "error",
      scope: "folder",
      from: { path: "^packages/(core|db)/src" },
      to: { circular: true },
    },
  ],
  options: {
    ...options,
    exclude: {
      path: [options.exclude.path, "\\.(test|itest)\\.ts$", "-fixture\\.ts$", "/src/testing/", "/generated/"],
    },
  },
};
