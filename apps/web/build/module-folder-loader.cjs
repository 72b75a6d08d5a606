/**
 * Turbopack leaves `import.meta.dirname` undefined. Packages that run from source use it for their own files; this says
 * the same with `import.meta.url`, which Turbopack knows.
 */
module.exports = function moduleFolderLoader(source) {
  return source.replaceAll(
    "import.meta.dirname",
    'decodeURIComponent(import.meta.url).replace(/^file:\\/\\//, "").replace(/\\/[^/]*$/, "")',
  );
};
